"""A mail of somebody outside who was asked something lands with that question, and nowhere with the citizen."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from gehoor.correspondence.models import Delivery, Message
from gehoor.correspondence.post import message_id
from gehoor.correspondence.replies import reply_address
from gehoor.dossiers.actions.inquiring import Asking, ask_outside, withdraw_inquiry
from gehoor.dossiers.actions.intake import Submission, receive
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.models import Dossier, Inquiry, WorkItem
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.clock import local_date
from gehoor.mailroom.models import Outcome
from tests.city import MONDAY, City
from tests.mailroom.conftest import TakeIn
from tests.mailroom.mails import answer, bounce, mail
from tests.people import AMINA, SARA

THEM = "planning@snel.example"


@pytest.fixture
def asked(city: City) -> Inquiry:
    told = Submission(kind=Kind.MELDING, text="Mijn oprit was geblokkeerd.", reporter=AMINA)
    dossier = receive(told, by=Actor(kind=ActorKind.CITIZEN), at=MONDAY).dossier
    asking = Asking("", "Firma Snel", THEM, "Was dat jullie wagen?", local_date(MONDAY) + timedelta(days=14))
    inquiry = ask_outside(dossier, asking, by=city.actor(SARA), at=MONDAY)
    Message.objects.filter(thread=inquiry.thread).update(delivery=Delivery.SENT, sent_at=MONDAY)
    return inquiry


def question(asked: Inquiry) -> Message:
    return Message.objects.get(thread=asked.thread, direction="out")


def said(asked: Inquiry) -> list[str]:
    return list(asked.thread.messages.filter(direction="in").order_by("pk").values_list("body", flat=True))


def test_a_reply_to_the_mail_is_their_answer(asked: Inquiry, take_in: TakeIn) -> None:
    row = take_in(answer("Ja, dat waren wij.", to=message_id(question(asked)), sender=THEM))
    assert (row.outcome, row.dossier) == (Outcome.REPLY, asked.dossier)
    assert said(asked) == ["Ja, dat waren wij."]
    assert not asked.dossier.thread.messages.filter(body__contains="dat waren wij").exists()
    assert WorkItem.objects.filter(kind=WorkItem.Kind.OUTSIDE, done_at=None, title__contains="Lees het").count() == 1


def test_so_is_a_mail_to_the_address_of_the_question(asked: Inquiry, take_in: TakeIn, settings: Settings) -> None:
    settings.GEHOOR_REPLY_ADDRESS = "antwoord@vaartberg.example"
    row = take_in(mail("Ja.", sender=THEM, subject="Iets anders").replace(b"info@vaartberg.example", _to(asked)))
    assert row.outcome == Outcome.REPLY
    assert said(asked) == ["Ja."]


def _to(asked: Inquiry) -> bytes:
    return reply_address(asked.thread_id).encode()


def test_somebody_else_who_got_it_forwarded_answers_nothing_and_reads_nothing(asked: Inquiry, take_in: TakeIn) -> None:
    row = take_in(answer("Wij ook.", to=message_id(question(asked)), sender="ander@voorbeeld.example"))
    assert (row.outcome, row.maybe_of) == (Outcome.CONTACT, asked.dossier.reference)
    assert said(asked) == []
    acknowledged = Message.objects.get(letter="received", to_address="ander@voorbeeld.example")
    assert asked.dossier.reference not in acknowledged.body + acknowledged.subject


def test_the_citizen_who_answers_to_it_is_no_party(asked: Inquiry, take_in: TakeIn) -> None:
    take_in(answer("Dat is niet waar.", to=message_id(question(asked))))
    assert said(asked) == []


def test_a_mail_after_it_was_withdrawn_is_not_lost(city: City, asked: Inquiry, take_in: TakeIn) -> None:
    withdraw_inquiry(asked, by=city.actor(SARA), at=MONDAY)
    take_in(answer("Toch nog dit.", to=message_id(question(asked)), sender=THEM))
    assert said(asked) == ["Toch nog dit."]


def test_an_answer_to_the_citizen_stays_where_it_belongs(city: City, asked: Inquiry, take_in: TakeIn) -> None:
    row = take_in(mail("De lamp.", sender=f"x <{AMINA.email}>"))
    assert row.dossier != asked.dossier
    assert Dossier.objects.count() == 2


def test_a_question_that_bounces_says_so_and_who_asked_has_the_task(
    city: City, asked: Inquiry, take_in: TakeIn
) -> None:
    row = take_in(bounce(message_id(question(asked))))
    assert (row.outcome, row.dossier) == (Outcome.BOUNCE, asked.dossier)
    assert question(asked).delivery == Delivery.FAILED
    task = WorkItem.objects.get(kind=WorkItem.Kind.MAIL_FAILED)
    assert task.assignee == city.person(SARA)
