"""What moves a due date: pauses, extensions, beginning again. Each is a row; the date is recomputed from all of them.

Who may is asked by the caller; whether the regulation allows it, and whether the term still runs, here. Every function raises
RuleViolation with a sentence for the screen.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import QuerySet

from gehoor.correspondence.models import Message
from gehoor.dossiers import entries
from gehoor.dossiers.actions.deadlines import Fact, next_warning, refresh_due, running
from gehoor.dossiers.clocks import reckoning_of, with_changes
from gehoor.dossiers.lifecycle import Step
from gehoor.dossiers.models import Deadline, DeadlineChange, Dossier
from gehoor.dossiers.wording import day_in_words
from gehoor.journal.entries import Value, dossier_chain
from gehoor.journal.record import record, record_all
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import Conflict, InvalidInput, RuleViolation
from gehoor.regulations.clock import why_not_longer
from gehoor.regulations.queries import content_of
from gehoor.regulations.terms import CLARIFICATION, PAUSE_REASONS, StartEvent, Term

_PAUSE = DeadlineChange.Kind.PAUSE
LONGEST_REASON = 500
FARTHEST_YEARS = 3


def terms_of(dossier: Dossier) -> Mapping[str, Term]:
    """The terms of the regulation that a dossier keeps, by code."""
    return content_of(dossier.regulation_version_id).terms


def _running(dossier: Dossier, code: str) -> Deadline:
    rows = [row for row in running(dossier, code) if row.term == code]
    if not rows:
        raise RuleViolation("Deze termijn loopt niet (meer).")
    return Deadline.objects.select_for_update().get(pk=rows[-1].pk)


def _reason(text: str, *, missing: str) -> str:
    text = " ".join(text.replace("\x00", "").split())
    if not text:
        raise InvalidInput(missing, field="reason")
    if len(text) > LONGEST_REASON:
        raise InvalidInput(f"Hou de reden korter dan {LONGEST_REASON} tekens.", field="reason")
    return text


def _not_passed(row: Deadline, today: date, what: str) -> None:
    if row.due_on is not None and row.due_on < today:
        raise RuleViolation(f"De termijn liep af op {day_in_words(row.due_on)}. {what} kan dan niet meer.")


def pause(
    dossier: Dossier, code: str, *, reason: str, by: Actor, at: datetime, until: date | None = None
) -> DeadlineChange:
    """Stop the clock of a term from today, for a reason that the regulation allows, up to (not including) ``until``.

    A second pause for another reason is fine: days that are paused twice count once.
    """
    row = _running(dossier, code)
    rule, today = terms_of(dossier)[row.term].pauses, local_date(at)
    if not rule.allowed:
        raise RuleViolation("Het reglement laat niet toe om deze termijn te schorsen.")
    reason = _reason(PAUSE_REASONS.get(reason, reason), missing="Geef de reden van de schorsing.")
    if not rule.allows(reason):
        raise InvalidInput("Om deze reden laat het reglement geen schorsing toe.", field="reason")
    _not_passed(row, today, "Schorsen")
    _check_until(until, today)
    if DeadlineChange.objects.filter(deadline=row, kind=_PAUSE, until=None, reason=reason).exists():
        raise RuleViolation("De klok staat om deze reden al stil.")
    change = _keep(row, _PAUSE, reason=reason, until=until, by=by, at=at)
    fact: Fact = (entries.DEADLINE_PAUSED, {"deadline": row.pk, "term": code, "change": change.pk})
    _store(row, dossier, [fact], change=change, by=by, at=at)
    return change


def _check_until(until: date | None, today: date) -> None:
    if until is None:
        return
    if until <= today:
        raise InvalidInput("Kies een dag na vandaag.", field="until")
    if until.year > today.year + FARTHEST_YEARS:
        raise InvalidInput("Die dag ligt te ver weg.", field="until")


def open_pauses(dossier: Dossier, code: str) -> list[DeadlineChange]:
    """The pauses of a running term that have no end yet, oldest first. Two statements."""
    rows = [row.pk for row in running(dossier, code) if row.term == code]
    return list(DeadlineChange.objects.filter(deadline__in=rows, kind=_PAUSE, until=None).order_by("pk"))


def resume(dossier: Dossier, code: str, *, by: Actor, at: datetime, reason: str = "") -> Deadline | None:
    """Let the clock of a paused term run again from today: end its open pauses, or only the one for this reason.

    None when there was none. While another pause is open the clock still stands.
    """
    found = [change for change in open_pauses(dossier, code) if reason in ("", change.reason)]
    if not found:
        return None
    row = Deadline.objects.select_for_update().get(pk=found[0].deadline_id)
    DeadlineChange.objects.filter(pk__in=[change.pk for change in found]).update(until=local_date(at))
    resumed: Fact = (entries.DEADLINE_RESUMED, {"deadline": row.pk, "term": code, "change": found[0].pk})
    _store(row, dossier, [resumed], change=found[0], by=by, at=at)
    return row


def extend(
    dossier: Dossier,
    code: str,
    *,
    reason: str,
    by: Actor,
    at: datetime,
    amount: int | None = None,
    until: date | None = None,
) -> DeadlineChange:
    """Extend a running term by an amount of the rule's unit, or until a day, as far as the regulation allows."""
    row = _running(dossier, code)
    term, today = terms_of(dossier)[row.term], local_date(at)
    rule = term.extension
    _not_passed(row, today, "Verlengen")
    if rule.reasons_required or reason.strip():
        reason = _reason(reason, missing="Geef een reden voor de verlenging.")
    refused = why_not_longer(term, row.due_on or today, amount=None if until else amount, until=until)
    if refused:
        raise InvalidInput(refused, field="until" if until else "amount" if rule.allowed else "")
    _check_until(until, today)
    done = DeadlineChange.objects.filter(deadline=row, kind=DeadlineChange.Kind.EXTEND, taken_back_on=None).count()
    if rule.max_count is not None and done >= rule.max_count:
        raise RuleViolation("Deze termijn mag niet nog eens verlengd worden.")
    change = _keep(
        row,
        DeadlineChange.Kind.EXTEND,
        reason=reason,
        by=by,
        at=at,
        until=until,
        amount=None if until else amount,
        unit="" if until else (rule.unit or term.unit).value,
    )
    fact: Fact = (entries.DEADLINE_EXTENDED, {"deadline": row.pk, "term": code, "change": change.pk})
    _store(row, dossier, [fact], change=change, by=by, at=at)
    return change


def take_back_extension(dossier: Dossier, change_id: int, *, by: Actor, at: datetime) -> DeadlineChange:
    """An extension counts no more: the date is what it would have been without it. Refused when that would make it late."""
    change = (
        DeadlineChange.objects.select_related("deadline")
        .filter(pk=change_id, kind=DeadlineChange.Kind.EXTEND, deadline__dossier=dossier)
        .first()
    )
    if change is None:
        raise Conflict("Deze verlenging is er niet (meer).")
    row = _running(dossier, change.deadline.term)
    today = local_date(at)
    due_on = _due_without(change, row, dossier)
    if due_on is not None and due_on < today:
        raise RuleViolation(
            f"Zonder deze verlenging liep de termijn al af op {day_in_words(due_on)}. Intrekken kan niet."
        )
    first = DeadlineChange.objects.filter(pk=change.pk, taken_back_on=None).update(taken_back_on=today)
    if not first:
        raise RuleViolation("Deze verlenging is al ingetrokken.")
    fact: Fact = (entries.EXTENSION_TAKEN_BACK, {"deadline": row.pk, "term": row.term, "change": change.pk})
    _store(row, dossier, [fact], change=change, by=by, at=at)
    return change


def _due_without(change: DeadlineChange, row: Deadline, dossier: Dossier) -> date | None:
    known = with_changes(Deadline.objects.filter(pk=row.pk), but=change.pk).get()
    return reckoning_of(known, dossier).due_on


def stop_for_question(dossier: Dossier, *, by: Actor, at: datetime) -> list[DeadlineChange]:
    """Stop the running clocks that the regulation lets stand still while somebody is asked something. One statement when none."""
    terms, today = terms_of(dossier), local_date(at)
    codes = [code for code, term in terms.items() if term.pauses.allows(CLARIFICATION)]
    rows = [row for row in (running(dossier, *codes) if codes else ()) if row.term in codes]
    ticking = [row for row in rows if row.due_on is None or row.due_on >= today]
    asked = set(_asked(ticking).values_list("deadline", flat=True))
    return [pause(dossier, row.term, reason=CLARIFICATION, by=by, at=at) for row in ticking if row.pk not in asked]


def run_after_answer(dossier: Dossier, *, by: Actor, at: datetime) -> None:
    """The answer came: the clocks that stood still for it run again, and those begin again that the regulation lets."""
    rows = running(dossier)
    paused = set(_asked(rows).values_list("deadline__term", flat=True))
    for code in paused:
        resume(dossier, code, reason=PAUSE_REASONS[CLARIFICATION], by=by, at=at)
    if dossier.step == Step.WAITING_REPORTER:
        restart(dossier, StartEvent.CLARIFICATION, reason="De melder gaf meer uitleg.", by=by, at=at)


def run_again(dossier: Dossier, notice: Message, *, by: Actor, at: datetime) -> None:
    """The question of this message was taken back: the clocks that stood still for it run again."""
    open_ones = DeadlineChange.objects.filter(notice=notice, kind=_PAUSE, until=None, deadline__dossier=dossier)
    for code, reason in set(open_ones.values_list("deadline__term", "reason")):
        resume(dossier, code, reason=reason, by=by, at=at)


def _asked(rows: Sequence[Deadline]) -> QuerySet[DeadlineChange]:
    reason = PAUSE_REASONS[CLARIFICATION]
    return DeadlineChange.objects.filter(deadline__in=rows, kind=_PAUSE, until=None, reason=reason)


def note_notice(changes: Sequence[DeadlineChange], message: Message) -> None:
    """This message told the citizen of these changes. No statement when there is none."""
    if changes:
        DeadlineChange.objects.filter(pk__in=[change.pk for change in changes]).update(notice=message)


def restart(dossier: Dossier, event: StartEvent, *, reason: str, by: Actor, at: datetime) -> list[Deadline]:
    """Let the running terms begin again that the regulation lets begin again on this event. No statement when there is none."""
    codes = [code for code, term in terms_of(dossier).items() if event in term.restarts_on]
    rows = [row for row in (running(dossier, *codes) if codes else ()) if row.term in codes]
    for row in rows:
        change = _keep(row, DeadlineChange.Kind.RESTART, reason=reason, unit=event.value, by=by, at=at)
        fact: Fact = (entries.DEADLINE_RESTARTED, {"deadline": row.pk, "term": row.term, "change": change.pk})
        _store(row, dossier, [fact], change=change, by=by, at=at)
    return rows


def _keep(
    row: Deadline,
    kind: DeadlineChange.Kind,
    *,
    reason: str,
    by: Actor,
    at: datetime,
    until: date | None = None,
    amount: int | None = None,
    unit: str = "",
) -> DeadlineChange:
    return DeadlineChange.objects.create(
        deadline=row,
        kind=kind,
        start=local_date(at),
        until=until,
        amount=amount,
        unit=unit,
        reason=reason,
        by_id=by.id if by.is_staff else None,
        at=at,
    )


def _store(
    row: Deadline, dossier: Dossier, facts: list[Fact], *, change: DeadlineChange, by: Actor, at: datetime
) -> None:
    """Store what the clock says now; record the act, and the move when the date moved."""
    moved = moved_fact(row, dossier, at=at, change=change)
    row.save(update_fields=["due_on", "warn_on", "reckoned_at"])
    record_all([*facts, *moved], dossier_chain(dossier.pk), by=by, at=at)
    refresh_due(dossier)


def moved_fact(row: Deadline, dossier: Dossier, *, at: datetime, change: DeadlineChange | None = None) -> list[Fact]:
    """Reckon the row in hand anew; what to record of it: nothing when the date is still the same."""
    reckoning = reckoning_of(row, dossier)
    before, due_on, today = row.due_on, reckoning.due_on, local_date(at)
    row.due_on, row.reckoned_at = due_on, at
    if before == due_on:
        return []
    started = reckoning.counted_from or row.started_on
    row.warn_on = next_warning(reckoning.term, started, due_on, after=max(started, today))
    payload: dict[str, Value] = {
        "deadline": row.pk,
        "term": row.term,
        "change": None if change is None else change.pk,
        "before": before,
        "due_on": due_on,
    }
    return [(entries.DEADLINE_MOVED, payload)] if due_on is not None else []


def recompute(row: Deadline, dossier: Dossier, *, by: Actor, at: datetime) -> bool:
    """Store what the clock says now; whether the date moved. The move is recorded."""
    moved = moved_fact(row, dossier, at=at)
    row.save(update_fields=["due_on", "warn_on", "reckoned_at"])
    for entry, payload in moved:
        record(entry, dossier_chain(dossier.pk), by=by, at=at, **payload)
    if moved:
        refresh_due(dossier)
    return bool(moved)
