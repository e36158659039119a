"""Starting, meeting and ending due dates. The computing is ``regulations.clock``; here the facts are kept."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TypeAlias

from gehoor.dossiers import entries
from gehoor.dossiers.clocks import reckoning_of
from gehoor.dossiers.models import Deadline, DeadlineChange, Dossier, WorkItem
from gehoor.journal.entries import EntryType, Value, dossier_chain
from gehoor.journal.record import record_all
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import RuleViolation
from gehoor.regulations.clock import holds, reckon, warning_days
from gehoor.regulations.queries import calendar_under, content_of
from gehoor.regulations.terms import LATER_EVENTS, StartEvent, Term, along_with, begun_by, is_for_the_ombudsman

Fact: TypeAlias = tuple[EntryType, Mapping[str, Value]]

_AT_REGISTRATION = frozenset({StartEvent.REGISTRATION, StartEvent.ACKNOWLEDGEMENT})
"""The acknowledgement leaves when the complaint is registered."""

_NOT_THE_CITYS = frozenset({"reaction"})
"""The complainant's own term: nobody of the city is warned of it."""

_DONE_WITH = "De termijn loopt niet meer."


def new_deadlines(dossier: Dossier, started: dict[str, date]) -> tuple[list[Deadline], list[Fact]]:
    """Store the deadlines of these terms (code → first day, day 0) and return them with the facts to record.

    A term that the regulation does not have is skipped. One statement.
    """
    rows = deadline_rows(dossier, started)
    Deadline.objects.bulk_create(rows)
    return rows, [started_fact(row) for row in rows]


def deadline_rows(
    dossier: Dossier, started: Mapping[str, date], *, on: StartEvent = StartEvent.RECEIPT, at: datetime | None = None
) -> list[Deadline]:
    """The deadlines of these terms as the clock computes them, with those beside them, not stored yet. No statement.

    ``on``: what happened; a term that waits for something else is left out. One that counts from the registration does so. The
    terms of a later treatment begin when they are asked for by name: its events are those of that treatment.
    """
    content = content_of(dossier.regulation_version_id)
    terms, later = content.terms, content.later_terms
    calendar = calendar_under(dossier.body_id, dossier.regulation_version_id)
    rows: list[Deadline] = []
    for code, day in started.items():
        for term in (terms[name] for name in along_with(terms, [code])):
            if term.code in later:
                if term.code != code:
                    continue
            elif term.start in LATER_EVENTS and term.start is not on:
                continue
            registers = term.start in _AT_REGISTRATION and term.code not in later
            started_on = local_date(dossier.registered_at) if registers else day
            due_on = reckon(term, started_on, calendar).due_on
            rows.append(
                Deadline(
                    dossier=dossier,
                    term=term.code,
                    label=term.what,
                    binding=term.binding,
                    started_on=started_on,
                    due_on=due_on,
                    warn_on=next_warning(term, started_on, due_on, after=started_on),
                    reckoned_at=at or dossier.registered_at,
                )
            )
    return rows


def next_warning(term: Term, started_on: date, due_on: date | None, *, after: date) -> date | None:
    """The first day after this one on which the deadline asks for a warning; None when there is none, or no date."""
    if due_on is None or term.code in _NOT_THE_CITYS:
        return None
    return next((day for day in warning_days(term, started_on, due_on) if day > after), None)


def started_fact(row: Deadline) -> Fact:
    """The journal entry of a stored deadline that begins."""
    payload: dict[str, Value] = {
        "deadline": row.pk,
        "term": row.term,
        "started_on": row.started_on,
        "due_on": row.due_on,
    }
    return entries.DEADLINE_STARTED, payload


def met_fact(row: Deadline) -> Fact:
    """The journal entry of a stored deadline that was met."""
    return entries.DEADLINE_MET, {"deadline": row.pk, "term": row.term, "met_on": row.met_on}


def start_deadline(
    dossier: Dossier,
    code: str,
    *,
    by: Actor,
    at: datetime,
    on: StartEvent = StartEvent.RECEIPT,
) -> Deadline:
    """Start one term today, because of ``on``. Raises RuleViolation when the regulation does not have it."""
    rows = deadline_rows(dossier, {code: local_date(at)}, on=on, at=at)
    Deadline.objects.bulk_create(rows)
    facts = [started_fact(row) for row in rows]
    if not rows:
        raise RuleViolation(f"Het reglement van dit dossier kent de termijn {code} niet.")
    record_all(facts, dossier_chain(dossier.pk), by=by, at=at)
    refresh_due(dossier)
    return rows[0]


def begin_terms(dossier: Dossier, event: StartEvent, *, by: Actor, at: datetime) -> list[Deadline]:
    """Start every term of a complaint that counts from this event and did not start yet. No statement when there is none."""
    content = content_of(dossier.regulation_version_id)
    codes = [code for code in begun_by(content.terms, event) if code not in content.later_terms]
    if not codes:
        return []
    there = set(Deadline.objects.filter(dossier=dossier, term__in=codes).values_list("term", flat=True))
    today = local_date(at)
    rows = [
        row
        for code in codes
        if code not in there
        for row in deadline_rows(dossier, {code: today}, on=event, at=at)
        if row.term == code
    ]
    begin_rows(dossier, rows, by=by, at=at)
    return rows


def begin_rows(dossier: Dossier, rows: Sequence[Deadline], *, by: Actor, at: datetime) -> None:
    """Store these new deadlines and write them down. No statement when there is none."""
    if rows:
        Deadline.objects.bulk_create(rows)
        record_all([started_fact(row) for row in rows], dossier_chain(dossier.pk), by=by, at=at)
        refresh_due(dossier)


def end_other_branch(dossier: Dossier, *, admissible: bool, by: Actor, at: datetime) -> None:
    """The terms that only held for the other answer to "is it admissible" ask nothing any more."""
    terms = content_of(dossier.regulation_version_id).terms
    codes = [code for code, term in terms.items() if not holds(term, admissible=admissible)]
    if codes:
        end(dossier, *codes, by=by, at=at)


def running(dossier: Dossier, *codes: str) -> list[Deadline]:
    """The deadlines of these terms, and of those beside them, that are neither met nor ended."""
    found = Deadline.objects.filter(dossier=dossier, met_on=None, ended_on=None)
    if not codes:
        return list(found)
    return list(found.filter(term__in=along_with(content_of(dossier.regulation_version_id).terms, codes)))


def meet(dossier: Dossier, *codes: str, by: Actor, at: datetime) -> None:
    """What these terms asked for was done today. A pause that is still open ends."""
    _finish(dossier, running(dossier, *codes), "met_on", entries.DEADLINE_MET, by=by, at=at)


def meet_rows(dossier: Dossier, rows: Sequence[Deadline], *, by: Actor, at: datetime) -> None:
    """What these deadlines asked for was done today."""
    _finish(dossier, rows, "met_on", entries.DEADLINE_MET, by=by, at=at)


def end(dossier: Dossier, *codes: str, by: Actor, at: datetime) -> None:
    """These terms (all running ones when none is named) ask nothing any more. What the city owes the ombudsman outlives the rest."""
    rows = running(dossier, *codes)
    if not codes:
        terms = content_of(dossier.regulation_version_id).terms
        rows = [row for row in rows if not is_for_the_ombudsman(terms[row.term])]
    end_rows(dossier, rows, by=by, at=at)


def end_rows(dossier: Dossier, rows: Sequence[Deadline], *, by: Actor, at: datetime) -> None:
    """These deadlines ask nothing any more."""
    _finish(dossier, rows, "ended_on", entries.DEADLINE_ENDED, by=by, at=at)


def _finish(
    dossier: Dossier, rows: Sequence[Deadline], field: str, entry: EntryType, *, by: Actor, at: datetime
) -> None:
    if not rows:
        return
    today = local_date(at)
    facts: list[Fact] = []
    for row in rows:
        if row.due_on is None:
            DeadlineChange.objects.filter(deadline=row, kind=DeadlineChange.Kind.PAUSE, until=None).update(until=today)
            row.due_on, row.reckoned_at = reckoning_of(row, dossier).due_on, at
        setattr(row, field, today)
        row.save(update_fields=["due_on", "reckoned_at", field])
        ended: dict[str, Value] = {"deadline": row.pk, "term": row.term}
        facts.append(met_fact(row) if entry is entries.DEADLINE_MET else (entry, ended))
    facts += _warnings_done(rows, at=at)
    record_all(facts, dossier_chain(dossier.pk), by=by, at=at)
    refresh_due(dossier)


def _warnings_done(rows: Sequence[Deadline], *, at: datetime) -> list[Fact]:
    """The tasks that warned of these deadlines are done with them. No statement when nobody can have been warned."""
    today = local_date(at)
    warned = [row.pk for row in rows if row.warn_on is None or row.warn_on <= today or row.warned_on]
    if not warned:
        return []
    items = list(WorkItem.objects.filter(deadline__in=warned, done_at=None))
    WorkItem.objects.filter(pk__in=[item.pk for item in items]).update(done_at=at, outcome=_DONE_WITH)
    return [(entries.WORK_DONE, {"work_item": item.pk}) for item in items]


def refresh_due(dossier: Dossier) -> None:
    """Write the nearest due date on the dossier's row, for lists."""
    store_due(dossier, running(dossier))


def store_due(dossier: Dossier, rows: Sequence[Deadline]) -> None:
    """Write the nearest date of these running deadlines on the dossier's row. One statement."""
    show_due(dossier, rows)
    Dossier.objects.filter(pk=dossier.pk).update(due_on=dossier.due_on, is_paused=dossier.is_paused)


def show_due(dossier: Dossier, rows: Sequence[Deadline]) -> None:
    """What lists show of these running deadlines, on the row in hand. No statement."""
    rows = [row for row in rows if row.term != "reaction"]
    dates = [row.due_on for row in rows if row.due_on is not None]
    dossier.due_on = min(dates, default=None)
    dossier.is_paused = bool(rows) and not dates
