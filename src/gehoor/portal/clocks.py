"""The clock of a dossier as the tracking page shows it: a sentence, a strip and a proof."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from gehoor.dossiers.wording import day_in_words
from gehoor.regulations.clock_strip import StripDay, strip
from gehoor.regulations.terms import CLARIFICATION, CODES, PAUSE_REASONS, is_owed

if TYPE_CHECKING:
    from gehoor.dossiers.models import Deadline, Dossier
    from gehoor.dossiers.queries import Clock
    from gehoor.regulations.clock import Reckoning

_PROMISE: Final = {
    "acknowledgement": "onze ontvangstmelding",
    "admissibility": "ons antwoord of we je klacht mogen behandelen",
    "answer": "ons antwoord op je klacht",
    "first_line": "een oplossing van de dienst",
}


@dataclass(frozen=True)
class ClockView:
    """One term. ``state``: ``running``, ``paused``, ``late``, ``met`` or ``met_late``; ``due_on`` is None while paused."""

    promise: str
    state: str
    due_on: date | None
    met_on: date | None
    reckoning: "Reckoning"
    strip: list[StripDay]
    days: int

    @property
    def stands_because(self) -> str:
        """Why the clock stands still, unless we wait for the citizen's own answer."""
        reasons = [pause.reason for pause in self.reckoning.pauses if pause.end is None]
        return "" if not reasons or PAUSE_REASONS[CLARIFICATION] in reasons[-1] else reasons[-1].rstrip(".")

    @property
    def heading(self) -> str:
        """Before it is met a question, after it an account."""
        if self.state in ("met", "met_late"):
            return "Waren we op tijd?"
        return "Zijn we op tijd?" if self.state == "late" else "Wanneer krijg je antwoord?"

    @property
    def in_words(self) -> str:
        """The strip for who does not see it."""
        parts = [f"De dagen vanaf {day_in_words(self.reckoning.started_on)}."]
        if self.due_on is not None:
            parts.append(f"Uiterste datum: {day_in_words(self.due_on)}.")
        if self.met_on is not None:
            parts.append(f"Gedaan op {day_in_words(self.met_on)}.")
        if self.state == "paused":
            parts.append("De klok staat nu stil.")
        return " ".join(parts)


def clocks_of(dossier: "Dossier", clocks: Sequence["Clock"], *, today: date) -> list[ClockView]:
    """The promises of the city on one dossier: the one that matters now first. At most one statement, for the calendar."""
    kept = [c for c in clocks if c.deadline.ended_on is None and is_owed(c.reckoning.term)]
    kept.sort(key=_weight)
    return [_view(dossier, clock, today) for clock in kept]


def _weight(clock: "Clock") -> tuple[bool, bool]:
    """The answer that is still to come first, then what else runs, then the answer that came."""
    about_the_answer = "answer" in (clock.deadline.term, clock.reckoning.term.met_by)
    return (not clock.is_running, not about_the_answer)


def _view(dossier: "Dossier", clock: "Clock", today: date) -> ClockView:
    row = clock.deadline
    due = clock.reckoning.due_on
    state = _state(due, row.met_on, today)
    until = row.met_on or today
    return ClockView(
        promise=_PROMISE.get(row.term, _promise(row)),
        state=state,
        due_on=due,
        met_on=row.met_on,
        reckoning=clock.reckoning,
        strip=strip(clock.reckoning, today, row.met_on),
        days=0 if due is None else abs((due - until).days),
    )


def _promise(row: "Deadline") -> str:
    """A term of another kind is our answer; one that only this regulation has goes by its own name."""
    return "ons antwoord" if row.term in CODES else f"“{row.label}”"


def _state(due: date | None, met_on: date | None, today: date) -> str:
    if met_on is not None:
        return "met_late" if due is not None and met_on > due else "met"
    if due is None:
        return "paused"
    return "late" if due < today else "running"
