"""Which days count. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

WEEKEND = frozenset({5, 6})


@dataclass(frozen=True)
class Calendar:
    """The days a body does not work: weekends and the closing days it decided on (holidays included), by label."""

    closing_days: Mapping[date, str] = field(default_factory=dict)
    weekend: frozenset[int] = WEEKEND

    def is_working_day(self, day: date) -> bool:
        """Neither weekend nor closing day."""
        return day.weekday() not in self.weekend and day not in self.closing_days

    def label(self, day: date) -> str:
        """Why it is not a working day, or an empty text."""
        return self.closing_days.get(day, "weekend" if day.weekday() in self.weekend else "")

    def next_working_day(self, day: date) -> date:
        """The day itself when it is a working day, otherwise the first one after it."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def add_working_days(self, day: date, amount: int) -> date:
        """The day on which that many working days after ``day`` have passed; ``day`` itself when the amount is 0."""
        while amount > 0:
            day += timedelta(days=1)
            amount -= self.is_working_day(day)
        return day
