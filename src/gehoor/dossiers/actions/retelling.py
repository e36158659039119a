"""Whole histories at once: dossiers that were lived elsewhere or never (a demo city, measuring, an older register).

A :class:`History` is told act by act, in memory, with the same rows and the same journal entries that the action of each act
writes; then many are stored together: some statements per thousand instead of a hundred per dossier. Nothing is sent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain as chained
from typing import TypeAlias, TypeVar

from django.db import models, transaction

from gehoor.correspondence.actions import CITY, Addressee, Author, keep_conversations, letter_sent
from gehoor.correspondence.models import Direction, Message, Thread
from gehoor.dossiers import entries
from gehoor.dossiers.actions.deadlines import deadline_rows, next_warning, show_due
from gehoor.dossiers.actions.first_line import ANSWER_TERMS, FIRST_LINE
from gehoor.dossiers.actions.intake import TERM_OF_KIND, Submission, dossier_row
from gehoor.dossiers.lifecycle import CLOSE_REASON_LABELS, CloseReason, Step, WaitsFor
from gehoor.dossiers.models import (
    Assignment,
    Bar,
    Contact,
    ContactDossier,
    Deadline,
    DeadlineChange,
    Dossier,
    FirstLineOffer,
    Participant,
)
from gehoor.dossiers.wording import day_in_words
from gehoor.journal.entries import EntryType, Value, dossier_chain
from gehoor.journal.record import Happening, record_histories
from gehoor.kernel.actors import SYSTEM, Actor
from gehoor.kernel.clock import local_date
from gehoor.organisation.models import Department, Staff
from gehoor.parties.actions import take_down_all
from gehoor.parties.models import Party
from gehoor.regulations.clock import Pause, reckon
from gehoor.regulations.queries import calendar_under, content_of
from gehoor.regulations.terms import StartEvent

Told: TypeAlias = Value | models.Model
"""What a journal entry will hold: a value, or a row whose key is not known yet."""
Row = TypeVar("Row", bound=models.Model)
BATCH = 1000


@dataclass
class History:
    """One dossier as it is being told. The rows have no keys yet and point to each other."""

    dossier: Dossier
    party: Party | None
    contact: Contact | None = None
    messages: list[Message] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    changes: list[DeadlineChange] = field(default_factory=list)
    offers: list[FirstLineOffer] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    facts: list[tuple[EntryType, Actor, datetime, Mapping[str, Told]]] = field(default_factory=list)

    @property
    def addressee(self) -> Addressee:
        """Who letters go to."""
        return Addressee("") if self.party is None else Addressee(self.party.name, self.party.email, self.party.address)

    def note(self, entry: EntryType, *, by: Actor, at: datetime, **payload: Told) -> None:
        """One more fact in the chain."""
        self.facts.append((entry, by, at, payload))

    def letter(self, code: str, *, at: datetime, author: Author = CITY, counted: bool = True, **fields: str) -> Message:
        """A letter that left in its time."""
        given = {"reference": self.dossier.reference, **fields}
        message = letter_sent(
            self.dossier.thread, code, given, to=self.addressee, at=at, author=author, body_id=self.dossier.body_id
        )
        self.messages.append(message)
        if counted:
            self._count()
        return message

    def hear(self, text: str, *, at: datetime, medium: str) -> Message:
        """What the reporter said."""
        name = self.dossier.reporter_name or "Anoniem"
        message = Message(
            thread=self.dossier.thread,
            direction=Direction.IN,
            medium=medium,
            author_name=name,
            body=text,
            at=at,
        )
        self.messages.append(message)
        return message

    def own(self, department: Department, staff: Staff | None, *, by: Actor, at: datetime) -> Assignment:
        """From now on this department (and person) answers for it."""
        if self.assignments:
            self.assignments[-1].ended_at = at
        by_id = by.id if by.is_staff else None
        row = Assignment(dossier=self.dossier, department=department, staff=staff, by_id=by_id, at=at)
        self.assignments.append(row)
        return row

    def start(
        self, terms: Mapping[str, date], *, by: Actor, at: datetime, on: StartEvent = StartEvent.RECEIPT
    ) -> list[Deadline]:
        """Start terms (code → day 0) because of ``on``, as the clock computes them."""
        rows = deadline_rows(self.dossier, terms, on=on, at=at)
        self.deadlines += rows
        for row in rows:
            self.note(
                entries.DEADLINE_STARTED,
                by=by,
                at=at,
                deadline=row,
                term=row.term,
                started_on=row.started_on,
                due_on=row.due_on,
            )
        return rows

    def running(self, *terms: str) -> list[Deadline]:
        """The deadlines of these terms (all when none is named) that are neither met nor ended."""
        found = [row for row in self.deadlines if row.met_on is None and row.ended_on is None]
        return [row for row in found if row.term in terms] if terms else found

    def meet(self, *terms: str, by: Actor, at: datetime) -> None:
        """What these terms asked for was done."""
        for row in self.running(*terms):
            self._resume(row, local_date(at))
            row.met_on = local_date(at)
            self.note(entries.DEADLINE_MET, by=by, at=at, deadline=row, term=row.term, met_on=row.met_on)

    def end(self, *terms: str, by: Actor, at: datetime) -> None:
        """These terms ask nothing any more."""
        for row in self.running(*terms):
            self._resume(row, local_date(at))
            row.ended_on = local_date(at)
            self.note(entries.DEADLINE_ENDED, by=by, at=at, deadline=row, term=row.term)

    def pause(self, term: str, *, reason: str, by: Actor, at: datetime) -> DeadlineChange | None:
        """Stop the clock of a term, where the regulation allows it."""
        rule = content_of(self.dossier.regulation_version_id).terms.get(term)
        rows = self.running(term)
        if rule is None or not rule.pauses.allowed or not rows:
            return None
        row = rows[-1]
        change = DeadlineChange(
            deadline=row,
            kind=DeadlineChange.Kind.PAUSE,
            start=local_date(at),
            reason=reason,
            by_id=by.id if by.is_staff else None,
            at=at,
        )
        row.due_on = row.warn_on = None
        self.changes.append(change)
        self.note(entries.DEADLINE_PAUSED, by=by, at=at, deadline=row, term=term, change=change)
        return change

    def resume(self, term: str, *, by: Actor, at: datetime) -> None:
        """Let the clock of a paused term run again."""
        for row in self.running(term):
            change = self._resume(row, local_date(at))
            if change is not None:
                self.note(entries.DEADLINE_RESUMED, by=by, at=at, deadline=row, term=term, change=change)
                moved: dict[str, Told] = {
                    "deadline": row,
                    "term": term,
                    "change": change,
                    "before": None,
                    "due_on": row.due_on,
                }
                self.note(entries.DEADLINE_MOVED, by=by, at=at, **moved)

    def _resume(self, row: Deadline, day: date) -> DeadlineChange | None:
        mine = [change for change in self.changes if change.deadline is row]
        still = [change for change in mine if change.until is None]
        if row.due_on is not None or not still:
            return None
        still[-1].until = day
        term = content_of(self.dossier.regulation_version_id).terms[row.term]
        pauses = [Pause(change.start, change.until, change.reason) for change in mine]
        calendar = calendar_under(self.dossier.body_id, self.dossier.regulation_version_id)
        row.due_on = reckon(term, row.started_on, calendar, pauses=pauses).due_on
        row.warn_on = next_warning(term, row.started_on, row.due_on, after=day)
        return still[-1]

    def move(self, step: Step, **columns: object) -> None:
        """Another step, with other columns of the row."""
        for name, value in {"step": step, **columns}.items():
            setattr(self.dossier, name, value)
        self.dossier.version += 1

    def _count(self) -> None:
        self.dossier.message_count += 1
        self.dossier.version += 1


def opened(
    submission: Submission,
    number: int,
    *,
    party: Party | None,
    department: Department,
    by: Actor,
    at: datetime,
    arises_from: Dossier | None = None,
) -> History:
    """A dossier with its first message, contact and owner; what ``intake.open_dossier`` stores."""
    dossier = dossier_row(
        submission, Thread(created_at=at), number, department, party, received_at=at, at=at, arises_from=arises_from
    )
    contact = Contact(
        medium=submission.medium,
        route=submission.route,
        party=party,
        received_at=at,
        registered_at=at,
        registered_by_id=by.id if by.is_staff else None,
    )
    history = History(dossier, party, contact)
    history.hear(submission.text, at=at, medium=submission.medium)
    history.own(department, None, by=by, at=at)
    return history


def received(
    submission: Submission, number: int, *, party: Party | None, point: Department, by: Actor, at: datetime
) -> History:
    """A question, melding, suggestion or compliment came in, and the reporter was told so."""
    history = opened(submission, number, party=party, department=point, by=by, at=at)
    dossier = history.dossier
    history.note(
        entries.RECEIVED,
        by=by,
        at=at,
        kind=dossier.kind,
        department=point.pk,
        medium=submission.medium,
        regulation_version=dossier.regulation_version_id,
    )
    term = "first_line" if submission.is_first_line else TERM_OF_KIND.get(submission.kind)
    rows = history.start({term: local_date(at)}, by=by, at=at) if term else []
    due_on = rows[0].due_on if rows else None
    promise = "We lezen je bericht en geven het aan de juiste dienst."
    if due_on is not None:
        promise = f"Je krijgt een antwoord, uiterlijk op {day_in_words(due_on)}."
    if due_on is not None and submission.is_first_line:
        promise = f"De dienst zoekt samen met jou een oplossing, uiterlijk op {day_in_words(due_on)}."
    history.letter("received", at=at, counted=False, what_next=promise)
    return history


def routed(history: History, department: Department, category_id: int | None, *, by: Actor, at: datetime) -> None:
    """The contact point gave it to a department."""
    columns = {"kind_confirmed": True, "department": department, "category_id": category_id}
    history.move(Step.ASSIGNED, waits_for=WaitsFor.DEPARTMENT, **columns)
    assignment = history.own(department, None, by=by, at=at)
    ids = {"department": department.pk, "category": category_id, "staff": None, "assignment": assignment}
    history.note(entries.ROUTED, by=by, at=at, kind=history.dossier.kind, **ids)


def returned(history: History, point: Department, reason: str, *, by: Actor, at: datetime) -> None:
    """The department said that it is not for them."""
    returns = history.dossier.returns + 1
    columns = {"department": point, "handler": None, "handler_name": "", "returns": returns}
    history.move(Step.RECEIVED, waits_for=WaitsFor.CONTACT_POINT, **columns)
    assignment = history.own(point, None, by=by, at=at)
    assignment.reason = reason
    history.note(entries.RETURNED, by=by, at=at, department=point.pk, assignment=assignment)


def taken_up(history: History, staff: Staff, *, by: Actor, at: datetime) -> None:
    """Somebody of the department works on it."""
    history.move(Step.IN_PROGRESS, handler=staff, handler_name=staff.name, waits_for=WaitsFor.DEPARTMENT)
    assignment = history.own(history.dossier.department, staff, by=by, at=at)
    history.note(entries.ASSIGNED, by=by, at=at, staff=staff.pk, assignment=assignment)


def asked(history: History, text: str, *, by: Actor, at: datetime) -> None:
    """The department asked the reporter something."""
    history.move(Step.WAITING_REPORTER, waits_for=WaitsFor.REPORTER)
    message = history.letter("message", at=at, author=_author(history, by), text=text)
    history.note(entries.MESSAGE_SENT, by=by, at=at, message=message, asks=True)


def heard_back(history: History, text: str, *, by: Actor, at: datetime, medium: str) -> None:
    """The reporter answered."""
    message = history.hear(text, at=at, medium=medium)
    history._count()
    history.note(entries.MESSAGE_RECEIVED, by=by, at=at, message=message, files=0)
    history.move(Step.IN_PROGRESS, waits_for=WaitsFor.DEPARTMENT)


def noted(history: History, text: str, *, by: Actor, at: datetime) -> None:
    """Somebody wrote a note for colleagues."""
    message = Message(
        thread=history.dossier.thread,
        direction=Direction.NOTE,
        author_id=by.id,
        author_name=by.name,
        author_title=by.name,
        body=text,
        at=at,
    )
    history.messages.append(message)
    history.note(entries.NOTE_ADDED, by=by, at=at, message=message)


def told_late(history: History, *, at: datetime) -> None:
    """The department let the first-line term pass, and the citizen was told so."""
    row = history.running("first_line")[-1]
    row.late_told_at = at
    due_on = "" if row.due_on is None else day_in_words(row.due_on)
    message = history.letter("first_line_late", at=at, department=history.dossier.department.name, due_on=due_on)
    history.note(entries.LATE_TOLD, by=SYSTEM, at=at, deadline=row, message=message)


def offered(history: History, text: str, *, by: Actor, at: datetime) -> FirstLineOffer:
    """The department answered or offered a solution."""
    history.move(Step.ANSWERED, waits_for=WaitsFor.REPORTER)
    message = history.letter("offer", at=at, author=_author(history, by), text=text)
    offer = FirstLineOffer(dossier=history.dossier, message=message, by_id=by.staff_id, at=at)
    history.offers.append(offer)
    history.note(entries.OFFERED, by=by, at=at, offer=offer, message=message)
    history.meet(*ANSWER_TERMS, by=by, at=at)
    return offer


def replied(history: History, *, solved: bool, text: str, by: Actor, at: datetime) -> None:
    """The reporter said whether the latest offer solves it."""
    offer = history.offers[-1]
    offer.reply = FirstLineOffer.Reply.SOLVED if solved else FirstLineOffer.Reply.NOT_SOLVED
    offer.reply_text, offer.replied_at = text, at
    if solved:
        history.note(entries.SOLVED, by=by, at=at, offer=offer)
        closed(history, CloseReason.SOLVED, by=by, at=at)
    else:
        history.note(entries.NOT_SOLVED, by=by, at=at, offer=offer)
        history.move(Step.IN_PROGRESS, waits_for=WaitsFor.DEPARTMENT, is_first_line=True)
        history.start({FIRST_LINE: local_date(at)}, by=by, at=at, on=StartEvent.FIRST_LINE)


def answered_and_closed(history: History, reason: CloseReason, text: str, *, by: Actor, at: datetime) -> None:
    """The department closed it with a letter."""
    label = CLOSE_REASON_LABELS[reason]
    history.letter("closed", at=at, author=_author(history, by), reason=label, text=text)
    history.meet(*ANSWER_TERMS, by=by, at=at)
    closed(history, reason, by=by, at=at)


def withdrawn(history: History, *, by: Actor, at: datetime) -> None:
    """The reporter does not need it any more."""
    history.note(entries.WITHDRAWN, by=by, at=at)
    closed(history, CloseReason.WITHDRAWN, by=by, at=at)


def closed(history: History, reason: CloseReason, *, by: Actor, at: datetime) -> None:
    """Closed; what still ran ends."""
    history.move(Step.CLOSED, closed_at=at, close_reason=reason.value, waits_for=WaitsFor.NOBODY)
    history.note(entries.CLOSED, by=by, at=at, reason=reason.value)
    history.end(by=by, at=at)


def barred(history: History, staff_id: int, *, code: str, reason: str, reading: bool, by: Actor, at: datetime) -> None:
    """This person may not handle it (and not see it)."""
    row = Bar(dossier=history.dossier, staff_id=staff_id, code=code, reason=reason[:400], reading=reading, since=at)
    history.bars.append(row)
    history.note(entries.BARRED, by=by, at=at, staff=staff_id, bar=row, code=code)


def _author(history: History, by: Actor) -> Author:
    return Author(by.name, history.dossier.department.name, by.id)


@transaction.atomic
def keep(histories: Sequence[History]) -> None:
    """Store the rows of many histories. Their facts follow with :func:`write_down`, when all rows they name have their keys."""
    for history in histories:
        show_due(history.dossier, history.running())
    parties = [history.party for history in histories if history.party is not None]
    take_down_all(list({id(party): party for party in parties if party.pk is None}.values()))
    keep_conversations([h.dossier.thread for h in histories], _all(h.messages for h in histories))
    Dossier.objects.bulk_create([h.dossier for h in histories if h.dossier.arises_from is None], batch_size=BATCH)
    Dossier.objects.bulk_create([h.dossier for h in histories if h.dossier.arises_from is not None], batch_size=BATCH)
    contacts = [h.contact for h in histories if h.contact is not None]
    Contact.objects.bulk_create(contacts, batch_size=BATCH)
    _store(ContactDossier, [ContactDossier(contact=h.contact, dossier=h.dossier, opened=True) for h in histories])
    reporter = Participant.Role.REPORTER
    _store(Participant, [Participant(dossier=h.dossier, party=h.party, role=reporter) for h in histories if h.party])
    _store(Assignment, _all(h.assignments for h in histories))
    _store(Deadline, _all(h.deadlines for h in histories))
    _store(DeadlineChange, _all(h.changes for h in histories))
    _store(FirstLineOffer, _all(h.offers for h in histories))
    _store(Bar, _all(h.bars for h in histories))


@transaction.atomic
def write_down(histories: Sequence[History]) -> None:
    """Write the journal of many stored histories, one chain each."""
    record_histories(
        {
            dossier_chain(history.dossier.pk): [
                Happening(entry, by, at, entry.payload({name: _known(value) for name, value in payload.items()}))
                for entry, by, at, payload in history.facts
            ]
            for history in histories
        }
    )


def _known(value: Told) -> Value:
    if not isinstance(value, models.Model):
        return value
    key: int = value.pk
    return key


def _all(lists: Iterable[list[Row]]) -> list[Row]:
    return list(chained.from_iterable(lists))


def _store(model: type[Row], rows: list[Row]) -> None:
    model._default_manager.bulk_create(rows, batch_size=BATCH)
