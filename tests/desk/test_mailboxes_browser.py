"""Setting up a mailbox in a browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.city import City, small_city
from tests.live import LiveGehoor, free_port
from tests.people import AN

pytestmark = pytest.mark.browser


@pytest.fixture
def city(live_gehoor: LiveGehoor) -> City:
    return small_city()


def test_an_administrator_adds_a_mailbox_on_a_telephone_and_reads_what_is_wrong(
    enter: Callable[..., Page], axe: Callable[[Page], None], live_gehoor: LiveGehoor
) -> None:
    url = live_gehoor.url
    page = enter(AN, viewport={"width": 360, "height": 800})
    page.goto(f"{url}/desk/mailboxen/nieuw/")
    axe(page)
    for label, text in (
        ("Naam", "Info"),
        ("E-mailadres", "info@vaartberg.example"),
        ("Server", "localhost"),
        ("Gebruikersnaam", "info"),
    ):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Poort").fill(str(free_port()))
    page.get_by_label("Wachtwoord, token of clientgeheim").fill("x")
    with page.expect_navigation():
        page.get_by_role("button", name="Bewaar en test de verbinding").click()
    expect(page.get_by_text("De test lukte niet.")).to_be_visible()
    axe(page)
    page.goto(f"{url}/desk/mailboxen/")
    expect(page.get_by_text("werkt niet")).to_be_visible()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
