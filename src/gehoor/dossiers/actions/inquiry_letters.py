"""What the mail to somebody outside says. The screen that previews it uses the same fields."""

from datetime import date

from gehoor.correspondence.actions import Addressee
from gehoor.dossiers.models import Dossier, Inquiry
from gehoor.dossiers.wording import day_in_words

PARTY = "buiten de stad"
"""Beside the name of who answers: no citizen, and nobody of the city."""


def addressee(inquiry: Inquiry) -> Addressee:
    """Who is asked."""
    return Addressee(inquiry.whom, inquiry.email)


def as_asked(dossier: Dossier, question: str, told_name: str, due_on: date) -> dict[str, str]:
    """The fields of the letter with the question, but for who signs it and who reads it."""
    return {
        "reference": dossier.reference,
        "question": question,
        "about": about(told_name),
        "due_on": day_in_words(due_on),
    }


def about(told_name: str) -> str:
    """Who reported it, when they may know; nothing at all otherwise."""
    return f"Dit gaat over wat {told_name} ons meldde." if told_name else ""


def coming(due_on: date) -> str:
    """Before the last day."""
    return f"We vragen je antwoord uiterlijk op {day_in_words(due_on)}."


def passed(due_on: date) -> str:
    """After the last day."""
    return f"We vroegen je antwoord uiterlijk op {day_in_words(due_on)}. Dat is voorbij, maar antwoorden kan nog."


def longer(due_on: date) -> str:
    """When there is a later last day."""
    return f"Je krijgt meer tijd: we vragen je antwoord nu uiterlijk op {day_in_words(due_on)}."
