"""What the regulation says of an act on one clock, in a sentence for its page."""

from datetime import date
from typing import TYPE_CHECKING

from gehoor.desk.clocks import extensions, open_pauses
from gehoor.dossiers.wording import day_in_words

if TYPE_CHECKING:
    from gehoor.dossiers.queries import Clock

NOT_RUNNING = "Deze termijn loopt niet meer."


def standing(clock: "Clock") -> str:
    """Which clock it is about, and until when."""
    due_on = clock.deadline.due_on
    return f"{clock.reckoning.term.what}: {f'uiterlijk {day_in_words(due_on)}' if due_on else 'de klok staat stil'}."


def no_pause(clock: "Clock", *, today: date) -> str:
    """Why it cannot stand still; empty when it can."""
    if not clock.reckoning.term.pauses.allowed:
        return "Het reglement laat niet toe om deze termijn te schorsen."
    return "Deze termijn is al voorbij. Schorsen kan dan niet meer." if _passed(clock, today) else ""


def no_resume(clock: "Clock", *, today: date) -> str:
    """Why it cannot run again; empty when it can."""
    return "" if open_pauses(clock) else "Deze klok staat niet stil."


def no_extension(clock: "Clock", *, today: date) -> str:
    """Why it gets no more time; empty when it can."""
    rule = clock.reckoning.term.extension
    if not rule.allowed:
        return "Het reglement laat niet toe om deze termijn te verlengen."
    if rule.max_count is not None and len(extensions(clock)) >= rule.max_count:
        return "Deze termijn mag niet nog eens verlengd worden."
    return "Deze termijn is al voorbij. Verlengen kan dan niet meer." if _passed(clock, today) else ""


def no_taking_back(clock: "Clock", change_id: int) -> str:
    """Why this extension cannot be taken back; empty when it can."""
    there = any(one.pk == change_id for one in extensions(clock))
    return "" if there else "Deze verlenging is er niet (meer)."


def _passed(clock: "Clock", today: date) -> bool:
    due_on = clock.deadline.due_on
    return due_on is not None and due_on < today
