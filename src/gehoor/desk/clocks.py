"""The running clocks on a page of the desk, each with what may be done to it by who reads it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from django.urls import reverse

from gehoor.desk.moves import Button
from gehoor.dossiers.actions.own_clocks import has_hand
from gehoor.dossiers.clocks import Change, changes_of
from gehoor.regulations.terms import CLARIFICATION, PAUSE_REASONS, Hand
from gehoor.web.clocks import ShownClock, shown

if TYPE_CHECKING:
    from gehoor.dossiers.models import Dossier
    from gehoor.dossiers.queries import Clock
    from gehoor.kernel.actors import Actor


@dataclass(frozen=True)
class RunningClock:
    """A clock that runs or stands still; ``buttons``: pause, resume, extend, take back, as far as the regulation allows."""

    clock: ShownClock
    buttons: list[Button]


class Reader(Protocol):
    """Who looks at the clocks of a dossier, and where the acts are."""

    @property
    def asked(self) -> bool:
        """Whether somebody outside was asked something: that pause ends with the answer."""

    def has(self, hands: Collection[Hand]) -> bool:
        """Whether one of these hands of the regulation is theirs."""

    def address(self, act: str, code: str, *more: object) -> str:
        """The page of an act on the clock with this code."""


def clocks_on(clocks: Sequence["Clock"], reader: Reader, *, today: date) -> tuple[list[ShownClock], list[RunningClock]]:
    """All clocks for the table, and the running ones with their buttons."""
    by_key = {id(clock.reckoning): clock for clock in clocks}
    every = shown(clocks, today=today)
    running = [
        RunningClock(one, _buttons(by_key[id(one.reckoning)], reader, today=today)) for one in every if one.running
    ]
    return every, running


def open_pauses(clock: "Clock") -> list[Change]:
    """The pauses that have no end yet."""
    return [one for one in changes_of(clock.deadline) if one.kind == "pause" and one.until is None]


def extensions(clock: "Clock") -> list[Change]:
    """The extensions that count."""
    return [one for one in changes_of(clock.deadline) if one.kind == "extend"]


def _buttons(clock: "Clock", reader: Reader, *, today: date) -> list[Button]:
    term, due_on = clock.reckoning.term, clock.deadline.due_on
    passed = due_on is not None and due_on < today
    may_pause, may_extend = reader.has(term.pauses.hands), reader.has([term.extension.approver])
    given = extensions(clock)
    rule = term.extension
    found = []
    if may_pause and _ends_here(clock, reader):
        found.append(Button("Laat de klok weer lopen", reader.address("resume", term.code)))
    if may_pause and term.pauses.allowed and not passed:
        found.append(Button("Zet de klok stil", reader.address("pause", term.code)))
    if may_extend and rule.allowed and not passed and (rule.max_count is None or len(given) < rule.max_count):
        found.append(Button("Verleng de termijn", reader.address("extend", term.code)))
    if may_extend:
        for one in given:
            url = reader.address("take_back", term.code, one.pk)
            found.append(Button(f"Trek de verlenging in: {one.reason}", url))
    return found


def _ends_here(clock: "Clock", reader: Reader) -> bool:
    """Whether somebody may let it run again now; a question to the citizen ends with the answer."""
    return any(not (reader.asked and one.reason == PAUSE_REASONS[CLARIFICATION]) for one in open_pauses(clock))


@dataclass(frozen=True)
class DossierReader:
    """Who reads a question, melding or suggestion."""

    dossier: "Dossier"
    actor: "Actor"
    asked: bool

    def has(self, hands: Collection[Hand]) -> bool:
        """While the dossier is open."""
        return self.dossier.is_open and has_hand(self.actor, self.dossier, hands)

    def address(self, act: str, code: str, *more: object) -> str:
        """Below the dossier."""
        return reverse(f"desk:clock_{act}", args=[self.dossier.reference, code, *more])
