"""Somebody outside the city answers through a link, without an account."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gehoor.correspondence.actions import make_link, make_link_on
from gehoor.correspondence.models import Link, Message
from gehoor.dossiers.actions.inquiring import Asking, ask_outside, close_inquiry, withdraw_inquiry
from gehoor.dossiers.actions.intake import Submission, receive
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.models import Inquiry
from gehoor.files.actions import store
from gehoor.files.models import StoredFile
from gehoor.journal.models import Read
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.clock import local_date, now
from gehoor.kernel.tokens import digest
from tests.city import City
from tests.people import AMINA, SARA
from tests.portal.citizen import Citizen

QUESTION = "Stond jullie wagen op 2 maart in de Kerkstraat?"
SECRET = "Mijn oprit was geblokkeerd."


@pytest.fixture
def asked(city: City) -> Inquiry:
    told = Submission(kind=Kind.MELDING, text=SECRET, reporter=AMINA)
    dossier = receive(told, by=Actor(kind=ActorKind.CITIZEN), at=now()).dossier
    sara = city.actor(SARA)
    due_on = local_date(now()) + timedelta(days=14)
    asking = Asking("", "Firma Snel", "planning@snel.example", QUESTION, due_on)
    plan = store(SimpleUploadedFile("plan.txt", b"plan"), name="plan.txt", by=sara, at=now())
    return ask_outside(dossier, asking, by=sara, at=now(), files=[plan])


@pytest.fixture
def link(asked: Inquiry) -> str:
    return f"/antwoord/{make_link_on(asked.thread, at=now())}/"


def answers(asked: Inquiry) -> list[str]:
    return list(asked.thread.messages.filter(direction="in").order_by("pk").values_list("body", flat=True))


def test_the_page_says_what_is_asked_by_whom_and_until_when_and_nothing_of_the_citizen(
    citizen: Citizen, asked: Inquiry, link: str
) -> None:
    text = citizen.visit(link)
    for shown in (QUESTION, "Sara Peeters van Stad Vaartberg", "Firma Snel", "plan.txt", asked.dossier.reference):
        assert shown in text
    for hidden in (SECRET, AMINA.name, AMINA.email, AMINA.address):
        assert hidden not in text
    headers = citizen.page.headers
    assert "no-store" in headers["Cache-Control"]
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert Read.objects.filter(actor_kind="outside", actor_id=asked.pk).count() == 1


def test_they_answer_with_a_file_and_get_a_receipt_and_answer_again(
    citizen: Citizen, asked: Inquiry, link: str
) -> None:
    citizen.visit(link)
    citizen.send(text="Ja, tot 9 uur.", files=[SimpleUploadedFile("rit.txt", b"rit", "text/plain")])
    assert "We kregen je antwoord." in citizen.text
    assert "rit.txt" in citizen.text
    citizen.send(text="En om 10 uur opnieuw.")
    assert answers(asked) == ["Ja, tot 9 uur.", "En om 10 uur opnieuw."]


def test_the_same_form_sent_twice_is_one_answer(citizen: Citizen, asked: Inquiry, link: str) -> None:
    citizen.visit(link)
    form = citizen.hidden() | {"text": "Ja."}
    for _ in range(2):
        assert citizen.client.post(link, form).status_code == 303
    assert answers(asked) == ["Ja."]


@pytest.mark.parametrize(
    ("typed", "sentence"), [({"text": " "}, "Schrijf eerst je antwoord"), ({"text": "x" * 20_001}, "te lang")]
)
def test_an_answer_that_says_nothing_or_too_much_is_not_sent(
    citizen: Citizen, asked: Inquiry, link: str, typed: dict[str, str], sentence: str
) -> None:
    citizen.visit(link)
    assert citizen.send(**typed).status_code == 422
    assert sentence in citizen.text
    assert answers(asked) == []


def test_a_file_that_is_refused_keeps_the_text(citizen: Citizen, asked: Inquiry, link: str) -> None:
    citizen.visit(link)
    empty = SimpleUploadedFile("leeg.txt", b"", "text/plain")
    assert citizen.send(text="Zie bijlage.", files=[empty]).status_code == 422
    assert "Zie bijlage." in citizen.text
    assert answers(asked) == []


def test_it_is_not_for_them(citizen: Citizen, asked: Inquiry, link: str) -> None:
    citizen.visit(f"{link}niet-voor-ons/")
    citizen.send(text="Vraag het aan Traag nv.")
    assert "We vragen het aan iemand anders." in citizen.text
    assert answers(asked) == ["Vraag het aan Traag nv."]
    assert Inquiry.objects.get().declined_at is not None


def test_a_closed_question_has_an_honest_page_without_what_was_asked(
    city: City, citizen: Citizen, asked: Inquiry, link: str
) -> None:
    citizen.visit(link)
    form = citizen.hidden() | {"text": "Te laat."}
    file = asked.thread.messages.get().attachments.get().file.public_id
    assert citizen.client.get(f"{link}bestand/{file}/").status_code == 200
    close_inquiry(asked, by=city.actor(SARA), at=now())
    text = citizen.visit(link)
    assert "Deze vraag is afgesloten" in text
    assert QUESTION not in text
    assert citizen.client.post(link, form).status_code == 422
    assert citizen.client.get(f"{link}bestand/{file}/").status_code == 404
    assert answers(asked) == []


def test_unknown_expired_withdrawn_and_foreign_links_look_alike(city: City, asked: Inquiry, link: str) -> None:
    expired = make_link_on(asked.thread, at=now())
    Link.objects.filter(digest=digest(expired)).update(expires_at=now() - timedelta(seconds=1))
    amina = make_link(asked.dossier.thread_id, at=now())
    before = [Client().get(f"/antwoord/{token}/") for token in (expired, amina, "x" * 43, "é")]
    withdraw_inquiry(asked, by=city.actor(SARA), at=now())
    pages = [*before, Client().get(link), Client().get("/antwoord/"), Client().post(link, {"text": "Ja."})]
    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1
    assert Client().get(link.replace("/antwoord/", "/volg/")).status_code == 404


def test_a_file_of_the_dossier_that_was_not_enclosed_is_not_there(city: City, asked: Inquiry, link: str) -> None:
    other = ask_outside(asked.dossier, _another(asked), by=city.actor(SARA), at=now(), files=[_file(city)])
    file = Message.objects.get(thread=other.thread).attachments.get().file.public_id
    assert Client().get(f"{link}bestand/{file}/").status_code == 404


def _another(asked: Inquiry) -> Asking:
    return Asking("An", "", "an@snel.example", "En jullie?", asked.due_on)


def _file(city: City) -> StoredFile:
    return store(SimpleUploadedFile("x.txt", b"x"), name="x.txt", by=city.actor(SARA), at=now())
