"""Whole complaints at once, told afterwards: the same rows and entries that the action of each act writes.

Builds on ``dossiers.actions.retelling``. Who tells picks people who are independent; the database's guards check the rest.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex
from typing import Any

from django.db import transaction

from gehoor.complaints import entries
from gehoor.complaints.actions.filing import TERMS
from gehoor.complaints.actions.handling import DECLARED
from gehoor.complaints.actions.moving import shown_in_lists
from gehoor.complaints.answer import Frame, stage_of
from gehoor.complaints.answering_words import SATISFIED, WITHDRAWN, Texts, final_answer, label_of_finding
from gehoor.complaints.answering_words import proposal as proposal_words
from gehoor.complaints.conflicts import ACCOUNT
from gehoor.complaints.lateness import late_fields
from gehoor.complaints.models import (
    Account,
    Answer,
    Complaint,
    Decision,
    Declaration,
    Grievance,
    Judgement,
    Proposal,
)
from gehoor.complaints.procedure import (
    ACCEPT,
    ADMIT,
    ADVISE,
    AGREE,
    ASK_CLARIFICATION,
    ASSIGN_HANDLER,
    CLARIFY,
    CLOSE,
    DECIDE,
    DIFFER,
    NO_REACTION,
    REFUSE,
    REJECT,
    SATISFY,
    SEND_PROPOSAL,
    SUBMIT_DRAFT,
    WITHDRAW,
    Move,
    Reaction,
    Step,
)
from gehoor.complaints.wording import (
    day_or_later,
    grounds_in_words,
    refer_to,
    rules_of,
    second_line,
)
from gehoor.correspondence.actions import CITY, Author
from gehoor.correspondence.letters import letter
from gehoor.correspondence.models import Message
from gehoor.dossiers.actions.intake import Submission
from gehoor.dossiers.actions.retelling import BATCH, History, Told, closed, keep, opened, write_down
from gehoor.dossiers.actions.retelling import barred as dossier_barred
from gehoor.dossiers.lifecycle import CloseReason, WaitsFor
from gehoor.dossiers.wording import day_in_words
from gehoor.journal.entries import EntryType, salted
from gehoor.kernel.actors import SYSTEM, Actor
from gehoor.kernel.clock import local_date
from gehoor.organisation.models import Department, Staff
from gehoor.parties.models import Party
from gehoor.regulations.independence import FIRST_LINE
from gehoor.regulations.terms import StartEvent

_CLARIFIED_TERMS = ("admissibility", "answer")
_REACTED = {
    Reaction.ACCEPTED: (ACCEPT, entries.ACCEPTED),
    Reaction.REFUSED: (REFUSE, entries.REFUSED),
    Reaction.NONE: (NO_REACTION, entries.NO_REACTION),
}


@dataclass
class ComplaintHistory:
    """One complaint as it is being told, on the history of its dossier."""

    history: History
    complaint: Complaint
    handler: Staff | None = None
    points: list[Grievance] = field(default_factory=list)
    declarations: list[Declaration] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    judgements: list[Judgement] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    def texts(self) -> Texts:
        """What stands in the answer now."""
        if not self.answers:
            return Texts()
        answer = self.answers[0]
        return Texts(answer.summary, answer.remedy, answer.outstanding, answer.learnt)

    def frame(self) -> Frame:
        """What its letters bring by themselves."""
        started = {row.term: row.due_on for row in self.history.deadlines}
        handler = "" if self.handler is None else self.handler.name
        return Frame(stage_of(rules_of(self.complaint), started), handler, started.get("answer"))

    def letter(self, code: str, *, by: Actor, at: datetime, **fields: str) -> Message:
        """A letter to the complainant, with the second line where it must be named."""
        if letter(code).names_second_line:
            fields["second_line"] = second_line(self.complaint, day=local_date(at))
        author = CITY
        if by.is_staff:
            mine = self.handler is not None and by.id == self.handler.pk
            author = Author(by.name, "onderzoekt je klacht" if mine else "klachtencoördinatie", by.id)
        given: dict[str, Any] = {**fields}
        return self.history.letter(code, at=at, author=author, **given)

    def move(
        self,
        row: Move,
        entry: EntryType,
        *,
        by: Actor,
        at: datetime,
        reason: str = "",
        grounds: Collection[str] = (),
        refer: str = "",
        **payload: Any,
    ) -> None:
        """One move along the table, with its decision and its entry."""
        decision = Decision(
            complaint=self.complaint,
            move=row.name,
            grounds=list(grounds),
            reason=reason,
            refer_to=refer,
            by_id=by.id if by.is_staff else None,
            by_name=by.name or self.history.dossier.reporter_name,
            at=at,
            salt=token_hex(16),
        )
        self.decisions.append(decision)
        self.step(row, at=at)
        kept: Mapping[str, Told] = {
            "decision": decision,
            "reason_hash": salted(reason, decision.salt) if reason else None,
        }
        if grounds:
            payload["grounds"] = list(grounds)
        self.history.note(entry, by=by, at=at, step=row.to_step, **kept, **payload)

    def step(self, row: Move, *, at: datetime) -> None:
        """The step itself, and what lists show of it."""
        self.complaint.step = row.to_step
        if row.to_step is Step.CLOSED:
            self.complaint.closed_at = at
            self.complaint.outcome = "" if row.outcome is None else row.outcome.value
        self.show(at=at)

    def show(self, *, at: datetime, waits_for: WaitsFor | None = None) -> None:
        """What lists show of the complaint as it stands."""
        columns = shown_in_lists(Step(self.complaint.step), self.handler, at=at, waits_for=waits_for)
        self.history.move(columns.pop("step", self.history.dossier.step), **columns)


def lodged(
    submission: Submission,
    number: int,
    *,
    party: Party,
    owner: Department,
    coordinator: Staff,
    by: Actor,
    at: datetime,
    first_line: History | None = None,
) -> ComplaintHistory:
    """A complaint came in (or arose from a first-line dossier), and the complainant was told so."""
    arises_from = None if first_line is None else first_line.dossier
    history = opened(submission, number, party=party, department=owner, by=by, at=at, arises_from=arises_from)
    concerned = submission.concerned_department_id
    complaint = Complaint(
        dossier=history.dossier, concerned_department_id=concerned, coordinator=coordinator, acknowledged_at=at
    )
    told = ComplaintHistory(history, complaint)
    history.note(
        entries.LODGED,
        by=by,
        at=at,
        step=Step.ADMISSIBILITY,
        department=owner.pk,
        concerned=concerned,
        medium=submission.medium,
        regulation_version=history.dossier.regulation_version_id,
        arises_from=arises_from,
    )
    point_added(told, submission.text, by=by, at=at)
    received_on = local_date(at)
    due = {row.term: row.due_on for row in history.start(dict.fromkeys(TERMS, received_on), by=by, at=at)}
    if first_line is not None:
        _arose(told, first_line, by=by, at=at)
    history.note(entries.COORDINATOR_CHOSEN, by=by, at=at, staff=coordinator.pk, before=None)
    message = told.letter(
        "complaint_acknowledged",
        by=by,
        at=at,
        received_on=day_in_words(received_on),
        admissibility_due=day_or_later(due.get("admissibility")),
        answer_due=day_or_later(due.get("answer")),
    )
    history.note(entries.ACKNOWLEDGED, by=by, at=at, message=message)
    history.meet("acknowledgement", by=by, at=at)
    told.show(at=at)
    return told


def _arose(told: ComplaintHistory, first_line: History, *, by: Actor, at: datetime) -> None:
    first_line.note(entries.BECAME_COMPLAINT, by=by, at=at, complaint=told.history.dossier)
    closed(first_line, CloseReason.COMPLAINT, by=by, at=at)
    for staff_id in sorted(first_line_of(first_line)):
        why = "Werkte mee aan de eerste lijn van deze zaak (art. II.86: niet betrokken bij de feiten)."
        dossier_barred(told.history, staff_id, code=FIRST_LINE, reason=why, reading=True, by=by, at=at)


def first_line_of(history: History) -> set[int]:
    """Everybody (staff ids) who was assigned to, wrote or offered something in a first line: never the handler."""
    people = {row.staff_id for row in history.assignments}
    people |= {row.by_id for row in history.offers} | {row.author_id for row in history.messages}
    return {pk for pk in people if pk is not None}


def point_added(told: ComplaintHistory, text: str, *, by: Actor, at: datetime) -> None:
    """One numbered point more."""
    point = Grievance(complaint=told.complaint, number=len(told.points) + 1, text=text)
    told.points.append(point)
    told.history.note(entries.GRIEVANCE_ADDED, by=by, at=at, grievance=point, number=point.number)


def clarification_asked(told: ComplaintHistory, question: str, *, by: Actor, at: datetime) -> None:
    """The coordinator asked what is missing; the clocks stop where the regulation lets them."""
    why = "We vroegen verduidelijking."
    changes = [told.history.pause(term, reason=why, by=by, at=at) for term in _CLARIFIED_TERMS]
    stopped = [change for change in changes if change is not None]
    said = (
        "Zolang we op je antwoord wachten, staat onze klok stil. Ze loopt verder op de dag dat je antwoordt."
        if stopped
        else "Onze termijn loopt intussen verder."
    )
    message = told.letter("clarification_asked", by=by, at=at, text=question, clock_note=said)
    for change in stopped:
        change.notice = message
    told.move(
        ASK_CLARIFICATION,
        entries.CLARIFICATION_ASKED,
        by=by,
        at=at,
        reason=question,
        message=message,
        paused=bool(stopped),
    )


def clarified(told: ComplaintHistory, text: str, *, by: Actor, at: datetime, medium: str) -> None:
    """The complainant explained; the clocks go on."""
    message = told.history.hear(text, at=at, medium=medium)
    told.history.dossier.message_count += 1
    for term in _CLARIFIED_TERMS:
        told.history.resume(term, by=by, at=at)
    told.step(CLARIFY, at=at)
    told.history.note(entries.CLARIFIED, by=by, at=at, step=Step.ADMISSIBILITY, message=message)


def admitted(told: ComplaintHistory, reason: str, *, by: Actor, at: datetime) -> None:
    """Admissible."""
    told.complaint.admitted_at = at
    told.history.meet("admissibility", by=by, at=at)
    running = told.history.running("answer")
    due = day_or_later(running[0].due_on if running else None)
    message = told.letter("admitted", by=by, at=at, text=reason, answer_due=due)
    told.move(ADMIT, entries.ADMITTED, by=by, at=at, reason=reason, message=message)


def rejected(told: ComplaintHistory, ground: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Inadmissible, on a ground of the regulation; closed."""
    told.history.meet("admissibility", by=by, at=at)
    told.history.end(by=by, at=at)
    place = refer_to(told.complaint, [ground])
    words = grounds_in_words(told.complaint, [ground])
    message = told.letter("rejected", by=by, at=at, grounds=words, text=reason, refer_to=place)
    told.move(REJECT, entries.REJECTED, by=by, at=at, reason=reason, grounds=[ground], refer=place, message=message)


def handler_assigned(told: ComplaintHistory, staff: Staff, handler: Actor, *, by: Actor, at: datetime) -> None:
    """Somebody independent investigates, and signs not to be involved."""
    told.complaint.handler, told.handler = staff, staff
    told.move(ASSIGN_HANDLER, entries.HANDLER_ASSIGNED, by=by, at=at, staff=staff.pk)
    kind = Declaration.Kind.NOT_INVOLVED
    row = Declaration(complaint=told.complaint, staff=staff, kind=kind, text=DECLARED, at=at)
    told.declarations.append(row)
    told.history.note(entries.NOT_INVOLVED, by=handler, at=at, declaration=row, staff=staff.pk)


def account_asked(told: ComplaintHistory, department: Department, question: str, *, by: Actor, at: datetime) -> None:
    """The department was asked for its side."""
    (deadline,) = told.history.start({"account": local_date(at)}, by=by, at=at)
    account = Account(
        complaint=told.complaint,
        department=department,
        question=question,
        asked_by_id=by.staff_id,
        asked_at=at,
        deadline=deadline,
    )
    told.accounts.append(account)
    told.history.note(entries.ACCOUNT_ASKED, by=by, at=at, account=account, department=department.pk)


def account_given(told: ComplaintHistory, text: str, *, by: Actor, at: datetime) -> None:
    """The department gave its side; who did cannot handle the complaint any more."""
    account = told.accounts[-1]
    account.answer, account.answered_by_id, account.answered_at = text, by.staff_id, at
    told.history.note(entries.ACCOUNT_GIVEN, by=by, at=at, account=account)
    told.history.meet("account", by=by, at=at)
    why = "Gaf in deze klacht het relaas van de dienst."
    dossier_barred(told.history, by.staff_id, code=ACCOUNT, reason=why, reading=False, by=by, at=at)


def point_answered(
    told: ComplaintHistory,
    number: int,
    finding: str,
    reasons: str,
    *,
    norms: Sequence[str],
    measure: str,
    by: Actor,
    at: datetime,
) -> None:
    """A point got its finding, with reasons."""
    point = told.points[number - 1]
    point.finding, point.norms, point.measure, point.reasons = finding, list(norms), measure, reasons
    point.decided_by_id, point.decided_at = by.staff_id, at
    kept: dict[str, Told] = {"number": number, "finding": finding, "norms": list(norms)}
    told.history.note(entries.GRIEVANCE_ANSWERED, by=by, at=at, grievance=point, **kept)


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


def told_late(told: ComplaintHistory, *, at: datetime) -> None:
    """The answer is late, and the complainant was told so."""
    row = told.history.running("answer")[-1]
    row.late_told_at = at
    fields = late_fields(told.complaint, [row], day=local_date(at))
    message = told.letter("complaint_late", by=SYSTEM, at=at, **fields)
    told.history.note(entries.TOLD_LATE, by=SYSTEM, at=at, deadline=row, message=message)


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


def stopped(told: ComplaintHistory, *, satisfied: bool, by: Actor, at: datetime) -> None:
    """The complainant took it back, or is satisfied before the end."""
    row, entry = (SATISFY, entries.SATISFIED) if satisfied else (WITHDRAW, entries.WITHDRAWN)
    told.history.end(by=by, at=at)
    text = SATISFIED if satisfied else WITHDRAWN
    message = told.letter("complaint_stopped", by=by, at=at, text=text)
    told.move(row, entry, by=by, at=at, message=message)


@transaction.atomic
def retell(histories: Sequence[History], complaints: Sequence[ComplaintHistory]) -> None:
    """Store many histories and the complaints among them; ``histories`` holds those of the complaints too."""
    keep(histories)
    for told in complaints:
        told.complaint.pk = told.history.dossier.pk
    Complaint.objects.bulk_create([told.complaint for told in complaints], batch_size=BATCH)
    Grievance.objects.bulk_create(_each(complaints, "points"), batch_size=BATCH)
    Declaration.objects.bulk_create(_each(complaints, "declarations"), batch_size=BATCH)
    Account.objects.bulk_create(_each(complaints, "accounts"), batch_size=BATCH)
    Decision.objects.bulk_create(_each(complaints, "decisions"), batch_size=BATCH)
    Judgement.objects.bulk_create(_each(complaints, "judgements"), batch_size=BATCH)
    Proposal.objects.bulk_create(_each(complaints, "proposals"), batch_size=BATCH)
    Answer.objects.bulk_create(_each(complaints, "answers"), batch_size=BATCH)
    write_down(histories)


def _each(complaints: Sequence[ComplaintHistory], name: str) -> list[Any]:
    return [row for told in complaints for row in getattr(told, name)]
