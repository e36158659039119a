"""The page of a matter: what happened, what happens next and by which date, and nothing internal."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from gehoor.complaints.actions.naming import add_named
from gehoor.correspondence.links import address
from gehoor.correspondence.models import Message
from gehoor.dossiers.access import dossier_for
from gehoor.dossiers.actions import assigning, messages
from gehoor.dossiers.actions.first_line import offer_solution
from gehoor.dossiers.actions.links import send_new_link
from gehoor.dossiers.actions.sweeping import tell_silences
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.models import Dossier
from gehoor.dossiers.wording import day_in_words
from gehoor.kernel.clock import local_date, now
from gehoor.web.words import without_weekday
from tests.city import City
from tests.complaints import course as way
from tests.people import AMINA, NELE, SARA
from tests.portal.citizen import Citizen, token_of, who

SECRET = "KANARIE-7f3a"


def test_the_page_says_whose_turn_it_is_until_when_and_why_that_day(citizen: Citizen) -> None:
    token = citizen.tell_and_send()
    due = Dossier.objects.get().due_on
    assert due is not None
    text = citizen.visit(f"/volg/{token}/")
    assert "Wij zijn aan zet" in text
    assert f"uiterlijk op {day_in_words(due)}" in text
    assert 'class="g-strip"' in text
    assert f"Waarom {without_weekday(due)}?" in re.sub("<[^>]*>", "", text)
    assert "10 werkdagen" in text
    assert "Je bericht kwam binnen." in text


def test_a_silent_department_is_late_in_words_in_a_mail_and_with_an_offer(city: City, citizen: Citizen) -> None:
    dossier = way.first_line(city, at=now() - timedelta(days=30))
    assert tell_silences(at=now()) == 1
    assert Message.objects.filter(letter="first_line_late", to_address=AMINA.email).count() == 1
    text = citizen.visit(f"/volg/{token_of(dossier)}/")
    assert "We zijn te laat." in text
    assert "Dien een klacht in" in text
    citizen.visit(f"/volg/{token_of(dossier)}/{dossier.reference}/klacht/")
    citizen.send(text="", named="", wished="")
    assert Dossier.objects.filter(kind="complaint", arises_from=dossier).count() == 1


def test_a_department_in_its_term_is_not_late_and_nobody_is_mailed(city: City, citizen: Citizen) -> None:
    dossier = way.first_line(city, at=now() - timedelta(days=5))
    assert tell_silences(at=now()) == 0
    text = citizen.visit(f"/volg/{token_of(dossier)}/")
    assert "We zijn te laat." not in text
    assert "Dien een klacht in" not in text


def test_a_note_of_the_city_never_reaches_the_citizen(city: City, client: Client) -> None:
    dossier = way.first_line(city, at=now() - timedelta(days=2))
    assigning.route(dossier, kind=Kind.MELDING, department=city["reiniging"], by=city.actor(SARA), at=now())
    dossier.refresh_from_db()
    messages.add_note(dossier, text=SECRET, by=city.actor(NELE), at=now())
    note = Message.objects.get(direction="note")
    token = token_of(dossier)
    pages = ["", "ontvangst/", "ontvangst/bewaar/", "gegevens/"]
    acts = [f"{dossier.reference}/{act}/" for act in ("klacht", "intrekken", "niet-opgelost")]
    for page in pages + acts:
        assert SECRET not in client.get(f"/volg/{token}/{page}").content.decode(), page
    assert client.get(f"/volg/{token}/brief/{note.public_id}/").status_code == 404


def test_findings_stay_inside_until_the_proposal_is_sent(city: City, citizen: Citizen) -> None:
    week = now() - timedelta(days=8)
    before, after = way.agreed(city, at=week), way.proposed(city, at=week)
    assert "De ritten stopten aan het hek." not in citizen.visit(f"/volg/{token_of(before.complaint.dossier)}/")
    assert "De rit stopte aan het hek." not in citizen.text, "the account of the department is not for the page"
    assert "De ritten stopten aan het hek." in citizen.visit(f"/volg/{token_of(after.complaint.dossier)}/")


def test_a_letter_stands_on_a_page_of_its_own_that_prints(city: City, citizen: Citizen) -> None:
    dossier = way.closed(city, at=now() - timedelta(days=8)).complaint.dossier
    token, letter = token_of(dossier), dossier.thread.messages.get(letter="closing")
    text = citizen.visit(f"/volg/{token}/brief/{letter.public_id}/")
    assert "Vlaamse Ombudsdienst" in text
    assert "Stadskaai 1, 9999 Vaartberg" in text
    assert "data-print" in text
    assert "[link]" not in text


def test_a_letter_that_points_to_the_page_says_where_that_is(city: City, citizen: Citizen) -> None:
    dossier = way.proposed(city, at=now() - timedelta(days=8)).complaint.dossier
    token, letter = token_of(dossier), dossier.thread.messages.get(letter="proposal")
    text = citizen.visit(f"/volg/{token}/brief/{letter.public_id}/")
    assert f"Dat kan op de pagina van je klacht:<br>{address(token)}" in text


def test_a_mail_that_only_carries_a_link_is_no_message(city: City, citizen: Citizen) -> None:
    dossier = way.first_line(city, at=now() - timedelta(days=1))
    send_new_link(dossier.reference, AMINA.email, by=city.actor(SARA), at=now())
    assert dossier.thread.messages.filter(letter="new_link").exists()
    text = citizen.visit(f"/volg/{token_of(dossier)}/")
    assert "Je nieuwe link" not in text
    assert "We kregen je bericht" in text


def test_a_receipt_still_says_what_was_promised_when_it_is_done(city: City, citizen: Citizen) -> None:
    dossier = way.first_line(city, at=now() - timedelta(days=3))
    due = dossier.due_on
    assert due is not None
    offered = dossier_for(city.actor(NELE), dossier.reference)
    offer_solution(offered, text="We halen het morgen op.", by=city.actor(NELE), at=now())
    text = citizen.visit(f"/volg/{token_of(dossier)}/ontvangst/")
    assert f"Uiterlijk {day_in_words(due)}" in re.sub("<[^>]*>|&nbsp;", "", text.replace("\xa0", " "))
    assert f"Dat gebeurde op {day_in_words(local_date(now()))}." in text


@pytest.mark.parametrize(
    ("sent", "day"), [("22:59", "dinsdag 24 november 2026"), ("23:01", "woensdag 25 november 2026")]
)
def test_around_midnight_the_day_of_the_city_counts(city: City, client: Client, sent: str, day: str) -> None:
    dossier = way.first_line(city, at=datetime.fromisoformat(f"2026-11-24T{sent}:00+00:00"))
    kept = client.get(f"/volg/{token_of(dossier)}/ontvangst/bewaar/").content.decode()
    assert day in kept


def test_the_receipt_of_a_complaint_holds_all_that_was_told_and_nothing_that_was_noted_later(
    city: City, citizen: Citizen
) -> None:
    course = way.lodged(city, at=now() - timedelta(days=1), named=("Jan Peeters", "de man aan loket 3"))
    add_named(course.complaint, text="Lies Intern", by=course.greet, at=course.later())
    base = f"/volg/{token_of(course.complaint.dossier)}/"
    for kept in ("ontvangst/", "ontvangst/bewaar/"):
        text = citizen.visit(base + kept)
        assert "Jan Peeters, de man aan loket 3" in text
        assert "Haal het afval op en betaal me terug." in text
        assert way.COMPLAINT.text in text
        assert "Lies Intern" not in text
    data = citizen.client.get(f"{base}gegevens/").json()
    assert data["dossiers"][0]["klacht"]["wie_je_noemde"] == ["Jan Peeters", "de man aan loket 3"]


def test_who_speaks_for_somebody_else_reads_that_on_the_receipt(citizen: Citizen) -> None:
    citizen.tell_up_to_behalf()
    citizen.send(behalf="other")
    citizen.send(**who(), represented_name="Fatima Daoudi", represented_address="Kaai 1", mandate="on")
    citizen.send()
    assert "Fatima Daoudi, Kaai 1" in citizen.text
    base = citizen.at.removesuffix("ontvangst/")
    assert "Je schrijft voor: Fatima Daoudi, Kaai 1" in citizen.visit(f"{base}ontvangst/bewaar/")
    assert citizen.client.get(f"{base}gegevens/").json()["voor_wie_je_schreef"]["naam"] == "Fatima Daoudi"


def test_own_data_is_all_that_is_theirs(city: City, client: Client) -> None:
    dossier = way.closed(city, at=now() - timedelta(days=8)).complaint.dossier
    data = client.get(f"/volg/{token_of(dossier)}/gegevens/").json()
    assert data["jij"]["naam"] == "Amina Daoudi"
    (own,) = data["dossiers"]
    assert own["nummer"] == dossier.reference
    assert own["klacht"]["punten"][0]["bevinding"] == "gegrond"
    assert "Thomas" not in str(own["berichten"]), "who investigated is no message"


def test_the_receipt_says_number_next_days_and_link_and_can_be_kept(citizen: Citizen) -> None:
    token = citizen.tell_and_send(kind="klacht")
    dossier = Dossier.objects.get()
    for text in (citizen.text, citizen.client.get(f"/volg/{token}/ontvangst/bewaar/").content.decode()):
        assert dossier.reference in text
        assert f"/volg/{token}/" in text
        assert "ontvankelijk" in text
    kept = citizen.client.get(f"/volg/{token}/ontvangst/bewaar/")
    assert kept.headers["Content-Disposition"] == f'attachment; filename="ontvangst-{dossier.reference}.txt"'


@pytest.mark.parametrize("kind", ["vraag", "melding", "suggestie", "compliment"])
def test_what_is_no_complaint_has_no_steps_and_no_ombudsman(citizen: Citizen, kind: str) -> None:
    token = citizen.tell_and_send(kind=kind)
    text = citizen.visit(f"/volg/{token}/")
    assert "Waar staat je klacht?" not in text
    assert "ombudsman" not in text.lower()
