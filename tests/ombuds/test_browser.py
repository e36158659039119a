"""The second line in a real browser: by keyboard, without scripts, checked by axe, light and dark, wide and narrow."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from gehoor.complaints import actions
from gehoor.complaints.models import Complaint, Recommendation
from gehoor.complaints.procedure import Reaction, ReferralGround
from gehoor.correspondence.models import Message
from gehoor.dossiers.actions.messages import hear_reporter
from tests.browser import leads_on
from tests.city import City, small_city
from tests.complaints import course
from tests.live import LiveGehoor
from tests.ombuds.conftest import after_the_first_line, kept, referral_of, whisper
from tests.people import GREET, ILSE

pytestmark = pytest.mark.browser
SHAPES = [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")]
WISH = "Zet aan de afsluiting een bord met een telefoonnummer."


@pytest.fixture
def city(live_gehoor: LiveGehoor) -> City:
    """The small city on the live server, with three complaints at the second line: one is new, two were opened."""
    city = small_city()
    course.referred(city)
    _whole(city)
    after_the_first_line(city)
    return city


def _whole(city: City) -> None:
    """A complaint with everything in it: a refused colleague, a difference, advice, a proposal, files, a letter."""
    there = course.differing(city, named=("Koen Verlinden",))
    hear_reporter(
        there.complaint.dossier,
        text="Hier zijn mijn foto’s.",
        by=there.amina,
        at=there.at,
        files=[kept(city, "stoep.txt")],
    )
    actions.advise(there.complaint, text="Volg de coördinator: één rit was er.", by=there.hilde, at=there.later())
    actions.decide(there.complaint, finding="deels_gegrond", reason="Eén rit was er.", by=there.greet, at=there.later())
    actions.send_proposal(there.complaint, text="We betalen 18 euro terug.", by=there.greet, at=there.later())
    actions.react(
        there.complaint,
        Reaction.REFUSED,
        reason="De helft? Het bleef vier keer staan.",
        by=there.amina,
        at=there.later(),
    )
    course.close(there)
    said = "De stad zegt dat er één rit was. Ik was thuis en er kwam niemand. Daar antwoordt ze niet op."
    actions.refer(there.complaint, ground=ReferralGround.ANSWER, text=said, by=there.amina, at=there.later())
    actions.open_referral(referral_of(there.complaint), by=there.ilse, at=there.later())
    whisper(city, there.complaint.dossier, GREET)


@pytest.fixture
def enter(city: City, live_gehoor: LiveGehoor, new_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """``enter(**options)``: a page in a browser in which the ombudsman is signed in."""

    def entered(**options: object) -> Page:
        client = Client()
        client.force_login(city.person(ILSE))
        context = new_context(**options)
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_gehoor.url}])
        return context.new_page()

    return entered


def _whole_one() -> Complaint:
    return Complaint.objects.select_related("dossier").get(judgements__differs=True)


def _pages() -> list[tuple[str, str]]:
    new = Complaint.objects.get(referrals__opened_at=None, referrals__isnull=False).dossier.reference
    at = f"/ombuds/{_whole_one().dossier.reference}/"
    late = Complaint.objects.get(dossier__arises_from__isnull=False).dossier.reference
    return [
        ("list", "/ombuds/"),
        ("unopened", f"/ombuds/{new}/"),
        ("dossier", at),
        ("dossier-late", f"/ombuds/{late}/"),
        ("conclude", at + "besluit/"),
        ("account", "/account/"),
    ]


@pytest.mark.parametrize(("width", "scheme"), SHAPES)
def test_every_page_can_be_used_by_everybody(
    enter: Callable[..., Page], axe: Callable[[Page], None], screenshots: Path, width: int, scheme: str
) -> None:
    page = enter(viewport={"width": width, "height": 900}, color_scheme=scheme)
    said: list[str] = []
    page.on("console", partial(_note_errors, said))

    def look(name: str) -> None:
        page.wait_for_load_state("networkidle")
        page.screenshot(path=screenshots / f"ombuds-{name}-{width}-{scheme}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} scrolls sideways"
        assert page.locator("h1").count() == 1, name
        axe(page)

    for name, address in _pages():
        said.clear()  # axe tries styles of its own, which the policy of the page refuses
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert said == [], name
        look(name)
        page.goto("about:blank")
    page.goto(_pages()[2][1])
    page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
    look("dossier-unfolded")
    page.goto(_pages()[4][1])
    page.locator("#id_conclusion").fill("De klacht is gegrond.\n\nDe stad antwoordde niet op het tweede punt.")
    page.locator("#id_recommendation_1").fill(WISH)
    page.get_by_role("button", name="Nog een aanbeveling").click()
    expect(page.locator("#id_recommendation_2")).to_be_focused()
    page.get_by_role("button", name="Kijk je besluit na").click()
    expect(page.locator("h1")).to_have_text("Kijk je besluit na")
    look("check")
    page.get_by_role("button", name="Verstuur je besluit").click()
    expect(page.locator("h1")).to_have_text("Bedankt")
    look("thanks")


def _note_errors(said: list[str], message: ConsoleMessage) -> None:
    if message.type == "error":
        said.append(message.text)


def test_from_the_list_to_thanks_by_keyboard_alone(enter: Callable[..., Page]) -> None:
    page = enter()
    page.goto("/ombuds/")
    page.keyboard.press("j")
    leads_on(page, "o")
    if page.get_by_role("button", name="Open het dossier").count():
        page.get_by_role("button", name="Open het dossier").focus()
        leads_on(page, "Enter")
    page.get_by_role("link", name="Geef je besluit").focus()
    leads_on(page, "Enter")
    page.locator("#id_conclusion").focus()
    page.keyboard.type("De klacht is gegrond.")
    page.keyboard.press("Tab")
    page.keyboard.type(WISH)
    leads_on(page, "Control+Enter")
    expect(page.locator("h1")).to_have_text("Kijk je besluit na")
    page.get_by_role("button", name="Verstuur je besluit").focus()
    leads_on(page, "Enter")
    expect(page.locator("h1")).to_have_text("Bedankt")
    page.goto("/ombuds/")
    expect(page.locator("[data-row]")).to_have_count(2)
    assert Recommendation.objects.get().text == WISH


def test_everything_works_without_scripts(enter: Callable[..., Page]) -> None:
    page = enter(java_script_enabled=False)
    page.goto("/ombuds/")
    page.get_by_role("row").filter(has_text="nog niet geopend").get_by_role("link").last.click()
    page.get_by_role("button", name="Open het dossier").click()
    page.get_by_role("link", name="Geef je besluit").click()
    page.locator("#id_recommendation_1").fill(WISH)
    page.get_by_role("button", name="Nog een aanbeveling").click()
    expect(page.locator("#id_recommendation_1")).to_have_value(WISH)
    page.locator("#id_recommendation_2").fill("Betaal de kosten terug.")
    page.get_by_role("button", name="Kijk je besluit na").click()
    expect(page.get_by_role("link", name="Schrijf eerst je besluit.")).to_be_visible()
    expect(page.locator("#id_recommendation_2")).to_have_value("Betaal de kosten terug.")
    page.locator("#id_conclusion").fill("De klacht is gegrond.")
    page.get_by_role("button", name="Kijk je besluit na").click()
    page.get_by_role("link", name="Pas het nog aan").click()
    expect(page.locator("#id_conclusion")).to_have_value("De klacht is gegrond.")
    page.get_by_role("button", name="Kijk je besluit na").click()
    page.get_by_role("button", name="Verstuur je besluit").click()
    expect(page.locator("h1")).to_have_text("Bedankt")
    assert Message.objects.filter(letter="concluded").count() == 1


def test_a_conclusion_that_is_being_written_survives_a_reload_and_a_session_warns(enter: Callable[..., Page]) -> None:
    page = enter()
    page.goto(_pages()[4][1])
    page.locator("#id_conclusion").fill("Half geschr")
    page.reload()
    expect(page.locator("#id_conclusion")).to_have_value("Half geschr")
    assert int(page.locator("body").get_attribute("data-session-seconds") or 0) > 0
    page.goto("/ombuds/")
    assert int(page.locator("body").get_attribute("data-session-seconds") or 0) > 0
