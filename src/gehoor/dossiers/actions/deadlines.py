"""Starting, meeting and moving due dates. The computing is ``regulations.clock``; here the facts are kept."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TypeAlias

from gehoor.dossiers import entries
from gehoor.dossiers.clocks import reckoning_of
from gehoor.dossiers.models import Deadline, DeadlineChange, Dossier
from gehoor.journal.entries import EntryType, Value, dossier_chain
from gehoor.journal.record import record_all
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import RuleViolation
from gehoor.regulations.clock import reckon
from gehoor.regulations.queries import calendar_of, content_of

Fact: TypeAlias = tuple[EntryType, Mapping[str, Value]]


def new_deadlines(dossier: Dossier, started: dict[str, date]) -> tuple[list[Deadline], list[Fact]]:
    """Store the deadlines of these terms (code → first day, day 0) and return them with the facts to record.

    A term that the regulation does not have is skipped. One statement.
    """
    rows = deadline_rows(dossier, started)
    Deadline.objects.bulk_create(rows)
    return rows, [started_fact(row) for row in rows]


def deadline_rows(dossier: Dossier, started: Mapping[str, date]) -> list[Deadline]:
    """The deadlines of these terms as the clock computes them, not stored yet. No statement."""
    content = content_of(dossier.regulation_version_id)
    calendar = calendar_of(dossier.body_id)
    rows: list[Deadline] = []
    for code, started_on in started.items():
        term = content.terms.get(code)
        if term is None:
            continue
        due_on = reckon(term, started_on, calendar).due_on
        rows.append(
            Deadline(
                dossier=dossier,
                term=code,
                label=term.what,
                binding=term.binding,
                started_on=started_on,
                due_on=due_on,
            )
        )
    return rows


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


def start_deadline(dossier: Dossier, code: str, *, by: Actor, at: datetime, started_on: date | None = None) -> Deadline:
    """Start one term. Raises RuleViolation when the regulation does not have it."""
    rows, facts = new_deadlines(dossier, {code: started_on or local_date(at)})
    if not rows:
        raise RuleViolation(f"Het reglement van dit dossier kent de termijn {code} niet.")
    record_all(facts, dossier_chain(dossier.pk), by=by, at=at)
    refresh_due(dossier)
    return rows[0]


def running(dossier: Dossier, *codes: str) -> list[Deadline]:
    """The deadlines of these terms that are neither met nor ended."""
    found = Deadline.objects.filter(dossier=dossier, met_on=None, ended_on=None)
    return list(found.filter(term__in=codes) if codes else found)


def meet(dossier: Dossier, *codes: str, by: Actor, at: datetime) -> None:
    """What these terms asked for was done today. A pause that is still open ends."""
    _finish(dossier, running(dossier, *codes), "met_on", entries.DEADLINE_MET, by=by, at=at)


def end(dossier: Dossier, *codes: str, by: Actor, at: datetime) -> None:
    """These terms (all running ones when none is named) ask nothing any more."""
    _finish(dossier, running(dossier, *codes), "ended_on", entries.DEADLINE_ENDED, by=by, at=at)


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
            row.due_on = reckoning_of(row, dossier).due_on
        setattr(row, field, today)
        row.save(update_fields=["due_on", field])
        ended: dict[str, Value] = {"deadline": row.pk, "term": row.term}
        facts.append(met_fact(row) if entry is entries.DEADLINE_MET else (entry, ended))
    record_all(facts, dossier_chain(dossier.pk), by=by, at=at)
    refresh_due(dossier)


def pause(dossier: Dossier, code: str, *, reason: str, by: Actor, at: datetime) -> DeadlineChange | None:
    """Stop the clock of a term from today, where the regulation allows a pause; None when it does not."""
    term = content_of(dossier.regulation_version_id).terms.get(code)
    rows = running(dossier, code)
    if term is None or not term.pauses.allowed or not rows or rows[-1].due_on is None:
        return None
    row = rows[-1]
    change = DeadlineChange.objects.create(
        deadline=row,
        kind=DeadlineChange.Kind.PAUSE,
        start=local_date(at),
        reason=reason,
        by_id=by.id if by.is_staff else None,
        at=at,
    )
    Deadline.objects.filter(pk=row.pk).update(due_on=None)
    facts: list[Fact] = [(entries.DEADLINE_PAUSED, {"deadline": row.pk, "term": code, "change": change.pk})]
    record_all(facts, dossier_chain(dossier.pk), by=by, at=at)
    refresh_due(dossier)
    return change


def resume(dossier: Dossier, code: str, *, by: Actor, at: datetime) -> None:
    """Let the clock of a paused term run again from today."""
    for row in running(dossier, code):
        open_pauses = DeadlineChange.objects.filter(deadline=row, kind=DeadlineChange.Kind.PAUSE, until=None)
        change = open_pauses.first()
        if change is None:
            continue
        open_pauses.update(until=local_date(at))
        recompute(row, dossier, change=change, by=by, at=at)


def extend(dossier: Dossier, code: str, *, amount: int, reason: str, by: Actor, at: datetime) -> Deadline:
    """Extend a running term as far as the regulation allows; raises RuleViolation when it does not."""
    term = content_of(dossier.regulation_version_id).terms.get(code)
    rows = running(dossier, code)
    if term is None or not rows or not term.extension.allowed:
        raise RuleViolation("Het reglement laat niet toe om deze termijn te verlengen.")
    if not reason.strip():
        raise RuleViolation("Geef een reden voor de verlenging.", field="reason")
    row = rows[-1]
    done = DeadlineChange.objects.filter(deadline=row, kind=DeadlineChange.Kind.EXTEND, taken_back_on=None).count()
    if term.extension.max_count is not None and done >= term.extension.max_count:
        raise RuleViolation("Deze termijn mag niet nog eens verlengd worden.")
    if not term.extension.open_ended and term.extension.amount is not None and amount > term.extension.amount:
        raise RuleViolation(f"De verlenging mag hoogstens {term.extension.amount} lang zijn.", field="amount")
    change = DeadlineChange.objects.create(
        deadline=row,
        kind=DeadlineChange.Kind.EXTEND,
        start=local_date(at),
        amount=amount,
        unit=(term.extension.unit or term.unit).value,
        reason=reason,
        by_id=by.id if by.is_staff else None,
        at=at,
    )
    recompute(row, dossier, change=change, by=by, at=at)
    return row


def recompute(
    row: Deadline, dossier: Dossier, *, by: Actor, at: datetime, change: DeadlineChange | None = None
) -> None:
    """Store what the clock says now and record the move when the date moved."""
    before, due_on = row.due_on, reckoning_of(row, dossier).due_on
    if before == due_on:
        return
    row.due_on = due_on
    row.save(update_fields=["due_on"])
    payload: dict[str, Value] = {
        "deadline": row.pk,
        "term": row.term,
        "change": None if change is None else change.pk,
        "before": before,
        "due_on": due_on,
    }
    record_all([(entries.DEADLINE_MOVED, payload)], dossier_chain(dossier.pk), by=by, at=at)
    refresh_due(dossier)


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
