"""The clocks of a dossier as the desk and the second line show them: the day, the strip, the proof."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from gehoor.dossiers.queries import Clock
from gehoor.regulations.clock import Reckoning
from gehoor.regulations.clock_strip import StripDay, strip


@dataclass(frozen=True)
class ShownClock:
    """One term of a dossier, for a page."""

    term: str
    label: str
    running: bool
    paused: bool
    due_on: date | None
    met_on: date | None
    ended_on: date | None
    sentence: str
    reckoning: Reckoning
    today: date

    @property
    def theirs(self) -> bool:
        """The complainant's own term: the city cannot be late in it."""
        return self.term == "reaction"

    @cached_property
    def days(self) -> list[StripDay]:
        """The strip of days, up to the day it was met; drawn only when asked for."""
        days = strip(self.reckoning, self.today, self.met_on)
        return [replace(one, kinds=one.kinds - {"over"}) for one in days] if self.theirs else days


def shown(clocks: Iterable[Clock], *, today: date) -> list[ShownClock]:
    """The clocks for a page, those that run first."""
    found = [
        ShownClock(
            term=clock.deadline.term,
            label=clock.deadline.label,
            running=clock.is_running,
            paused=clock.is_running and clock.deadline.due_on is None,
            due_on=clock.deadline.due_on,
            met_on=clock.deadline.met_on,
            ended_on=clock.deadline.ended_on,
            sentence=clock.reckoning.sentence(),
            reckoning=clock.reckoning,
            today=today,
        )
        for clock in clocks
    ]
    return sorted(found, key=lambda clock: not clock.running)
