"""Which promises of the city passed: what the late notice says, and when that opens the way to the second line."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from gehoor.complaints.models import Complaint
from gehoor.complaints.wording import rules_of
from gehoor.dossiers.models import Deadline
from gehoor.dossiers.wording import day_in_words
from gehoor.regulations.second_line import takes_late
from gehoor.regulations.terms import Term, is_promised

_MISSED: Final = {
    "acknowledgement": "Onze ontvangstmelding moest er zijn op {day}.",
    "admissibility": "Je moest uiterlijk op {day} van ons horen of we je klacht mogen behandelen.",
    "answer": "Ons antwoord op je klacht moest er zijn op {day}.",
    "first_line": "De dienst moest je uiterlijk op {day} een oplossing voorstellen.",
}


def missed_in_words(rows: Iterable[Deadline]) -> str:
    """What should have been there by which day, a sentence for each clock that passed."""
    return " ".join(_missed(row) for row in rows if row.due_on is not None)


def _missed(row: Deadline) -> str:
    known = _MISSED.get(row.term)
    day = "" if row.due_on is None else day_in_words(row.due_on)
    return known.format(day=day) if known else f"Dit moest uiterlijk op {day} gebeurd zijn: {row.label.lower()}."


def late_fields(complaint: Complaint, rows: Iterable[Deadline], *, day: date) -> dict[str, str]:
    """The fields of the letter ``complaint_late``, but for the second line."""
    now = takes_late(rules_of(complaint).second_line_on(day))
    choice = "Wil je niet op ons wachten?" if now else "Ben je later niet tevreden met ons antwoord?"
    return {"missed": missed_in_words(rows), "choice": choice}


def promised(row: Deadline, terms: Mapping[str, Term]) -> bool:
    """Whether this clock is a promise to the complainant, who hears it when it passes."""
    term = terms.get(row.term)
    return term is not None and is_promised(term)


def not_in_time(rows: Iterable[Mapping[str, Any]], terms: Mapping[str, Term], *, today: date) -> bool:
    """Whether a complaint was not handled in time (Bestuursdecreet art. II.85, 2°): an answer that came late or is late, or
    another promise that passed and that is still not kept."""
    return any(_passed(row, terms.get(row["term"]), today) for row in rows if row["due_on"] is not None)


def _passed(row: Mapping[str, Any], term: Term | None, today: date) -> bool:
    if term is None or not (row["term"] == "answer" or is_promised(term)):
        return False
    over = row["met_on"] or row["ended_on"]
    about_the_answer = "answer" in (row["term"], term.met_by)
    return bool(row["due_on"] < (over or today)) and (about_the_answer or over is None)
