"""What comes in becomes one dossier, whole, that somebody answers for."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gehoor.correspondence.models import Delivery, Message
from gehoor.dossiers.access import citizen_behind
from gehoor.dossiers.actions.intake import Reporter, Submission, receive, register
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.models import Assignment, Contact, Deadline, Dossier
from gehoor.journal.entries import dossier_chain
from gehoor.journal.queries import timeline
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound
from tests.city import MONDAY, City, small_city
from tests.people import AMINA, HILDE, SARA

CITIZEN = Actor(kind=ActorKind.CITIZEN)
LAMP = Submission(kind=Kind.MELDING, text="De straatlamp voor mijn deur is stuk. Al een week.", reporter=AMINA)


@pytest.fixture
def city(db: None) -> City:
    return small_city()


def test_a_melding_gets_a_number_a_department_a_clock_and_a_letter(city: City) -> None:
    receipt = receive(LAMP, by=CITIZEN, at=MONDAY)
    dossier = Dossier.objects.get(reference=receipt.dossier.reference)
    assert dossier.title == "De straatlamp voor mijn deur is stuk"
    assert Assignment.objects.get(dossier=dossier, ended_at=None).department == city["contactpunt"]
    deadline = Deadline.objects.get(dossier=dossier)
    assert (deadline.term, dossier.due_on) == ("melding_answer", deadline.due_on)
    letter = Message.objects.get(thread=dossier.thread, letter="received")
    assert (letter.to_address, letter.delivery) == (AMINA.email, Delivery.QUEUED)
    assert next(entry.verb for entry in timeline(dossier_chain(dossier.pk))) == "dossiers.received"


def test_the_letter_repeats_nothing_that_was_written_by_the_sender(city: City) -> None:
    hostile = replace(LAMP, text="Klik op https://kwaad.example en win. Alles is gratis.")
    receipt = receive(hostile, by=CITIZEN, at=MONDAY)
    letter = Message.objects.get(thread=receipt.dossier.thread, letter="received")
    assert "kwaad" not in letter.body + letter.subject


def test_a_question_may_be_anonymous(city: City) -> None:
    receipt = receive(
        Submission(kind=Kind.QUESTION, text="Wanneer is het park open?", reporter=Reporter()), by=CITIZEN, at=MONDAY
    )
    assert receipt.dossier.reporter_name == ""
    assert Message.objects.get(thread=receipt.dossier.thread, letter="received").delivery == Delivery.NONE


def test_the_same_key_twice_is_one_dossier(city: City) -> None:
    first = receive(replace(LAMP, key="k1"), by=CITIZEN, at=MONDAY)
    again = receive(replace(LAMP, key="k1"), by=CITIZEN, at=MONDAY + timedelta(hours=3))
    assert again.repeated
    assert again.dossier.reference == first.dossier.reference
    assert Dossier.objects.count() == 1


def test_the_same_key_with_another_story_is_refused(city: City) -> None:
    receive(replace(LAMP, key="k1"), by=CITIZEN, at=MONDAY)
    with pytest.raises(Conflict):
        receive(replace(LAMP, key="k1", text="Iets heel anders."), by=CITIZEN, at=MONDAY)
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("text", ["", "   \n ", "x" * 20_001])
def test_an_empty_or_endless_story_is_refused(city: City, text: str) -> None:
    with pytest.raises(InvalidInput):
        receive(replace(LAMP, text=text), by=CITIZEN, at=MONDAY)
    assert Dossier.objects.count() == 0


def test_nothing_arrives_in_the_future(city: City) -> None:
    with pytest.raises(InvalidInput):
        receive(replace(LAMP, received_at=MONDAY + timedelta(days=1)), by=CITIZEN, at=MONDAY)


def test_the_clock_of_a_call_runs_from_the_call_and_not_from_the_typing(city: City) -> None:
    called = MONDAY - timedelta(days=5)
    receipt = register(replace(LAMP, received_at=called), by=city.actor(SARA), at=MONDAY)
    assert Deadline.objects.get(dossier=receipt.dossier).started_on == called.date()


def test_who_does_not_answer_the_phone_does_not_register(city: City) -> None:
    with pytest.raises(NotAllowed):
        register(LAMP, by=city.actor(HILDE), at=MONDAY)


def test_the_link_opens_this_matter_and_no_other(city: City) -> None:
    mine = receive(LAMP, by=CITIZEN, at=MONDAY)
    other = receive(replace(LAMP, text="Een put in de weg."), by=CITIZEN, at=MONDAY)
    assert mine.token is not None
    actor, dossiers = citizen_behind(mine.token, at=MONDAY)
    assert [dossier.pk for dossier in dossiers] == [mine.dossier.pk]
    assert other.dossier.pk not in actor.dossier_ids


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "💥", "../../etc/passwd", "a" * 5000])
def test_any_other_token_opens_nothing(city: City, token: str) -> None:
    receive(LAMP, by=CITIZEN, at=MONDAY)
    with pytest.raises(NotFound):
        citizen_behind(token, at=MONDAY)


def test_a_link_ends_after_two_years(city: City) -> None:
    receipt = receive(LAMP, by=CITIZEN, at=MONDAY)
    assert receipt.token is not None
    with pytest.raises(NotFound):
        citizen_behind(receipt.token, at=MONDAY + timedelta(days=731))
