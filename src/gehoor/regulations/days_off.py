"""The calendar that a regulation itself describes, year by year: what a body starts from, and what a file alone is counted with. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta

from gehoor.regulations.calendar import Calendar
from gehoor.regulations.holidays_of_belgium import legal_holidays
from gehoor.regulations.schema.content import CalendarRule
from gehoor.regulations.schema.sections import WEEKDAYS


def closing_days(rule: CalendarRule, years: Iterable[int]) -> dict[date, str]:
    """The days off in these years by day, in Dutch; a day that a year does not have (29 February) is left out."""
    years = list(years)
    found = legal_holidays(years) if rule.legal_holidays else {}
    for year in years:
        for closing in rule.closing_days:
            day = _day(closing.day, year)
            if day is not None:
                found[day] = closing.label
    return found


def calendar_in(rule: CalendarRule, years: Iterable[int], extra: Iterable[date] = ()) -> Calendar:
    """That calendar, with closing days besides."""
    days = closing_days(rule, years) | dict.fromkeys(extra, "sluitingsdag")
    return Calendar(days, weekend_of(rule))


def weekend_of(rule: CalendarRule) -> frozenset[int]:
    """The days of the week on which nobody works; Monday is 0."""
    return frozenset(WEEKDAYS.index(day) for day in rule.weekend)


def _day(named: str, year: int) -> date | None:
    if named == "first_monday_of_september":
        september = date(year, 9, 1)
        return september + timedelta(days=(7 - september.weekday()) % 7)
    if named in ("good_friday", "ascension_friday"):
        ascension = next((day for day, name in legal_holidays([year]).items() if name == "Hemelvaart"), None)
        if ascension is None:
            return None
        return ascension + timedelta(days=1) if named == "ascension_friday" else ascension - timedelta(days=41)
    try:
        return date.fromisoformat(f"{year:04}-{named}")
    except ValueError:
        return None
