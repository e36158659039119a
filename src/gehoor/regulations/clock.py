"""The clock: facts in, due date and proof out. Pure; nothing here knows today unless it is told.

Counting. The day of the start event is day 0 and does not count, unless the term says so. Calendar days, weeks and months run
through weekends; a month ends on the same day number, or on the last day of a shorter month. A pause from A to B adds B − A
days (A is paused, B counts again); for a term in working days only the working days among them. Pauses that overlap are one.
Extensions come after the term itself and before the pauses; in the term's own unit they make the term itself longer. An event
that restarts the term makes its day the new day 0, unless the term had passed. So the order in which facts were entered does not
matter. If the term says so, an end on a day off shifts to the next working day.

What the regulation does not allow counts for nothing, whoever entered it; the proof says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from gehoor.regulations.calendar import Calendar
from gehoor.regulations.counting import DAY, amount_in_words, end_of, in_words, paused, plus, shifted
from gehoor.regulations.terms import Condition, StartEvent, Term, Unit

Day: TypeAlias = date


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
    decided_on: date | None = None


@dataclass(frozen=True)
class Restart:
    """Something happened that lets a term begin again, with that day as day 0."""

    day: date
    event: StartEvent = StartEvent.CLARIFICATION
    reason: str = ""


@dataclass(frozen=True)
class ProofLine:
    """One step of the proof: the reason, and the date it leads to or the days it adds."""

    text: str
    date: Day | None = None
    days: int | None = None


@dataclass(frozen=True)
class Reckoning:
    """A due date with its proof. ``due_on`` is None while the clock stands still; ``provisional_due_on`` is then the date it
    would be if the clock ran again today (None when today was not given). ``counted_from``: day 0, later than ``started_on`` when
    the term began again. ``calendar``: the one it was counted on."""

    term: Term
    started_on: date
    due_on: date | None
    provisional_due_on: date | None
    lines: tuple[ProofLine, ...]
    pauses: tuple[Pause, ...] = ()
    counted_from: date | None = None
    calendar: Calendar = field(default_factory=Calendar, compare=False, repr=False)

    def sentence(self) -> str:
        """The whole proof in one line."""
        return " · ".join(_said(line) for line in self.lines)


def reckon(
    term: Term,
    started_on: date,
    calendar: Calendar,
    *,
    pauses: Iterable[Pause] = (),
    extensions: Iterable[Extension] = (),
    restarts: Iterable[Restart] = (),
    today: date | None = None,
) -> Reckoning:
    """When this term ends, counted from ``started_on`` (day 0), and why. Total: every input gives an answer."""
    merged, longer = _merged(pauses), _in_order(e for e in extensions if not e.taken_back)
    refused = _refused(term, merged, longer)
    merged = merged if term.pauses.allowed else ()
    longer = _allowed(term, longer)
    begin, lines = started_on, [ProofLine("Begin", started_on)]
    for restart in sorted(restarts, key=lambda r: (r.day, r.event, r.reason)):
        if restart.event not in term.restarts_on or restart.day <= begin:
            continue
        so_far = _run(term, begin, calendar, merged, longer, today)
        if so_far.due is not None and so_far.due < restart.day:
            break
        begin = restart.day
        lines.append(ProofLine(f"De termijn begint opnieuw{_why(restart.reason)}", begin))
    run = _run(term, begin, calendar, merged, longer, today)
    lines += [*run.lines, *refused]
    if run.due is not None:
        lines.append(ProofLine("Uiterste datum", run.due))
    return Reckoning(term, started_on, run.due, run.provisional, tuple(lines), merged, begin, calendar)


@dataclass(frozen=True)
class _Run:
    """The term counted from one day 0."""

    due: date | None
    provisional: date | None
    lines: list[ProofLine]


def _run(
    term: Term,
    begin: date,
    calendar: Calendar,
    pauses: Sequence[Pause],
    extensions: Sequence[Extension],
    today: date | None,
) -> _Run:
    lines: list[ProofLine] = []
    due = _lengthened(term, begin, extensions, calendar, lines)
    first = begin if term.counts_day_zero else begin + DAY
    for pause in pauses:
        start = max(pause.start, first)
        if start > shifted(term, due, calendar):
            continue
        if pause.end is None:
            lines.append(ProofLine(f"De klok staat stil sinds {in_words(pause.start)}{_why(pause.reason)}"))
            until = None if today is None else max(today, start)
            later = None if until is None else _stood(term, due, start, until, calendar)[0]
            provisional = None if later is None else shifted(term, later, calendar)
            if provisional is not None:
                lines.append(ProofLine("Loopt ze vandaag weer, dan is de uiterste datum", provisional))
            return _Run(None, provisional, lines)
        if pause.end > start:
            due, days = _stood(term, due, start, pause.end, calendar)
            lines.append(ProofLine(_stood_still(term, days, start, pause), due, days))
    end = shifted(term, due, calendar)
    if end != due:
        why = calendar.label(due)
        lines.append(
            ProofLine(f"Dat is een dag waarop we gesloten zijn ({why}): verschoven naar de volgende werkdag", end)
        )
    return _Run(end, end, lines)


def _stood(term: Term, due: date, start: date, end: date, calendar: Calendar) -> tuple[date, int]:
    """The last day after a pause: never a paused one, also when all days were counted and only the shift was left."""
    if start > due:
        return end, (end - start).days
    later, days = paused(term, due, start, end, calendar)
    return max(later, end), days


def _stood_still(term: Term, days: int, start: date, pause: Pause) -> str:
    unit = Unit.WORKING_DAY if term.unit is Unit.WORKING_DAY else Unit.CALENDAR_DAY
    last = (pause.end or start) - DAY
    span = f"op {in_words(start)}" if start == last else f"van {in_words(start)} tot en met {in_words(last)}"
    return f"{amount_in_words(days, unit)} geschorst, {span}{_why(pause.reason)}"


def _lengthened(
    term: Term, begin: date, extensions: Sequence[Extension], calendar: Calendar, lines: list[ProofLine]
) -> date:
    """The term with its extensions: those in its own unit first, then months, weeks, days; at last until a day."""
    first = "de dag zelf telt mee" if term.counts_day_zero else "te tellen vanaf de dag erna"
    due = end_of(term, begin, calendar)
    what = f"{amount_in_words(term.amount, term.unit)} voor: {term.what.lower()}"
    lines.append(ProofLine(f"{what} ({first})", due))
    units = [term.unit, *(unit for unit in (Unit.MONTH, Unit.WEEK, Unit.CALENDAR_DAY, Unit.WORKING_DAY))]
    for unit in dict.fromkeys(units):
        mine = [e for e in extensions if e.unit is unit and e.until is None]
        amount = sum(e.amount or 0 for e in mine)
        if not amount:
            continue
        own = unit is term.unit
        due = end_of(term, begin, calendar, longer=amount) if own else plus(due, amount, unit, calendar)
        lines.append(ProofLine(f"Verlengd met {amount_in_words(amount, unit)}{_reasons(mine)}", due))
    days = [e for e in extensions if e.until is not None and e.until > due]
    if days:
        due = max(e.until for e in days if e.until is not None)
        lines.append(ProofLine(f"Verlengd tot een dag die we lieten weten{_reasons(days)}", due))
    return due


def _in_order(extensions: Iterable[Extension]) -> list[Extension]:
    return sorted(
        extensions,
        key=lambda e: (e.decided_on or date.min, e.until or date.min, e.amount or 0, e.unit or "", e.reason),
    )


def _allowed(term: Term, extensions: Sequence[Extension]) -> list[Extension]:
    """Those that the regulation allows: the first ones, as many as it allows; until a day only where it says so."""
    rule = term.extension
    if not rule.allowed:
        return []
    fitting = [e for e in extensions if e.until is None or rule.open_ended]
    return fitting if rule.max_count is None else fitting[: rule.max_count]


def _refused(term: Term, pauses: Sequence[Pause], extensions: Sequence[Extension]) -> list[ProofLine]:
    lines = []
    if pauses and not term.pauses.allowed:
        lines.append(ProofLine("Een schorsing telt niet mee: het reglement laat ze voor deze termijn niet toe"))
    if len(_allowed(term, extensions)) < len(extensions):
        lines.append(ProofLine("Een verlenging telt niet mee: het reglement laat ze voor deze termijn niet toe"))
    return lines


def _merged(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    found: list[Pause] = []
    for pause in sorted(pauses, key=lambda p: (p.start, p.end or date.max, p.reason)):
        last = found[-1] if found else None
        if last is None or (last.end is not None and pause.start > last.end):
            found.append(pause)
            continue
        end = None if last.end is None or pause.end is None else max(last.end, pause.end)
        reasons = [reason for reason in (*last.reason.split("; "), pause.reason) if reason]
        found[-1] = Pause(last.start, end, "; ".join(dict.fromkeys(reasons)))
    return tuple(found)


def why_not_longer(term: Term, due_on: date, *, amount: int | None = None, until: date | None = None) -> str:
    """Why an extension of a term that ends on ``due_on`` is refused, in Dutch; an empty text when the regulation allows it."""
    rule = term.extension
    if not rule.allowed:
        return "Het reglement laat niet toe om deze termijn te verlengen."
    if until is not None:
        if not rule.open_ended:
            return "Het reglement laat geen verlenging tot een vrij gekozen dag toe."
        return "" if until > due_on else f"Kies een dag na {in_words(due_on)}: dat is nu de uiterste datum."
    if amount is None or amount < 1:
        return "Zeg hoe lang de verlenging duurt."
    if rule.amount is not None and amount > rule.amount:
        return f"De verlenging mag hoogstens {amount_in_words(rule.amount, rule.unit or term.unit)} lang zijn."
    return ""


def warning_days(term: Term, started_on: date, due_on: date) -> tuple[date, ...]:
    """The days on which this deadline asks for a warning, oldest first: after its begin and before or on its last day."""
    days = {due_on - DAY * n for n in term.warn_before_days}
    length = (due_on - started_on).days
    days |= {started_on + DAY * -(-length * percent // 100) for percent in term.warn_at_percent}
    return tuple(sorted(day for day in days if started_on < day <= due_on))


def holds(term: Term, *, admissible: bool | None) -> bool:
    """Whether the term holds for a complaint that is admissible, is not, or of which that is not known yet (None)."""
    if admissible is None or term.condition == Condition.ALWAYS:
        return True
    return admissible is (term.condition == Condition.ADMISSIBLE)


def _why(reason: str) -> str:
    said = reason.rstrip(".")
    if len(said) > 1 and said[1].islower():
        said = said[0].lower() + said[1:]
    return f", omdat: {said}" if said else ""


def _reasons(extensions: Sequence[Extension]) -> str:
    return _why("; ".join(dict.fromkeys(e.reason for e in extensions if e.reason)))


def _said(line: ProofLine) -> str:
    return line.text if line.date is None else f"{line.text}: {in_words(line.date)}"
