"""A coordinator's morning by keyboard alone, and the page of a complaint beside it: wide, narrow, with what stands side by side."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from gehoor.kernel.clock import now
from tests.browser import leads_on
from tests.city import City, small_city
from tests.complaints import course as way
from tests.live import LiveGehoor
from tests.people import GREET, THOMAS

pytestmark = pytest.mark.browser

_FOCUSED = """() => {
  const one = document.activeElement;
  return one === document.body ? "" : (one.labels?.[0] ?? one).innerText;
}"""
_OUTLINE = "() => parseFloat(getComputedStyle(document.activeElement).outlineWidth)"
MOST_KEYS = 60


@pytest.fixture
def city(live_gehoor: LiveGehoor) -> City:
    """The small city on the live server, with a complaint for Greet that came in yesterday, and one that was heard."""
    city = small_city()
    way.lodged(city, at=now() - timedelta(days=1), about="mobiliteit", named=("Thomas De Clercq",))
    way.heard(city, at=now() - timedelta(days=20))
    return city


def tab_to(page: Page, words: str, *, key: str = "Tab") -> None:
    """Press Tab until what has the focus says these words, and see that it shows."""
    for _ in range(MOST_KEYS):
        page.keyboard.press(key)
        if words in page.evaluate(_FOCUSED):
            assert page.evaluate(_OUTLINE) >= 2, f"the focus on {words} does not show"
            return
    raise AssertionError(f"{words!r} is not reached with Tab on {page.url}")


def past_the_menu(page: Page) -> None:
    """The first Tab is the link that skips the menu."""
    page.keyboard.press("Tab")
    assert page.evaluate(_FOCUSED) == "Ga naar de inhoud"
    page.keyboard.press("Enter")
    expect(page.locator("#inhoud")).to_be_focused()


def count(page: Page, block: str) -> Locator:
    return page.locator(f"[data-block={block}] b")


def test_a_coordinator_has_a_morning_with_the_keyboard_alone(enter: Callable[..., Page]) -> None:
    page = enter(GREET)
    page.goto("/desk/vandaag/")
    for block, number in (
        ("nieuw", "1"),
        ("ontvankelijkheid", "1"),
        ("wacht-op-mij", "1"),
        ("wacht-op-behandelaar", "1"),
    ):
        expect(count(page, block)).to_have_text(number)

    past_the_menu(page)
    tab_to(page, "ontvankelijkheid")
    leads_on(page, "Enter")
    expect(page.locator("h1")).to_have_text("Te beoordelen op ontvankelijkheid")
    expect(page.locator("[data-row]")).to_have_count(1)
    past_the_menu(page)
    tab_to(page, page.locator("[data-row] .g-queue__no").inner_text())
    leads_on(page, "Enter")

    past_the_menu(page)
    tab_to(page, "Verklaar ontvankelijk")
    leads_on(page, "Enter")
    tab_to(page, "Waarom kunnen we deze klacht behandelen?")
    page.keyboard.type("De feiten zijn duidelijk en recent.")
    tab_to(page, "Verklaar ontvankelijk en stuur de brief")
    leads_on(page, "Enter")
    expect(page.locator(".g-dossierhead")).to_contain_text("Onderzoek")

    tab_to(page, "Duid een behandelaar aan")
    leads_on(page, "Enter")
    refused = page.locator(".g-person--no", has_text="Thomas De Clercq")
    expect(refused).to_contain_text("Is genoemd in de klacht")
    tab_to(page, "Maak deze collega behandelaar")
    leads_on(page, "Enter")
    expect(page.locator(".g-errors")).to_contain_text("Kies een behandelaar.")
    tab_to(page, "Greet Maes")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Koen Verlinden")).to_be_checked()
    tab_to(page, "Maak deze collega behandelaar")
    leads_on(page, "Enter")
    expect(page.locator(".g-dossierhead")).to_contain_text("Wacht op Koen Verlinden.")

    tab_to(page, "Vandaag", key="Shift+Tab")
    leads_on(page, "Enter")
    for block, number in (
        ("nieuw", "0"),
        ("ontvankelijkheid", "0"),
        ("wacht-op-mij", "0"),
        ("wacht-op-behandelaar", "2"),
    ):
        expect(count(page, block)).to_have_text(number)


def test_the_letters_can_be_switched_off_and_the_bar_beneath_says_so(enter: Callable[..., Page]) -> None:
    page = enter(GREET)
    page.goto("/desk/vandaag/")
    expect(page.locator(".g-keys")).to_contain_text("alle klachten")
    tab_to(page, "Zet sneltoetsen uit")
    page.keyboard.press("Enter")
    page.locator("#inhoud").focus()
    page.keyboard.press("l")
    expect(page.get_by_role("button", name="Zet sneltoetsen aan")).to_be_visible()
    expect(page.locator("h1")).to_have_text("Klachten vandaag")
    page.get_by_role("button", name="Zet sneltoetsen aan").press("Enter")
    page.locator("#inhoud").focus()
    leads_on(page, "l")
    expect(page.locator("h1")).to_have_text("Alle open klachten")
    leads_on(page, "u")
    expect(page.locator("h1")).to_have_text("Klachten vandaag")


def test_both_accounts_stand_side_by_side_where_there_is_room_and_under_each_other_where_not(
    enter: Callable[..., Page],
) -> None:
    page = enter(THOMAS, viewport={"width": 1280, "height": 900})
    page.goto("/desk/klachten/")
    page.keyboard.press("j")
    leads_on(page, "Enter")
    for part in (".g-track", "#klokken", "#punten", "#verhalen"):
        expect(page.locator(part).first).to_be_visible()
    told, answered = page.locator(".g-account--citizen").first, page.locator(".g-account--department").first
    expect(told).to_contain_text("Het restafval bleef vier keer staan")
    expect(answered).to_contain_text("De rit stopte aan het hek.")
    wide = told.bounding_box(), answered.bounding_box()
    assert wide[0] is not None
    assert wide[1] is not None
    assert abs(wide[0]["y"] - wide[1]["y"]) < 2
    assert abs(wide[0]["width"] - wide[1]["width"]) < 2
    page.set_viewport_size({"width": 360, "height": 900})
    narrow = told.bounding_box(), answered.bounding_box()
    assert narrow[0] is not None
    assert narrow[1] is not None
    assert narrow[1]["y"] >= narrow[0]["y"] + narrow[0]["height"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
