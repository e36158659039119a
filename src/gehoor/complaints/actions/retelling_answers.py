"""The judgement and the answer of a complaint that is told afterwards: see :mod:`retelling`."""

from datetime import datetime
from typing import Any

from gehoor.complaints import entries
from gehoor.complaints.actions.retelling import ComplaintHistory
from gehoor.complaints.answering_words import final_answer, label_of_finding
from gehoor.complaints.answering_words import proposal as proposal_words
from gehoor.complaints.models import Answer, Judgement, Proposal
from gehoor.complaints.procedure import (
    ACCEPT,
    ADVISE,
    AGREE,
    CLOSE,
    DECIDE,
    DIFFER,
    NO_REACTION,
    REFUSE,
    SEND_PROPOSAL,
    SUBMIT_DRAFT,
    Reaction,
)
from gehoor.complaints.wording import day_or_later, rules_of
from gehoor.dossiers.lifecycle import WaitsFor
from gehoor.kernel.actors import SYSTEM, Actor
from gehoor.kernel.clock import local_date
from gehoor.regulations.terms import StartEvent

_REACTED = {
    Reaction.ACCEPTED: (ACCEPT, entries.ACCEPTED),
    Reaction.REFUSED: (REFUSE, entries.REFUSED),
    Reaction.NONE: (NO_REACTION, entries.NO_REACTION),
}


def answer_written(told: ComplaintHistory, *, by: Actor, at: datetime, **texts: str) -> None:
    """Texts of the answer were written, or written anew."""
    if not told.answers:
        told.answers.append(Answer(complaint=told.complaint, written_at=at))
    answer = told.answers[0]
    changed = [name for name, text in texts.items() if getattr(answer, name) != text]
    if not changed:
        return
    for name in changed:
        setattr(answer, name, texts[name])
    answer.written_by_id, answer.written_at = by.staff_id, at
    if answer.approved_at is not None:
        answer.approved_by_id, answer.approved_at = by.staff_id, at
    told.history.note(entries.ANSWER_WRITTEN, by=by, at=at, parts=changed)


def _approved(told: ComplaintHistory, *, by: Actor, at: datetime) -> None:
    for answer in told.answers:
        answer.approved_by_id, answer.approved_at = by.staff_id, at


def draft_submitted(told: ComplaintHistory, finding: str, text: str, *, by: Actor, at: datetime) -> None:
    """The handler ended the investigation."""
    draft = Judgement(
        complaint=told.complaint, draft_finding=finding, draft_text=text, drafted_by_id=by.staff_id, drafted_at=at
    )
    told.judgements.append(draft)
    told.history.end("account", by=by, at=at)
    told.move(SUBMIT_DRAFT, entries.DRAFT_SUBMITTED, by=by, at=at, reason=text, judgement=draft)


def agreed(told: ComplaintHistory, *, by: Actor, at: datetime) -> None:
    """The coordinator agreed with the draft."""
    draft = told.judgements[-1]
    draft.decided_finding, draft.decided_at = draft.draft_finding, at
    _approved(told, by=by, at=at)
    told.move(AGREE, entries.AGREED, by=by, at=at, judgement=draft)


def differed(told: ComplaintHistory, finding: str, text: str, *, by: Actor, at: datetime) -> None:
    """The coordinator saw it otherwise."""
    draft = told.judgements[-1]
    draft.differs, draft.other_finding, draft.other_text = True, finding, text
    draft.differed_by_id, draft.differed_at = by.staff_id, at
    told.move(DIFFER, entries.DIFFERED, by=by, at=at, reason=text, judgement=draft)


def advised(told: ComplaintHistory, text: str, *, by: Actor, at: datetime) -> None:
    """The algemeen directeur gave advice."""
    draft = told.judgements[-1]
    draft.advice_text, draft.advised_by_id, draft.advised_at = text, by.staff_id, at
    told.move(ADVISE, entries.ADVISED, by=by, at=at, reason=text, judgement=draft)


def decided(told: ComplaintHistory, finding: str, reason: str, *, by: Actor, at: datetime) -> None:
    """The coordinator decided after the advice."""
    draft = told.judgements[-1]
    draft.decided_finding, draft.decided_at = finding, at
    _approved(told, by=by, at=at)
    told.move(DECIDE, entries.DECIDED, by=by, at=at, reason=reason, judgement=draft, finding=finding)


def proposed(told: ComplaintHistory, text: str, *, by: Actor, at: datetime) -> None:
    """The city proposed a solution."""
    answer_written(told, by=by, at=at, remedy=text)
    told.history.meet("answer", by=by, at=at)
    (deadline,) = told.history.start({"reaction": local_date(at)}, on=StartEvent.PROPOSAL, by=by, at=at)
    answer = proposal_words(told.complaint, told.points, told.texts(), frame=told.frame())
    message = told.letter("proposal", by=by, at=at, answer=answer, due_on=day_or_later(deadline.due_on))
    proposal = Proposal(
        complaint=told.complaint, text=text, message=message, sent_at=at, sent_by_id=by.staff_id, deadline=deadline
    )
    told.proposals.append(proposal)
    told.move(SEND_PROPOSAL, entries.PROPOSED, by=by, at=at, reason=text, proposal=proposal, message=message)


def reacted(told: ComplaintHistory, reaction: Reaction, text: str, *, by: Actor, at: datetime) -> None:
    """The complainant accepted or refused, or let the term pass."""
    proposal = told.proposals[-1]
    proposal.reaction, proposal.reaction_text, proposal.reacted_at = reaction, text, at
    row, entry = _REACTED[reaction]
    told.move(row, entry, by=by, at=at, reason=text, proposal=proposal)
    if reaction is Reaction.NONE:
        told.history.end("reaction", by=by, at=at)
    else:
        told.history.meet("reaction", by=by, at=at)


def reaction_passed(told: ComplaintHistory, *, at: datetime) -> None:
    """The term to react is over: the coordinator has the next move."""
    row = told.history.running("reaction")[-1]
    row.warned_on = local_date(at)
    told.show(at=at, waits_for=WaitsFor.COORDINATOR)
    told.history.note(entries.REACTION_PASSED, by=SYSTEM, at=at, deadline=row)


def concluded_with_letter(
    told: ComplaintHistory, finding: str, resolution: str, *, measures: str, learnt: str, by: Actor, at: datetime
) -> None:
    """Closed with a letter that says everything."""
    answer_written(told, by=by, at=at, remedy=measures, learnt=learnt)
    norms = list(dict.fromkeys(code for point in told.points for code in point.norms))
    complaint = told.complaint
    complaint.finding, complaint.resolution, complaint.norms = finding, resolution, norms
    complaint.measures, complaint.learnt = measures, learnt
    told.history.end(by=by, at=at)
    message = told.letter(
        "closing",
        by=by,
        at=at,
        answer=final_answer(
            complaint,
            told.points,
            told.texts(),
            frame=told.frame(),
            reaction=Reaction(told.proposals[-1].reaction),
            finding=label_of_finding(complaint, finding),
            resolution=rules_of(complaint).resolutions[resolution].label,
        ),
    )
    kept: dict[str, Any] = {"message": message, "finding": finding, "resolution": resolution, "norms": norms}
    told.move(CLOSE, entries.CLOSED, by=by, at=at, reason=measures, **kept)
