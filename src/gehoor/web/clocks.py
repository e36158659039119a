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

    @property
    def about_the_answer(self) -> bool:
        """Whether the answer of the city meets it: that of the first treatment, or that of a later one."""
        return "answer" in (self.term, self.reckoning.term.met_by)

    @cached_property
    def days(self) -> list[StripDay]:
        """The strip of days, up to the day it was met; drawn only when asked for."""
        days = strip(self.reckoning, self.today, self.met_on)
        return [replace(one, kinds=one.kinds - {"over"}) for one in days] if self.theirs else days


def clock_of_the_answer(clocks: Iterable[ShownClock]) -> ShownClock | None:
    """The term in which the answer must come: the one that runs, else the one that was met last, else the last that there was."""
    about = [clock for clock in clocks if clock.about_the_answer]
    return max(about, key=lambda one: (one.running, one.met_on is not None, one.reckoning.started_on), default=None)


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
