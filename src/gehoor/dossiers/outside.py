"""Asking somebody outside the city: what stands, who may still answer, when to remind. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from gehoor.kernel.clock import local_date
from gehoor.regulations.calendar import Calendar

WORKING_DAYS: Final = (5, 10, 20)
"""The terms that are offered; the second one is proposed."""
PROPOSED: Final = 10
LONGEST_TERM: Final = timedelta(days=120)
"""Sooner than the link stops working, so that who is late can still answer."""
_WARNS: Final = 2
"""Working days before the last one on which to remind."""


class Standing(StrEnum):
    """Where a question outside stands."""

    WAITING = "waiting"
    LATE = "late"
    ANSWERED = "answered"
    DECLINED = "declined"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Reminder(StrEnum):
    """Which reminder is due."""

    COMING = "coming"
    PASSED = "passed"


@dataclass(frozen=True)
class Facts:
    """What the rules need to know of one question."""

    asked_on: date
    due_on: date
    answered_at: datetime | None = None
    declined_at: datetime | None = None
    ending: str = ""
    reminded_at: datetime | None = None
    chased_at: datetime | None = None


def standing(facts: Facts, *, today: date) -> Standing:
    """Where it stands on a day. An ending outweighs an answer, an answer outweighs the date."""
    if facts.ending:
        return Standing(facts.ending)
    if facts.declined_at is not None:
        return Standing.DECLINED
    if facts.answered_at is not None:
        return Standing.ANSWERED
    return Standing.LATE if facts.due_on < today else Standing.WAITING


def may_answer(facts: Facts, *, today: date) -> bool:
    """Until the city closes it, and until the last day; who never answered still may after that: late is better than nothing."""
    if facts.ending:
        return False
    return today <= facts.due_on or facts.answered_at is None


def reminder(facts: Facts, calendar: Calendar, *, today: date) -> Reminder | None:
    """The reminder that is due, each once: some working days before the last one, and when it is over. Never on the day of asking.

    After days of downtime only the one that still makes sense.
    """
    if standing(facts, today=today) not in (Standing.WAITING, Standing.LATE):
        return None
    if facts.due_on < today:
        return Reminder.PASSED if facts.chased_at is None else None
    soon = facts.asked_on < today and days_between(today, facts.due_on, calendar) <= _WARNS
    return Reminder.COMING if soon and facts.reminded_at is None else None


def days_between(first: date, last: date, calendar: Calendar) -> int:
    """How many working days there are after the first day, up to the last."""
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(calendar.is_working_day(day) for day in days)


def last_day(calendar: Calendar, *, today: date, working_days: int = PROPOSED) -> date:
    """The day on which that many working days after today have passed."""
    return calendar.add_working_days(today, working_days)


def wrong_day(due_on: date, *, today: date) -> str:
    """Why this cannot be the last day, as a sentence; empty when it can."""
    if due_on <= today:
        return "Kies een dag die nog moet komen."
    if due_on > today + LONGEST_TERM:
        return f"Kies een dag binnen {LONGEST_TERM.days} dagen."
    return ""


def in_full(name: str, organisation: str) -> str:
    """A person with the organisation they speak for."""
    return f"{name} ({organisation})" if name and organisation else name or organisation


@dataclass(frozen=True)
class AskedOutside:
    """One question outside, for a page. ``thread``: its conversation."""

    pk: int
    number: int
    thread: int
    whom: str
    email: str
    question: str
    told_name: str
    asked_by: str
    asked_at: datetime
    facts: Facts
    ended_at: datetime | None

    @property
    def is_open(self) -> bool:
        """The city did not end it."""
        return not self.facts.ending

    @property
    def due_on(self) -> date:
        """The last day."""
        return self.facts.due_on

    @property
    def answered_on(self) -> date | None:
        """The day of the latest answer."""
        moment = self.facts.answered_at or self.facts.declined_at
        return None if moment is None else local_date(moment)
