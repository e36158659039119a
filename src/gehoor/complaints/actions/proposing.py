"""The proposal, the reaction, and closing."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from gehoor.complaints import entries
from gehoor.complaints.actions import answering
from gehoor.complaints.actions.committing import begin_following, told_of
from gehoor.complaints.actions.investigating import check_judgement
from gehoor.complaints.actions.letters import send_letter
from gehoor.complaints.actions.moving import begin, move, note_decision, note_move, staff_id_of, words
from gehoor.complaints.actions.staging import begin_next_stage
from gehoor.complaints.actions.tidying import nothing_waits
from gehoor.complaints.answer import Letter, Part, missing_sentence
from gehoor.complaints.answering_words import Texts, final_answer, label_of_finding
from gehoor.complaints.answering_words import proposal as proposal_words
from gehoor.complaints.commitments import lines_of
from gehoor.complaints.facts import parts_lacking
from gehoor.complaints.framing import frame_of
from gehoor.complaints.models import Answer, Complaint, Grievance, Proposal
from gehoor.complaints.procedure import (
    ACCEPT,
    CLOSE,
    NEXT_STAGE,
    NO_REACTION,
    REFUSE,
    SEND_PROPOSAL,
    Move,
    Reaction,
)
from gehoor.complaints.wording import day_or_later, next_stage, rules_of
from gehoor.dossiers.actions.deadlines import begin_terms, end, meet, start_deadline
from gehoor.dossiers.actions.messages import optional
from gehoor.files.models import StoredFile
from gehoor.journal.entries import EntryType
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import InvalidInput, MoveNotAllowed, RuleViolation
from gehoor.regulations.terms import StartEvent


def _points(complaint: Complaint) -> list[Grievance]:
    return list(Grievance.objects.filter(complaint=complaint))


def _proposal(complaint: Complaint) -> Proposal:
    """The proposal that waits for a reaction."""
    found = Proposal.objects.filter(complaint=complaint, reaction="").select_related("deadline").order_by("-pk").first()
    if found is None:
        raise MoveNotAllowed("Er is geen voorstel dat op een reactie wacht.")
    return found


@transaction.atomic
def send_proposal(
    complaint: Complaint, *, text: str, by: Actor, at: datetime, files: Sequence[StoredFile] = ()
) -> Proposal:
    """Propose a solution to the complainant. Letter ``proposal``; meets the term ``answer``, starts ``reaction``."""
    begin(complaint, SEND_PROPOSAL, by=by, at=at)
    text = words(text)
    answer = answering.keep_texts(complaint, {"remedy": text}, by=by, at=at)
    _check_parts(complaint, "proposal", at=at)
    move(complaint, SEND_PROPOSAL, at=at)
    meet(complaint.dossier, "answer", by=by, at=at)
    deadline = start_deadline(complaint.dossier, "reaction", on=StartEvent.PROPOSAL, by=by, at=at)
    begin_terms(complaint.dossier, StartEvent.PROPOSAL, by=by, at=at)
    message = send_letter(
        complaint,
        "proposal",
        by=by,
        at=at,
        files=files,
        answer=proposal_words(complaint, _points(complaint), texts_of(complaint, answer), frame=frame_of(complaint)),
        due_on=day_or_later(deadline.due_on),
    )
    told_of(complaint, at=at)
    proposal = Proposal.objects.create(
        complaint=complaint, text=text, message=message, sent_at=at, sent_by_id=staff_id_of(by), deadline=deadline
    )
    decision = note_decision(complaint, SEND_PROPOSAL, by=by, at=at, reason=text)
    note_move(complaint, entries.PROPOSED, by=by, at=at, proposal=proposal.pk, message=message.pk, **decision)
    return proposal


_REACTIONS: dict[Reaction, tuple[Move, EntryType]] = {
    Reaction.ACCEPTED: (ACCEPT, entries.ACCEPTED),
    Reaction.REFUSED: (REFUSE, entries.REFUSED),
    Reaction.NONE: (NO_REACTION, entries.NO_REACTION),
}


@transaction.atomic
def react(complaint: Complaint, reaction: Reaction, *, reason: str = "", by: Actor, at: datetime) -> None:
    """The complainant accepts or refuses (a refusal asks for a reason), or the coordinator notes what they said.

    A refusal begins the next treatment inside the city where the regulation has one.
    """
    if reaction is Reaction.NONE:
        raise InvalidInput("Kies of je akkoord gaat.", field="reaction")
    begin(complaint, _REACTIONS[reaction][0], by=by, at=at, reason=reason)
    again = reaction is Reaction.REFUSED and next_stage(complaint) is not None
    row = NEXT_STAGE if again else _REACTIONS[reaction][0]
    _keep_reaction(complaint, _proposal(complaint), reaction, row, reason, by=by, at=at)
    meet(complaint.dossier, "reaction", by=by, at=at)
    begin_terms(complaint.dossier, StartEvent.REACTION, by=by, at=at)
    if again:
        begin_next_stage(complaint, by=by, at=at)


@transaction.atomic
def note_no_reaction(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """The complainant said nothing within the term. Refused while the term runs."""
    begin(complaint, NO_REACTION, by=by, at=at)
    proposal = _proposal(complaint)
    due_on = proposal.deadline.due_on
    if due_on is None or due_on >= local_date(at):
        raise RuleViolation(f"De klager kan nog reageren tot en met {day_or_later(due_on)}.")
    _keep_reaction(complaint, proposal, Reaction.NONE, NO_REACTION, "", by=by, at=at)
    end(complaint.dossier, "reaction", by=by, at=at)


def _keep_reaction(
    complaint: Complaint, proposal: Proposal, reaction: Reaction, row: Move, reason: str, *, by: Actor, at: datetime
) -> None:
    entry = _REACTIONS[reaction][1]
    proposal.reaction, proposal.reaction_text, proposal.reacted_at = reaction, optional(reason, field="reason"), at
    proposal.save(update_fields=["reaction", "reaction_text", "reacted_at"])
    move(complaint, row, at=at)
    decision = note_decision(complaint, row, by=by, at=at, reason=proposal.reaction_text)
    note_move(complaint, entry, by=by, at=at, proposal=proposal.pk, **decision)


@transaction.atomic
def close(
    complaint: Complaint,
    *,
    finding: str,
    resolution: str,
    norms: Sequence[str] = (),
    measures: str | None = None,
    outstanding: str | None = None,
    learnt: str | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Close with finding, resolution, norms and the answer. Letter ``closing``, which names the second line.

    Without ``norms`` those of the points are taken; a text that is not given stays as it was approved.
    """
    begin(complaint, CLOSE, by=by, at=at)
    given = {"remedy": measures, "outstanding": outstanding, "learnt": learnt}
    texts = {name: text for name, text in given.items() if text is not None}
    answer = answering.keep_texts(complaint, texts, by=by, at=at)
    points = _points(complaint)
    measures = answer.remedy or (_measures_of(points) if measures is None else "")
    norms = list(dict.fromkeys(norms)) or _norms_of_points(complaint)
    check_judgement(complaint, finding, norms, measures)
    _check_parts(complaint, "final_answer", at=at)
    resolved = rules_of(complaint).resolutions.get(resolution)
    if resolved is None:
        raise InvalidInput("Kies of het opgelost is.", field="resolution")
    last = Proposal.objects.filter(complaint=complaint).order_by("-pk").values_list("reaction", flat=True).first()
    kept = {"finding": finding, "resolution": resolution, "norms": norms}
    move(complaint, CLOSE, at=at, **kept, measures=measures, learnt=answer.learnt)
    end(complaint.dossier, by=by, at=at)
    nothing_waits(complaint, by=by, at=at)
    begin_following(complaint, by=by, at=at)
    message = send_letter(
        complaint,
        "closing",
        by=by,
        at=at,
        answer=final_answer(
            complaint,
            points,
            texts_of(complaint, answer),
            frame=frame_of(complaint),
            reaction=Reaction(last or Reaction.NONE),
            finding=label_of_finding(complaint, finding),
            resolution=resolved.label,
        ),
    )
    decision = note_decision(complaint, CLOSE, by=by, at=at, reason=measures)
    note_move(complaint, entries.CLOSED, by=by, at=at, message=message.pk, **kept, **decision)


_FIELDS = {Part.REMEDY: "measure", Part.OUTSTANDING: "outstanding", Part.LEARNT: "learnt"}


def _check_parts(complaint: Complaint, kind: Letter, *, at: datetime) -> None:
    """The letter cannot leave while a part that the regulation asks for in it is empty."""
    lacking = parts_lacking(complaint, kind, today=local_date(at))
    if lacking:
        raise InvalidInput(missing_sentence(lacking), field=_FIELDS.get(lacking[0], ""))


def texts_of(complaint: Complaint, answer: Answer) -> Texts:
    """The texts of an answer for its letter, with what is promised."""
    return Texts(answer.summary, answer.remedy, answer.outstanding, answer.learnt, promised=lines_of(complaint.pk))


def _measures_of(points: Iterable[Grievance]) -> str:
    """What the points say that the city does, when the answer says nothing of its own."""
    return "\n".join(dict.fromkeys(point.measure for point in points if point.measure))


def _norms_of_points(complaint: Complaint) -> list[str]:
    found = Grievance.objects.filter(complaint=complaint).values_list("norms", flat=True)
    return list(dict.fromkeys(code for codes in found for code in codes))
