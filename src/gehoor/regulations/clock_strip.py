"""The strip of days of a deadline: each day once, with what is special about it. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from gehoor.regulations.clock import Reckoning

_LONGEST_STRIP = 400


@dataclass(frozen=True)
class StripDay:
    """One day of the clock strip and what is special about it."""

    day: date
    kinds: frozenset[str]


def strip(reckoning: Reckoning, today: date, met_on: date | None = None) -> list[StripDay]:
    """The days of the clock strip, from the start to the due date (or to today when later): at most 400."""
    due = reckoning.due_on
    last = max(d for d in (reckoning.started_on, due, met_on, today if met_on is None else None) if d is not None)
    length = min((last - reckoning.started_on).days + 1, _LONGEST_STRIP)
    days = (reckoning.started_on + timedelta(days=n) for n in range(length))
    return [StripDay(day, _kinds(day, reckoning, today, met_on)) for day in days]


def _kinds(day: date, reckoning: Reckoning, today: date, met_on: date | None) -> frozenset[str]:
    due, calendar = reckoning.due_on, reckoning.calendar
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
