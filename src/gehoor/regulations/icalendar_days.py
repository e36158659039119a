"""Closing days out of an iCalendar file (RFC 5545), as agendas export them. Pure; whatever the bytes are, days come out or a sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from icalendar import Calendar as ICalendar

LARGEST_FILE = 200_000
MOST_DAYS = 400
LONGEST_EVENT = 31
LONGEST_LABEL = 120
_DAY = timedelta(days=1)
_NO_CALENDAR = "Dit is geen kalenderbestand. Kies een bestand dat eindigt op .ics."
_UNREADABLE = (
    ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, OverflowError, NotImplementedError,
)  # fmt: skip


class CalendarFileError(Exception):
    """A file that cannot be read as closing days, with the reason in Dutch."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class FoundDays:
    """The days of the file within the years asked for, and what was left out, each with the reason."""

    days: dict[date, str]
    left_out: list[str]


def read_days(data: bytes, *, first: date, last: date) -> FoundDays:
    """All whole days of the events in the file from ``first`` to ``last``. Raises :class:`CalendarFileError`, never anything else."""
    if len(data) > LARGEST_FILE:
        raise CalendarFileError("Dit bestand is te groot. Een kalender met sluitingsdagen is hoogstens 200 kB.")
    try:
        calendars = ICalendar.from_ical(data, multiple=True)
        events = [event for one in calendars for event in one.walk("VEVENT")]
    except _UNREADABLE:
        raise CalendarFileError(_NO_CALENDAR) from None
    if not calendars:
        raise CalendarFileError(_NO_CALENDAR)
    if not events:
        raise CalendarFileError("In dit bestand staat geen enkele dag.")
    found = FoundDays({}, [])
    for event in events:
        _read(event, found, first, last)
        if len(found.days) > MOST_DAYS or len(found.left_out) > MOST_DAYS:
            raise CalendarFileError(f"In dit bestand staan meer dan {MOST_DAYS} dagen. Kies een kortere periode.")
    return FoundDays(dict(sorted(found.days.items())), found.left_out)


def _read(event: Any, found: FoundDays, first: date, last: date) -> None:
    label = _label(event)
    try:
        start, length = _span(event)
        starts = list(_repeated(event, start, last))
    except CalendarFileError as reason:
        found.left_out.append(f"{label}: {reason.message}")
        return
    except _UNREADABLE:
        found.left_out.append(f"{label}: de datum is niet te lezen.")
        return
    for begin in starts:
        for number in range(length):
            day = begin + number * _DAY
            if first <= day <= last:
                found.days.setdefault(day, label)


def _label(event: Any) -> str:
    text = " ".join(str(event.get("SUMMARY", "")).replace("\x00", "").split())
    return text[:LONGEST_LABEL] or "Sluitingsdag"


def _span(event: Any) -> tuple[date, int]:
    """The first day and how many; an end in iCalendar is the day after the last one."""
    start = event["DTSTART"].dt
    if isinstance(start, datetime) or not isinstance(start, date):
        raise CalendarFileError("dit is geen hele dag.")
    end = event["DTEND"].dt if "DTEND" in event else start + _DAY
    if "DURATION" in event and "DTEND" not in event:
        end = start + event["DURATION"].dt
    length = max((end - start).days, 1)
    if length > LONGEST_EVENT:
        raise CalendarFileError(f"dit duurt langer dan {LONGEST_EVENT} dagen.")
    return start, length


def _repeated(event: Any, start: date, last: date) -> Iterator[date]:
    """The first days: once, or every year on the same day."""
    if "RDATE" in event or "EXRULE" in event:
        raise CalendarFileError("deze herhaling kennen we niet: voeg de dagen zelf toe.")
    if "RRULE" not in event:
        yield start
        return
    rule = event["RRULE"]
    if isinstance(rule, list) or not _is_plain_yearly(rule, start):
        raise CalendarFileError("deze herhaling kennen we niet: voeg de dagen zelf toe.")
    interval, count = int(rule.get("INTERVAL", [1])[0]), int(rule.get("COUNT", [MOST_DAYS])[0])
    until = rule.get("UNTIL", [last])[0]
    until = min(until.date() if isinstance(until, datetime) else until, last)
    left_out = _exceptions(event)
    for number in range(min(count, MOST_DAYS)):
        year = start.year + number * max(interval, 1)
        if year > until.year:
            return
        if (start.month, start.day) == (2, 29) and not _is_leap(year):
            continue
        day = start.replace(year=year)
        if day <= until and day not in left_out:
            yield day


def _is_plain_yearly(rule: Any, start: date) -> bool:
    known = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}
    same_day = {"BYMONTH": [start.month], "BYMONTHDAY": [start.day]}
    return rule.get("FREQ") == ["YEARLY"] and all(
        name in known or (name in same_day and [int(one) for one in rule[name]] == same_day[name]) for name in rule
    )


def _exceptions(event: Any) -> set[date]:
    rows = event.get("EXDATE", [])
    moments = [one.dt for row in (rows if isinstance(rows, list) else [rows]) for one in row.dts]
    return {one.date() if isinstance(one, datetime) else one for one in moments}


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
