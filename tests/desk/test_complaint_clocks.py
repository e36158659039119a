"""The clocks of a complaint at the desk: pause, run again, extend with a letter, take back; refused in words where the rules say no."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from gehoor.complaints import actions
from gehoor.correspondence.models import Message
from gehoor.dossiers.models import Deadline, DeadlineChange
from gehoor.kernel.clock import now, today
from tests.city import City
from tests.complaints import course as way
from tests.complaints.course import Course
from tests.desk.complaint_days import AGO
from tests.desk.test_complaint_acts import address, form_of, post
from tests.dossiers.test_clocks import in_force
from tests.people import GREET, HILDE, THOMAS, Somebody

pytestmark = pytest.mark.django_db
SignIn = Callable[[Somebody], Client]

PAUSES = "pauses: {allowed: true, reasons: [clarification]}"
EXTENSION = "extension: {allowed: false}"


def answer(course: Course) -> Deadline:
    return Deadline.objects.get(dossier=course.complaint.pk, term="answer")


def test_a_clock_stands_still_for_a_reason_of_the_regulation_and_runs_again(city: City, sign_in: SignIn) -> None:
    in_force(city, (PAUSES, "pauses: {allowed: true, reasons: [appeal, Ziekte van de klager]}"))
    course, client = way.admitted(city, at=AGO), sign_in(GREET)
    due_on = answer(course).due_on
    assert "Ziekte van de klager" in form_of(client, course, "clock_pause", "answer")
    assert post(client, course, "clock_pause", "answer", reason="Vakantie", until="")[0] == 422
    assert post(client, course, "clock_pause", "answer", reason="Ziekte van de klager", until="morgen")[0] == 422
    assert post(client, course, "clock_pause", "answer", reason="Ziekte van de klager", until="")[0] == 303
    assert answer(course).due_on is None
    letter = Message.objects.get(letter="term_paused")
    assert "Ziekte van de klager" in letter.body
    assert DeadlineChange.objects.get().notice == letter
    page = client.get(address(course, "clock_resume", "answer")).content.decode()
    assert "Loopt ze vandaag weer" in page
    assert post(client, course, "clock_resume", "answer")[0] == 303
    assert answer(course).due_on == due_on
    assert Message.objects.filter(letter="term_resumed").exists()


def test_of_two_pauses_one_ends_and_the_clock_still_stands(city: City, sign_in: SignIn) -> None:
    in_force(city, (PAUSES, "pauses: {allowed: true}"))
    course, client = way.admitted(city, at=AGO), sign_in(GREET)
    for reason in ("Beroep", "Bemiddeling"):
        assert post(client, course, "clock_pause", "answer", reason=reason)[0] == 303
    assert post(client, course, "clock_pause", "answer", reason="Beroep")[0] == 409
    assert post(client, course, "clock_resume", "answer")[0] == 422
    assert post(client, course, "clock_resume", "answer", reason="Beroep")[0] == 303
    assert answer(course).due_on is None
    assert post(client, course, "clock_resume", "answer")[0] == 303
    assert answer(course).due_on is not None


def test_a_term_is_extended_with_a_letter_and_taken_back(city: City, sign_in: SignIn) -> None:
    rule = "{allowed: true, max_count: 1, amount: 30, unit: calendar_day}"
    in_force(city, (EXTENSION, f"extension: {rule}"))
    course, client = way.admitted(city, at=AGO), sign_in(GREET)
    due_on = answer(course).due_on
    assert due_on
    assert "Hoogstens 30 kalenderdagen." in form_of(client, course, "clock_extend", "answer")
    assert post(client, course, "clock_extend", "answer", amount=31, reason="Ziekte")[0] in (409, 422)
    assert post(client, course, "clock_extend", "answer", amount=10, reason=" ")[0] == 422
    shown = post(client, course, "clock_extend", "answer", amount=10, reason="Veel stukken", toon="brief")[1]
    assert "We hebben meer tijd nodig" in shown
    assert post(client, course, "clock_extend", "answer", amount=10, reason="Veel stukken")[0] == 303
    assert answer(course).due_on == due_on + timedelta(days=10)
    assert "Veel stukken" in Message.objects.get(letter="term_extended").body
    assert "mag niet nog eens verlengd" in client.get(address(course, "clock_extend", "answer")).content.decode()
    change = DeadlineChange.objects.get()
    assert post(client, course, "clock_take_back", "answer", change.pk)[0] == 303
    assert answer(course).due_on == due_on
    assert Message.objects.filter(letter="extension_taken_back").exists()
    assert post(client, course, "clock_take_back", "answer", change.pk)[0] == 409


def test_an_open_ended_extension_runs_until_a_day_that_the_complainant_hears(city: City, sign_in: SignIn) -> None:
    in_force(city, (EXTENSION, "extension: {allowed: true, open_ended: true}"))
    course, client = way.admitted(city, at=AGO), sign_in(GREET)
    day = today() + timedelta(days=200)
    assert post(client, course, "clock_extend", "answer", reason="Ziekte", until="")[0] == 422
    assert post(client, course, "clock_extend", "answer", reason="Ziekte", until="2026-31-31")[0] == 422
    far = (today() + timedelta(days=3000)).isoformat()
    assert "te ver weg" in post(client, course, "clock_extend", "answer", reason="Ziekte", until=far)[1]
    assert post(client, course, "clock_extend", "answer", reason="Ziekte", until=day.isoformat())[0] == 303
    assert answer(course).due_on == day


def test_where_the_regulation_allows_neither_the_pages_say_so(city: City, sign_in: SignIn) -> None:
    course, client = way.admitted(city, at=AGO), sign_in(GREET)
    page = client.get(address(course, "clock_extend", "answer")).content.decode()
    assert "Het reglement laat niet toe om deze termijn te verlengen." in page
    status, page = post(client, course, "clock_extend", "answer", amount=5, reason="Ziekte")
    assert status in (409, 422)
    assert "Het reglement laat niet toe" in page
    assert "Deze klok staat niet stil." in client.get(address(course, "clock_resume", "answer")).content.decode()
    assert (
        "Verleng de termijn" not in client.get(f"/desk/klachten/{course.complaint.dossier.reference}/").content.decode()
    )
    assert not DeadlineChange.objects.exists()
    assert client.get(address(course, "clock_pause", "bestaat-niet")).status_code == 404


def test_only_whom_the_regulation_names_moves_the_clock(city: City, sign_in: SignIn) -> None:
    in_force(
        city,
        (PAUSES, "pauses: {allowed: true, hands: [handler]}"),
        (EXTENSION, "extension: {allowed: true, amount: 9, approver: director}"),
    )
    course = way.assigned(city, at=AGO)
    assert sign_in(GREET).get(address(course, "clock_pause", "answer")).status_code == 404
    assert post(sign_in(THOMAS), course, "clock_pause", "answer", reason="Beroep")[0] == 303
    assert post(sign_in(THOMAS), course, "clock_resume", "answer")[0] == 303
    assert sign_in(THOMAS).get(address(course, "clock_extend", "answer")).status_code == 404
    assert post(sign_in(HILDE), course, "clock_extend", "answer", amount=9, reason="Ziekte")[0] == 303


def test_the_page_of_the_complaint_offers_what_may_be_done_to_each_clock(city: City, sign_in: SignIn) -> None:
    in_force(city, (PAUSES, "pauses: {allowed: true}"), (EXTENSION, "extension: {allowed: true, amount: 9}"))
    course = way.admitted(city, at=AGO)
    actions.extend_term(course.complaint, "answer", amount=9, reason="Ziekte", by=course.greet, at=now())
    page = sign_in(GREET).get(f"/desk/klachten/{course.complaint.dossier.reference}/").content.decode()
    for label in ("Zet de klok stil", "Verleng de termijn", "Trek de verlenging in: Ziekte"):
        assert label in page
    assert "Laat de klok weer lopen" not in page
