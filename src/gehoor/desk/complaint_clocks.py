"""The clocks on the page of a complaint, each with what may be done to it by who reads it."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse

from gehoor.complaints.procedure import By, Step
from gehoor.desk.moves import Button
from gehoor.dossiers.clocks import Change, changes_of
from gehoor.regulations.terms import CLARIFICATION, PAUSE_REASONS, Hand
from gehoor.web.clocks import ShownClock, shown

if TYPE_CHECKING:
    from gehoor.complaints.pages import ComplaintPage
    from gehoor.dossiers.queries import Clock

HANDS = {Hand.COORDINATOR: By.COORDINATOR, Hand.HANDLER: By.HANDLER, Hand.DIRECTOR: By.DIRECTOR}


@dataclass(frozen=True)
class RunningClock:
    """A clock that runs or stands still; ``buttons``: pause, resume, extend, take back, as far as the regulation allows."""

    clock: ShownClock
    buttons: list[Button]


def clocks_on(page: "ComplaintPage", *, today: date) -> tuple[list[ShownClock], list[RunningClock]]:
    """All clocks for the table, and the running ones with their buttons."""
    by_key = {id(clock.reckoning): clock for clock in page.clocks}
    every = shown(page.clocks, today=today)
    running = [
        RunningClock(one, _buttons(page, by_key[id(one.reckoning)], today=today)) for one in every if one.running
    ]
    return every, running


def open_pauses(clock: "Clock") -> list[Change]:
    """The pauses that have no end yet."""
    return [one for one in changes_of(clock.deadline) if one.kind == "pause" and one.until is None]


def extensions(clock: "Clock") -> list[Change]:
    """The extensions that count."""
    return [one for one in changes_of(clock.deadline) if one.kind == "extend"]


def _buttons(page: "ComplaintPage", clock: "Clock", *, today: date) -> list[Button]:
    term, due_on = clock.reckoning.term, clock.deadline.due_on
    passed = due_on is not None and due_on < today
    may_pause = any(HANDS[hand] in page.hands for hand in term.pauses.hands)
    may_extend = HANDS[term.extension.approver] in page.hands
    given = extensions(clock)
    rule = term.extension
    found = []
    if may_pause and _ends_here(page, clock):
        found.append(_button(page, clock, "Laat de klok weer lopen", "resume"))
    if may_pause and term.pauses.allowed and not passed:
        found.append(_button(page, clock, "Zet de klok stil", "pause"))
    if may_extend and rule.allowed and not passed and (rule.max_count is None or len(given) < rule.max_count):
        found.append(_button(page, clock, "Verleng de termijn", "extend"))
    if may_extend:
        found += [_button(page, clock, f"Trek de verlenging in: {one.reason}", "take_back", one.pk) for one in given]
    return found


def _ends_here(page: "ComplaintPage", clock: "Clock") -> bool:
    """Whether somebody may let it run again now; a question to the complainant ends with the answer."""
    asked = page.complaint.step == Step.CLARIFICATION
    return any(not (asked and one.reason == PAUSE_REASONS[CLARIFICATION]) for one in open_pauses(clock))


def _button(page: "ComplaintPage", clock: "Clock", label: str, act: str, *more: object) -> Button:
    args = [page.dossier.reference, clock.deadline.term, *more]
    return Button(label, reverse(f"desk:complaint_clock_{act}", args=args))
