"""The overview and the page of a complaint in a real browser: by keyboard, checked by axe, light and dark, wide and narrow."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from gehoor.complaints import actions
from gehoor.correspondence.models import Message
from gehoor.dossiers.actions.messages import write_to_reporter
from gehoor.dossiers.models import Dossier
from gehoor.kernel.clock import now
from tests.browser import is_for_everybody, leads_on, listen
from tests.city import City, small_city
from tests.complaints import course as way
from tests.complaints.course import Course
from tests.live import LiveGehoor
from tests.people import DIRK, GREET, HILDE, NELE, THOMAS, Somebody

pytestmark = pytest.mark.browser
SHAPES = [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")]


@pytest.fixture
def city(live_gehoor: LiveGehoor) -> City:
    """The small city on the live server, with complaints in many steps."""
    city = small_city()
    _titled(way.lodged(city, at=_ago(2), about="mobiliteit"), "Verkeerde parkeerboete")
    _titled(way.admitted(city, at=_ago(9), named=("Sofie van de telefoon",)), "Lawaai van de sporthal")
    _titled(way.proposed(city, at=_ago(30)), "Bejegening aan het loket")
    _titled(way.differing(city, at=_ago(48)), "Bouwvergunning: geen antwoord")
    _titled(_concluded(city), "Twee keer betaald voor het containerpark")
    _titled(_rich(city), "Vier keer geen restafval opgehaald")
    return city


def _ago(days: int) -> datetime:
    return now() - timedelta(days=days)


def _titled(course: Course, title: str) -> None:
    Dossier.objects.filter(pk=course.complaint.pk).update(title=title)


def _rich(city: City) -> Course:
    """Under investigation, from the first line: two points with an answer and one without, two stories, a talk."""
    first = way.first_line(city, at=_ago(26))
    nele = city.actor(NELE)
    write_to_reporter(first, text="Dag Amina, de wagen kon niet door het hek.", by=nele, at=_ago(24))
    text = "Het restafval bleef vier keer staan in september en oktober."
    amina = replace(way.CITIZEN, dossier_ids=frozenset({first.pk}))
    complaint = actions.lodge_from(first, text=text, named=("Sofie van de telefoon",), by=amina, at=_ago(20))
    course = Course(city, complaint, _ago(19))
    greet, thomas = course.greet, course.thomas
    actions.settle_name(complaint, complaint.named.get().pk, staff_id=None, by=greet, at=course.at)
    actions.admit(course.fresh(), reason="Alles is duidelijk.", by=greet, at=course.at)
    actions.assign_handler(complaint, thomas.id or 0, by=greet, at=course.later())
    actions.declare_not_involved(complaint, by=thomas, at=course.at)
    for words, wish in (
        ("Op twee e-mails kwam geen antwoord", "weten waarom"),
        ("Onvriendelijk antwoord aan de telefoon op 28 oktober", "excuses"),
    ):
        actions.add_grievance(complaint, text=words, wished_outcome=wish, by=thomas, at=course.at)
    department = city["reiniging"].pk
    account = actions.ask_account(
        complaint, department_id=department, question="Waarom bleef het afval staan?", by=thomas, at=course.at
    )
    way.give(course, account)
    way.answer(course, 1)
    actions.add_note(complaint, text="Rittenblad van ploeg 4 gevraagd aan de planning.", by=thomas, at=course.at)
    actions.hear_complainant(
        complaint, text="Ze zei: dan had je maar vroeger moeten bellen.", medium="phone", by=thomas, at=course.at
    )
    actions.write_to_complainant(complaint, text="Dag Amina, bedankt voor je telefoon.", by=thomas, at=course.later())
    return course


def _concluded(city: City) -> Course:
    course = way.referred(city, at=_ago(60))
    actions.conclude(
        course.complaint.referrals.get(),
        conclusion="De stad betaalde te weinig terug en legde niet uit waarom.",
        recommendations=["Betaal de vier ritten terug.", "Leg in elke brief uit hoe je een bedrag berekent."],
        by=course.ilse,
        at=course.later(),
    )
    return course


def _address(title: str) -> str:
    return f"/desk/klachten/{Dossier.objects.get(title=title).reference}/"


def _pages() -> list[tuple[str, Somebody, str]]:
    return [
        ("day", GREET, "/desk/vandaag/"),
        ("follow-up", GREET, "/desk/vandaag/op-te-volgen/"),
        ("overview", GREET, "/desk/klachten/"),
        ("overview-closed", GREET, "/desk/klachten/?toon=afgesloten"),
        ("overview-none", GREET, "/desk/klachten/?toon=klok-staat-stil"),
        ("admissibility", GREET, _address("Verkeerde parkeerboete")),
        ("names", GREET, _address("Lawaai van de sporthal")),
        ("investigation", THOMAS, _address("Vier keer geen restafval opgehaald")),
        ("advice", HILDE, _address("Bouwvergunning: geen antwoord")),
        ("reaction", GREET, _address("Bejegening aan het loket")),
        ("closed", GREET, _address("Twee keer betaald voor het containerpark")),
        ("read-only", DIRK, _address("Bejegening aan het loket")),
    ]


@pytest.mark.parametrize(("width", "scheme"), SHAPES)
def test_every_page_can_be_used_by_everybody(
    city: City, enter: Callable[..., Page], screenshots: Path, width: int, scheme: str
) -> None:
    people: dict[str, Page] = {}
    said: list[str] = []
    for name, somebody, address in _pages():
        if somebody.name not in people:
            shape = {"width": width, "height": 900}
            people[somebody.name] = enter(somebody, viewport=shape, color_scheme=scheme)
            listen(people[somebody.name], said)
        page = people[somebody.name]
        answer = page.goto(address)
        assert answer is not None, address
        assert answer.status == 200, address
        page.wait_for_load_state("networkidle")
        is_for_everybody(page, screenshots / f"complaint-{name}-{width}-{scheme}.png", said)


def test_a_handler_works_by_keyboard_alone(enter: Callable[..., Page]) -> None:
    page = enter(THOMAS)
    page.goto("/desk/klachten/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.closest('[data-row]') !== null")
    page.goto(_address("Vier keer geen restafval opgehaald"))
    page.keyboard.press("n")
    expect(page.locator("#bericht")).to_be_hidden()
    page.locator("#id_note").fill("Rittenblad gekregen.")
    leads_on(page, "Control+Enter")
    expect(page.locator(".g-say--note").last).to_contain_text("Rittenblad gekregen.")
    page.locator("#tab-bericht").focus()
    page.keyboard.press("r")
    page.keyboard.type("Dag Amina, ik kreeg het rittenblad.")
    expect(page.locator("#zo [data-text]")).to_have_text("Dag Amina, ik kreeg het rittenblad.")
    page.keyboard.press("Control+Enter")  # leads to the button, and never sends a message by itself
    expect(page.get_by_role("button", name="Verstuur naar Amina")).to_be_focused()
    leads_on(page, "Enter")
    expect(page.locator(".g-say--out").last).to_contain_text("ik kreeg het rittenblad")
    leads_on(page, "u")
    expect(page.locator("h1")).to_have_text("Klachten die je onderzoekt")
    leads_on(page, "m")
    expect(page.locator("h1")).to_have_text("Wacht op jou")
    expect(page.locator(".g-chip[aria-current]")).to_have_text("Wacht op mij")
    assert Message.objects.filter(letter="message", body__contains="rittenblad").count() == 1


def test_a_filter_changes_the_list_and_the_address(enter: Callable[..., Page]) -> None:
    page = enter(GREET)
    page.goto("/desk/klachten/")
    page.locator("#f-stap").select_option("admissibility")
    expect(page.locator("[data-row]")).to_have_count(1)
    expect(page).to_have_url(re.compile("stap=admissibility"))


def test_it_works_without_scripts(enter: Callable[..., Page]) -> None:
    page = enter(GREET, java_script_enabled=False)
    page.goto("/desk/klachten/")
    page.locator("#f-stap").select_option("admissibility")
    page.get_by_role("button", name="Toon").click()
    page.get_by_role("link", name="Verkeerde parkeerboete").click()
    page.locator("#id_note").fill("Een notitie.")
    page.get_by_role("button", name="Bewaar de notitie").click()
    expect(page.locator(".g-say--note")).to_contain_text("Een notitie.")
    page.locator("#id_text").fill("Een bericht.")
    page.get_by_role("button", name="Verstuur naar Amina").click()
    expect(page.locator(".g-say--out").last).to_contain_text("Een bericht.")
    page.locator("summary", has_text="Meer").click()
    expect(page.get_by_role("link", name="Dit is geen klacht")).to_be_visible()


def test_what_was_typed_survives_a_reload(enter: Callable[..., Page]) -> None:
    page = enter(GREET)
    page.goto(_address("Verkeerde parkeerboete"))
    page.locator("#id_text").fill("Half geschr")
    page.reload()
    expect(page.locator("#id_text")).to_have_value("Half geschr")
