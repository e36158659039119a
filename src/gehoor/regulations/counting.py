"""Counting days, weeks and months on a calendar, and saying them in Dutch. Pure."""

from datetime import date, timedelta

from gehoor.regulations.calendar import Calendar
from gehoor.regulations.terms import Shift, Term, Unit

DAY = timedelta(days=1)
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


def end_of(term: Term, start: date, calendar: Calendar, *, longer: int = 0) -> date:
    """The last day of a term that starts on ``start`` (day 0), made ``longer`` by that many of its own units."""
    amount = term.amount + longer
    if term.unit is Unit.WORKING_DAY:
        counted = 1 if term.counts_day_zero and calendar.is_working_day(start) else 0
        return calendar.add_working_days(start, max(amount - counted, 0))
    end = plus(start, amount, term.unit, calendar)
    return end - DAY if term.counts_day_zero and end > start else end


def plus(day: date, amount: int, unit: Unit, calendar: Calendar) -> date:
    """The day that many units later. A month leads to the same day number, or to the last day of a shorter month."""
    if unit is Unit.WORKING_DAY:
        return calendar.add_working_days(day, amount)
    if unit is Unit.WEEK:
        return day + timedelta(weeks=amount)
    if unit is Unit.MONTH:
        month = day.month - 1 + amount
        year, month = day.year + month // 12, month % 12 + 1
        return date(year, month, min(day.day, _length(year, month)))
    return day + timedelta(days=amount)


def _length(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - DAY).day


def paused(term: Term, due: date, start: date, end: date, calendar: Calendar) -> tuple[date, int]:
    """Where a last day goes when the days from ``start`` up to ``end`` do not count, and how many those are."""
    length = (end - start).days
    if term.unit is not Unit.WORKING_DAY:
        return due + timedelta(days=length), length
    days = sum(calendar.is_working_day(start + timedelta(days=n)) for n in range(length))
    return calendar.add_working_days(due, days), days


def shifted(term: Term, day: date, calendar: Calendar) -> date:
    """The day itself, or the next working day where the term says so."""
    return calendar.next_working_day(day) if term.shift is Shift.NEXT_WORKING_DAY else day


def amount_in_words(amount: int, unit: Unit) -> str:
    """``1 week``, ``45 kalenderdagen``."""
    one, many = _UNITS[unit]
    return f"{amount} {one if amount == 1 else many}"


def in_words(day: date) -> str:
    """``maandag 21 december 2026``."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"
