"""The clock: facts in, due date and proof out. Pure; nothing here knows today unless it is told.

Counting. The day of the start event is day 0 and does not count, unless the term says so. Calendar days, weeks and months run
through weekends; a month ends on the same day number, or on the last day of a shorter month. A pause from A to B adds B − A
days (A is paused, B counts again); for a term in working days only the working days among them. Pauses that overlap are one.
Extensions come after the term itself and before the pauses, so the order in which facts were entered does not matter. If the
term says so, an end on a day off shifts to the next working day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from gehoor.regulations.calendar import Calendar
from gehoor.regulations.terms import Shift, Term, Unit

Day: TypeAlias = date
_DAY = timedelta(days=1)
_DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
_UNITS = {
    Unit.CALENDAR_DAY: ("kalenderdag", "kalenderdagen"),
    Unit.WORKING_DAY: ("werkdag", "werkdagen"),
    Unit.WEEK: ("week", "weken"),
    Unit.MONTH: ("maand", "maanden"),
}
_LONGEST_STRIP = 400


@dataclass(frozen=True)
class Pause:
    """The clock stood still from ``start`` up to, not including, ``end``; None while it still does."""

    start: date
    end: date | None
    reason: str = ""


@dataclass(frozen=True)
class Extension:
    """A term made longer by an amount, or until a day. One that was taken back counts for nothing."""

    amount: int | None
    unit: Unit | None
    until: date | None = None
    reason: str = ""
    taken_back: bool = False


@dataclass(frozen=True)
class ProofLine:
    """One step of the proof: the reason, and the date it leads to or the days it adds."""

    text: str
    date: Day | None = None
    days: int | None = None


@dataclass(frozen=True)
class Reckoning:
    """A due date with its proof. ``due_on`` is None while the clock stands still; ``provisional_due_on`` is then the date it
    would be if the clock ran again today (None when today was not given)."""

    term: Term
    started_on: date
    due_on: date | None
    provisional_due_on: date | None
    lines: tuple[ProofLine, ...]
    pauses: tuple[Pause, ...] = ()

    def sentence(self) -> str:
        """The whole proof in one line."""
        return " · ".join(_said(line) for line in self.lines)


@dataclass(frozen=True)
class StripDay:
    """One day of the clock strip and what is special about it."""

    day: date
    kinds: frozenset[str]


def reckon(
    term: Term,
    started_on: date,
    calendar: Calendar,
    *,
    pauses: Iterable[Pause] = (),
    extensions: Iterable[Extension] = (),
    today: date | None = None,
) -> Reckoning:
    """When this term ends, counted from ``started_on`` (day 0), and why. Total: every input gives an answer."""
    lines = [ProofLine("Begin", started_on)]
    due = _after(term, started_on, calendar)
    first = "de dag zelf telt mee" if term.counts_day_zero else "te tellen vanaf de dag erna"
    lines.append(ProofLine(f"{_amount(term.amount, term.unit)} voor: {term.what.lower()} ({first})", due))
    due = _extended(due, tuple(e for e in extensions if not e.taken_back), calendar, lines)
    merged = _merged(pauses)
    running: date | None = due
    for pause in merged:
        begin = max(pause.start, started_on if term.counts_day_zero else started_on + _DAY)
        if running is None or begin > running:
            continue
        if pause.end is None:
            lines.append(ProofLine(f"De klok staat stil sinds {_words(pause.start)}{_why(pause)}"))
            provisional = None if today is None else _paused(term, running, begin, max(today, begin), calendar)[0]
            shifted = None if provisional is None else _shifted(term, provisional, calendar)
            return Reckoning(term, started_on, None, shifted, tuple(lines), merged)
        if pause.end <= begin:
            continue
        running, days = _paused(term, running, begin, pause.end, calendar)
        span = f"van {_words(begin)} tot en met {_words(pause.end - _DAY)}"
        stood = f"{_amount(days, Unit.WORKING_DAY if term.unit is Unit.WORKING_DAY else Unit.CALENDAR_DAY)} geschorst"
        lines.append(ProofLine(f"{stood}, {span}{_why(pause)}", running, days))
    end = _shifted(term, running or due, calendar)
    if end != running:
        why = calendar.label(running or due)
        lines.append(
            ProofLine(f"Dat is een dag waarop we gesloten zijn ({why}): verschoven naar de volgende werkdag", end)
        )
    lines.append(ProofLine("Uiterste datum", end))
    return Reckoning(term, started_on, end, end, tuple(lines), merged)


def _after(term: Term, start: date, calendar: Calendar) -> date:
    if term.unit is Unit.WORKING_DAY:
        amount = term.amount - (1 if term.counts_day_zero and calendar.is_working_day(start) else 0)
        return calendar.add_working_days(start, max(amount, 0))
    end = _plus(start, term.amount, term.unit)
    return end - _DAY if term.counts_day_zero and end > start else end


def _plus(day: date, amount: int, unit: Unit) -> date:
    if unit is Unit.WEEK:
        return day + timedelta(weeks=amount)
    if unit is Unit.MONTH:
        month = day.month - 1 + amount
        year, month = day.year + month // 12, month % 12 + 1
        return date(year, month, min(day.day, _length(year, month)))
    return day + timedelta(days=amount)


def _length(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - _DAY).day


def _extended(due: date, extensions: Sequence[Extension], calendar: Calendar, lines: list[ProofLine]) -> date:
    for unit in (Unit.MONTH, Unit.WEEK, Unit.CALENDAR_DAY, Unit.WORKING_DAY):
        amount = sum(e.amount or 0 for e in extensions if e.unit is unit)
        if not amount:
            continue
        due = calendar.add_working_days(due, amount) if unit is Unit.WORKING_DAY else _plus(due, amount, unit)
        reasons = "; ".join(sorted({e.reason for e in extensions if e.unit is unit and e.reason}))
        lines.append(ProofLine(f"Verlengd met {_amount(amount, unit)}" + (f": {reasons}" if reasons else ""), due))
    until = max((e.until for e in extensions if e.until is not None), default=None)
    if until is not None and until > due:
        due = until
        lines.append(ProofLine("Verlengd tot een afgesproken dag", due))
    return due


def _merged(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    found: list[Pause] = []
    for pause in sorted(pauses, key=lambda p: (p.start, p.end or date.max, p.reason)):
        last = found[-1] if found else None
        if last is None or (last.end is not None and pause.start > last.end):
            found.append(pause)
            continue
        end = None if last.end is None or pause.end is None else max(last.end, pause.end)
        reasons = [reason for reason in (last.reason, pause.reason) if reason]
        found[-1] = Pause(last.start, end, "; ".join(dict.fromkeys(reasons)))
    return tuple(found)


def _paused(term: Term, due: date, start: date, end: date, calendar: Calendar) -> tuple[date, int]:
    if term.unit is not Unit.WORKING_DAY:
        days = (end - start).days
        return due + timedelta(days=days), days
    days = sum(calendar.is_working_day(start + timedelta(days=n)) for n in range((end - start).days))
    return calendar.add_working_days(due, days), days


def _shifted(term: Term, day: date, calendar: Calendar) -> date:
    return calendar.next_working_day(day) if term.shift is Shift.NEXT_WORKING_DAY else day


def strip(reckoning: Reckoning, calendar: Calendar, today: date, met_on: date | None = None) -> list[StripDay]:
    """The days of the clock strip, from the start to the due date (or to today when later): at most 400."""
    due = reckoning.due_on
    last = max(d for d in (reckoning.started_on, due, met_on, today if met_on is None else None) if d is not None)
    length = min((last - reckoning.started_on).days + 1, _LONGEST_STRIP)
    days = (reckoning.started_on + timedelta(days=n) for n in range(length))
    return [StripDay(day, _kinds(day, reckoning, calendar, today, met_on)) for day in days]


def _kinds(day: date, reckoning: Reckoning, calendar: Calendar, today: date, met_on: date | None) -> frozenset[str]:
    due = reckoning.due_on
    until = min(today, met_on) if met_on is not None else today
    kinds = {
        "start": day == reckoning.started_on,
        "past": day < until or day == met_on,
        "off": day.weekday() in calendar.weekend,
        "holiday": day in calendar.closing_days,
        "pause": any(p.start <= day and (p.end is None or day < p.end) for p in reckoning.pauses),
        "today": day == today and met_on is None,
        "mark": day == met_on,
        "due": day == due,
        "over": due is not None and day > due,
        "month": day.day == 1,
    }
    return frozenset(name for name, holds in kinds.items() if holds)


def _amount(amount: int, unit: Unit) -> str:
    one, many = _UNITS[unit]
    return f"{amount} {one if amount == 1 else many}"


def _words(day: date) -> str:
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def _why(pause: Pause) -> str:
    return f", omdat: {pause.reason}" if pause.reason else ""


def _said(line: ProofLine) -> str:
    return line.text if line.date is None else f"{line.text}: {_words(line.date)}"
