"""The clock as people meet it: it begins again, it stands still and gets longer by letter, it is late; and who it is about stays out."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from gehoor.complaints import actions
from gehoor.complaints.actions.sweeping import tell_late_complaints
from gehoor.correspondence.actions import make_link
from gehoor.dossiers.models import Deadline
from gehoor.dossiers.wording import day_in_words
from gehoor.kernel.clock import now
from tests.complaints import course as way
from tests.complaints.course import Course
from tests.dossiers.test_clocks import in_force
from tests.journeys.conftest import Town
from tests.journeys.people import Citizen, Person
from tests.people import GREET, KOEN, NELE, THOMAS

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

PAUSES = "pauses: {allowed: true, reasons: [clarification]}"


def who_follows(town: Town, course: Course) -> Citizen:
    amina = town.citizen()
    amina.link = f"/volg/{make_link(course.complaint.dossier.thread_id, at=now())}/"
    return amina


def last_day(course: Course) -> str:
    due_on = Deadline.objects.get(dossier=course.complaint.pk, term="answer").due_on
    assert due_on is not None
    return day_in_words(due_on)


def reads_the_proof(person: Person, *lines: str) -> None:
    for line in lines:
        expect(person.page.get_by_text(line).first).to_be_attached()


def test_a_question_for_clarification_lets_the_clock_begin_again_for_everybody(town: Town) -> None:
    in_force(town.city, (PAUSES, "pauses: {allowed: false}\n    restarts_on: [clarification]"))
    course = way.lodged(town.city, at=now() - timedelta(days=5))
    number, before = course.complaint.dossier.reference, last_day(course)
    greet, amina = town.at_work(GREET), who_follows(town, course)
    greet.act(number, "Vraag verduidelijking")
    greet.fill(question="Welke dag was dat?")
    greet.press("Stuur de vraag")
    amina.look()
    amina.sees("We hebben meer uitleg van je nodig.")
    amina.press("Antwoord op onze vraag")
    amina.fill(text="Op dinsdag.")
    amina.send()
    assert last_day(course) != before
    greet.open(f"/desk/klachten/{number}/")
    for person in (amina, greet):
        reads_the_proof(person, "De termijn begint opnieuw", last_day(course))


def test_a_pause_and_an_extension_come_by_letter_and_late_is_told_with_the_way_to_the_ombudsman(town: Town) -> None:
    extension = ("extension: {allowed: false}", "extension: {allowed: true, amount: 30, unit: calendar_day}")
    in_force(town.city, (PAUSES, "pauses: {allowed: true}"), extension)
    course, late = (way.admitted(town.city, at=now() - timedelta(days=days)) for days in (9, 60))
    greet, amina = town.at_work(GREET), who_follows(town, course)
    greet.open(f"/desk/klachten/{course.complaint.dossier.reference}/")
    greet.press("Zet de klok stil")
    greet.fill(reason="We wachten op het verslag van de politie.")
    greet.press("Zet de klok stil")
    assert "We wachten op het verslag van de politie." in amina.mail("staat stil")
    amina.look()
    amina.sees("de klok staat stil")
    greet.press("Laat de klok weer lopen")
    greet.press("Laat de klok weer lopen")
    greet.press("Verleng de termijn")
    greet.fill(amount="10", reason="Het verslag kwam laat.")
    greet.press("Verleng de termijn")
    letter = amina.mail("We hebben meer tijd nodig")
    assert "Het verslag kwam laat." in letter
    assert last_day(course) in letter
    amina.look()
    reads_the_proof(amina, "Verlengd met 10 kalenderdagen, omdat: het verslag kwam laat", last_day(course))
    tell_late_complaints(at=now())  # the worker may have been first
    other = who_follows(town, late)
    other.look()
    other.sees("We zijn te laat.", "naar de Vlaamse Ombudsdienst")


def test_a_head_whom_it_is_about_finds_nothing_and_a_colleague_gives_the_account(town: Town) -> None:
    course = way.assigned(town.city, at=now() - timedelta(days=3), named=("Koen Verlinden",))
    actions.ask_account(
        course.complaint,
        department_id=town.city["reiniging"].pk,
        question="Wie zei dat aan het loket?",
        by=course.thomas,
        at=now() - timedelta(hours=1),
    )
    number = course.complaint.dossier.reference
    koen, nele = town.at_work(KOEN), town.at_work(NELE)
    assert koen.page.request.get(f"/desk/klachten/{number}/").status == 404
    for page in ("/desk/wachtrij/klachtvragen/", f"/desk/zoek/?q={number}", "/desk/taken/"):
        koen.open(page)
        koen.does_not_see("Wie zei dat aan het loket?", "Amina Daoudi")
    nele.open("/desk/wachtrij/klachtvragen/")
    nele.press("Wie zei dat aan het loket?")
    nele.fill(text="Dat was een misverstand.")
    nele.send()
    thomas = town.at_work(THOMAS)
    thomas.open(f"/desk/klachten/{number}/")
    thomas.sees("Dat was een misverstand.")
