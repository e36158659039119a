"""The clocks of a dossier as the desk shows them: the day, the strip, the proof."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gehoor.dossiers.queries import Clock
from gehoor.regulations.clock import Reckoning, StripDay, strip
from gehoor.regulations.queries import calendar_of


@dataclass(frozen=True)
class ShownClock:
    """One term. ``days`` is empty when it no longer runs."""

    label: str
    running: bool
    paused: bool
    due_on: date | None
    met_on: date | None
    ended_on: date | None
    sentence: str
    reckoning: Reckoning
    days: list[StripDay]


def shown(clocks: Iterable[Clock], *, body_id: int, today: date) -> list[ShownClock]:
    """The clocks for a page, those that run first."""
    calendar = calendar_of(body_id)
    found = [
        ShownClock(
            label=clock.deadline.label,
            running=clock.is_running,
            paused=clock.is_running and clock.deadline.due_on is None,
            due_on=clock.deadline.due_on,
            met_on=clock.deadline.met_on,
            ended_on=clock.deadline.ended_on,
            sentence=clock.reckoning.sentence(),
            reckoning=clock.reckoning,
            days=strip(clock.reckoning, calendar, today) if clock.is_running else [],
        )
        for clock in clocks
    ]
    return sorted(found, key=lambda clock: not clock.running)
