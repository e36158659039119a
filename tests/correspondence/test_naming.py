"""Mail that nobody looked at is no megaphone: it repeats nothing that a stranger wrote."""

import pytest

from gehoor.correspondence.actions import Addressee, Author, open_thread, queue_letter
from gehoor.correspondence.naming import addressed_as
from tests.city import MONDAY, City

ADVERTISEMENT = "WIN 500 EURO op www.kwaad.example"


@pytest.mark.parametrize("name", ["Amina Daoudi", "Zoë N. O'Brien-Ngũgĩ", "Jan Van den Broeck", "J. Peeters", "李 明"])
def test_a_name_is_a_name(name: str) -> None:
    assert addressed_as("complaint_late", name, by_machine=True) == name


@pytest.mark.parametrize(
    "name",
    [ADVERTISEMENT, "kwaad.example", "http:", "bel 0900 12 34", "x" * 61, "Amina\r\nBcc: a", "<b>", "a@b.example"],
)
def test_anything_else_is_not_repeated_by_a_machine(name: str) -> None:
    assert addressed_as("complaint_late", name, by_machine=True) == ""


def test_somebody_of_the_city_read_what_they_answer() -> None:
    assert addressed_as("message", "Firma 3D.be", by_machine=False) == "Firma 3D.be"


@pytest.mark.parametrize("code", ["received", "complaint_acknowledged", "new_link"])
def test_an_acknowledgement_names_nobody(code: str) -> None:
    assert addressed_as(code, "Amina Daoudi", by_machine=True) == ""


def test_an_advertisement_as_a_name_reaches_no_inbox(city: City) -> None:
    thread, to = open_thread(at=MONDAY), Addressee(ADVERTISEMENT, "slachtoffer@voorbeeld.example")
    fields = {"reference": "2026-00042-5", "department": "Groen", "due_on": "2 maart 2026"}
    message = queue_letter(thread, "first_line_late", fields, to=to, at=MONDAY)
    assert "WIN" not in message.body + message.subject
    assert message.body.startswith("Dag inwoner\n")
    fields = {"reference": "2026-00042-5", "text": "We kijken het na."}
    answer = queue_letter(thread, "message", fields, to=to, at=MONDAY, author=Author("Sara", "Groen", 1))
    assert "WIN" in answer.body, "Sara has seen it, and it is their own name"
