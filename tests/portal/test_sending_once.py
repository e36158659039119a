"""Sending twice makes one dossier, whatever is done: two clicks, a retry, the back button, two tabs at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from gehoor.complaints.models import Complaint
from gehoor.correspondence.models import Link, Message
from gehoor.dossiers.actions.drafts import forget_old_drafts
from gehoor.dossiers.models import Contact, Dossier, Draft
from gehoor.kernel.clock import now
from tests.city import City, small_city
from tests.complaints import course as way
from tests.portal.citizen import Citizen, token_of


def at_once(number: int, ask: Callable[[], Any]) -> list[Any]:
    """Ask the same from several threads, each with a connection of its own, at the same moment."""
    barrier = Barrier(number)

    def one() -> Any:
        try:
            barrier.wait(10)
            return ask()
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return [future.result() for future in [pool.submit(one) for _ in range(number)]]


@pytest.fixture
def living_city(fresh_db: str) -> City:
    """A city with real commits."""
    return small_city()


def same_browser(client: Client) -> Client:
    again = Client()
    again.cookies = client.cookies
    return again


def test_a_second_click_gets_the_same_number_and_a_link_that_works(citizen: Citizen) -> None:
    citizen.tell()
    where, hidden = citizen.at, citizen.hidden()
    first = citizen.client.post(where, hidden)
    second = citizen.client.post(where, hidden)
    assert Dossier.objects.count() == 1
    assert first.headers["Location"] != second.headers["Location"]
    for answer in (first, second):
        assert Dossier.objects.get().reference in citizen.visit(answer.headers["Location"])
    assert Message.objects.filter(direction="out").count() == 1, "one confirmation"


def test_the_back_button_after_sending_shows_the_number_and_not_the_form(citizen: Citizen) -> None:
    citizen.tell()
    form = citizen.at
    citizen.send()
    for page in ("nakijken", "plaats", "wie", "verhaal"):
        answer = citizen.client.get(form.replace("nakijken", page))
        assert answer.headers["Location"].endswith("/verstuurd/"), page
    citizen.visit(form.replace("nakijken", "verstuurd"))
    assert "We hebben dit al" in citizen.text
    assert Dossier.objects.get().reference in citizen.text
    citizen.send()
    assert citizen.at.endswith("/ontvangst/")
    assert Dossier.objects.count() == 1


def test_what_is_changed_after_sending_is_not_sent_and_not_lost_in_silence(citizen: Citizen) -> None:
    citizen.tell()
    place = citizen.at.replace("nakijken", "plaats")
    citizen.send()
    answer = citizen.client.post(place, {"place": "Ergens anders"})
    assert answer.headers["Location"].endswith("/verstuurd/")
    assert Dossier.objects.get().place == "Lindenstraat 14"


def test_a_retry_a_day_later_still_is_the_same_dossier(citizen: Citizen) -> None:
    citizen.tell()
    where, hidden = citizen.at, citizen.hidden()
    citizen.client.post(where, hidden)
    Draft.objects.update(changed_at=now() - timedelta(hours=25))
    forget_old_drafts(at=now())
    citizen.client.post(where, hidden)
    citizen.client.post(where, hidden)
    assert Dossier.objects.count() == 1


def test_the_page_about_what_was_sent_opens_for_nobody_else(citizen: Citizen) -> None:
    citizen.tell()
    sent = citizen.at.replace("nakijken", "verstuurd")
    assert citizen.client.get(sent).status_code == 303, "not sent yet: back to the form"
    citizen.send()
    assert Client().get(sent).status_code == 410
    assert Client().post(sent).status_code == 410


@pytest.mark.parametrize("kind", ["melding", "klacht"])
def test_two_tabs_at_the_same_moment_make_one_dossier(living_city: City, kind: str) -> None:
    citizen = Citizen(Client())
    citizen.tell(kind=kind)
    where, hidden = citizen.at, citizen.hidden()
    answers = at_once(4, lambda: same_browser(citizen.client).post(where, hidden))
    assert [answer.status_code for answer in answers] == [303] * 4
    assert Dossier.objects.count() == Contact.objects.count() == 1
    assert Complaint.objects.count() == (1 if kind == "klacht" else 0)
    links = {answer.headers["Location"] for answer in answers}
    assert len(links) == Link.objects.count() == 4
    for link in links:
        assert Client().get(link).status_code == 200


def test_a_message_sent_twice_at_the_same_moment_arrives_once(living_city: City) -> None:
    dossier = way.first_line(living_city, at=now() - timedelta(days=1))
    token = token_of(dossier)
    to = f"/volg/{token}/{dossier.reference}/bericht/"
    answers = at_once(4, lambda: Client().post(to, {"text": "Nog iets.", "ticket": "dezelfde"}))
    assert [answer.status_code for answer in answers] == [303] * 4
    assert Message.objects.filter(body="Nog iets.").count() == 1


def test_two_messages_of_two_pages_both_arrive(living_city: City) -> None:
    dossier = way.first_line(living_city, at=now() - timedelta(days=1))
    to = f"/volg/{token_of(dossier)}/{dossier.reference}/bericht/"
    for ticket in ("een", "twee"):
        Client().post(to, {"text": "Nog iets.", "ticket": ticket})
    assert Message.objects.filter(body="Nog iets.").count() == 2


def test_the_step_to_a_complaint_from_two_tabs_makes_one_complaint(living_city: City) -> None:
    dossier = way.first_line(living_city, at=now() - timedelta(days=1))
    to = f"/volg/{token_of(dossier)}/{dossier.reference}/klacht/"
    tickets = iter("abcd")
    answers = at_once(4, lambda: Client().post(to, {"text": "", "named": "", "wished": "", "ticket": next(tickets)}))
    assert [answer.status_code for answer in answers] == [303] * 4
    assert Complaint.objects.count() == 1


def test_agreeing_and_refusing_at_the_same_moment_is_one_of_both(living_city: City) -> None:
    course = way.proposed(living_city, at=now() - timedelta(days=20))
    base = f"/volg/{token_of(course.complaint.dossier)}/{course.complaint.dossier.reference}/"
    acts = iter(["akkoord", "niet-akkoord"] * 2)
    answers = at_once(4, lambda: Client().post(f"{base}{next(acts)}/", {"text": "Te weinig."}))
    codes = sorted(answer.status_code for answer in answers)
    assert codes[0] == 303
    assert set(codes) <= {303, 422}
    assert Complaint.objects.get().step == "closing"
