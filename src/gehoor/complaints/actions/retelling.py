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
from gehoor.complaints.answering_words import SATISFIED, WITHDRAWN, Texts
from gehoor.complaints.commitments import as_promised
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
    ADMIT,
    ASK_CLARIFICATION,
    ASSIGN_HANDLER,
    CLARIFY,
    REJECT,
    SATISFY,
    WITHDRAW,
    Move,
    Step,
)
from gehoor.complaints.promised import Commitment
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
from gehoor.dossiers.models import WorkItem
from gehoor.dossiers.wording import day_in_words
from gehoor.journal.entries import EntryType, salted
from gehoor.kernel.actors import SYSTEM, Actor
from gehoor.kernel.clock import local_date
from gehoor.organisation.models import Department, Staff
from gehoor.parties.models import Party
from gehoor.regulations.independence import FIRST_LINE

_CLARIFIED_TERMS = ("admissibility", "answer")


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
    commitments: list[Commitment] = field(default_factory=list)
    work: list[WorkItem] = field(default_factory=list)

    def texts(self) -> Texts:
        """What stands in the answer now."""
        promised = tuple(as_promised(row) for row in self.commitments)
        if not self.answers:
            return Texts(promised=promised)
        answer = self.answers[0]
        return Texts(answer.summary, answer.remedy, answer.outstanding, answer.learnt, promised=promised)

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


def told_late(told: ComplaintHistory, *, at: datetime) -> None:
    """The answer is late, and the complainant was told so."""
    row = told.history.running("answer")[-1]
    row.late_told_at = at
    fields = late_fields(told.complaint, [row], day=local_date(at))
    message = told.letter("complaint_late", by=SYSTEM, at=at, **fields)
    told.history.note(entries.TOLD_LATE, by=SYSTEM, at=at, deadline=row, message=message)


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
    WorkItem.objects.bulk_create(_each(complaints, "work"), batch_size=BATCH)
    Commitment.objects.bulk_create(_each(complaints, "commitments"), batch_size=BATCH)
    write_down(histories)


def _each(complaints: Sequence[ComplaintHistory], name: str) -> list[Any]:
    return [row for told in complaints for row in getattr(told, name)]
