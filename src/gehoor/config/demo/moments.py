"""When things happened in a story, seen from today. Pure."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from gehoor.config.demo.script import Line, Story
from gehoor.dossiers.wording import day_in_words
from gehoor.kernel.clock import BRUSSELS, local_date
from gehoor.regulations.calendar import Calendar
from gehoor.regulations.clock import reckon
from gehoor.regulations.terms import Term

_BREATH = timedelta(minutes=9)
"""The least time between two acts of one story."""

_AS_FAR_BACK = 120

_DAY = re.compile(r"@([+-]\d+)", re.ASCII)


def received_on(story: Story, term: Term | None, calendar: Calendar, *, today: date) -> date:
    """The day it came in: so many days ago, or such that its term ends in so many days (or as close to that as can be)."""
    if story.days_ago is not None or term is None:
        return today - timedelta(days=story.days_ago or 0)
    wanted = today + timedelta(days=story.due_in)
    days = [today - timedelta(days=back) for back in range(_AS_FAR_BACK)]

    def distance(day: date) -> tuple[int, int]:
        due = reckon(term, day, calendar).due_on or wanted
        return abs((due - wanted).days), (today - day).days

    return min(days, key=distance)


def moments(
    story: Story, received: date, lines: Sequence[tuple[Line, bool]], calendar: Calendar, *, now: datetime
) -> list[datetime]:
    """The moment of the receipt and of each line, ever later and never after ``now``.

    The boolean says that it is work of an office: it moves to the next working day. What would still have to come,
    because today is early or it was weekend, happened just now.
    """
    found = [datetime.combine(received, story.time, tzinfo=BRUSSELS)]
    for line, in_office in lines:
        day = received + timedelta(days=line.day)
        if in_office and not calendar.is_working_day(day):
            day = calendar.next_working_day(day)
        found.append(max(datetime.combine(day, line.time, tzinfo=BRUSSELS), found[-1] + _BREATH))
    last = len(found) - 1
    return [min(moment, now - (last - index + 1) * _BREATH) for index, moment in enumerate(found)]


def mornings(first: datetime, last: datetime) -> list[datetime]:
    """A minute after midnight, local time, of each day after the first until the last."""
    days = (local_date(last) - local_date(first)).days
    start = datetime.combine(local_date(first), datetime.min.time().replace(minute=1), tzinfo=BRUSSELS)
    return [start + timedelta(days=n) for n in range(1, days + 1)]


def dated(said: Any, received: date) -> Any:
    """The same words with each ``@+5`` or ``@-3`` written as a day: ``zaterdag 20 december``, so many days from the receipt."""
    if isinstance(said, str):
        return _DAY.sub(lambda found: _day(received + timedelta(days=int(found[1]))), said)
    if isinstance(said, list):
        return [dated(each, received) for each in said]
    if isinstance(said, dict):
        return {key: dated(value, received) for key, value in said.items()}
    return said


def _day(day: date) -> str:
    return day_in_words(day).rpartition(" ")[0]
