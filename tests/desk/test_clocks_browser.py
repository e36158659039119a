"""Moving a clock and closing the city, in a browser: on a telephone, by axe, light and dark."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from gehoor.kernel.clock import today
from tests.browser import follow
from tests.city import City, small_city
from tests.complaints import course as way
from tests.desk.complaint_days import AGO
from tests.dossiers.test_clocks import in_force
from tests.live import LiveGehoor
from tests.people import AN, GREET

pytestmark = pytest.mark.browser
NARROW = {"width": 360, "height": 800}


@pytest.fixture
def city(live_gehoor: LiveGehoor) -> City:
    return small_city()


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_an_administrator_closes_the_city_on_a_telephone_with_a_day_and_an_agenda(
    enter: Callable[..., Page], axe: Callable[[Page], None], live_gehoor: LiveGehoor
) -> None:
    year = today().year + 1
    page = enter(AN, viewport=NARROW, color_scheme="dark")
    page.goto(f"{live_gehoor.url}/desk/sluitingsdagen/?jaar={year}")
    assert fits(page)
    axe(page)
    page.get_by_label("Welke dag?").fill(f"{year}-09-08")
    page.get_by_label("Waarom gesloten?").fill("Jaarmarkt")
    follow(page, "Voeg de dag toe")
    expect(page.get_by_text("1 dag toegevoegd.")).to_be_visible()
    event = f"BEGIN:VEVENT\r\nSUMMARY:Brugdag\r\nDTSTART;VALUE=DATE:{year}0908\r\nEND:VEVENT\r\n"
    agenda = f"BEGIN:VCALENDAR\r\n{event}{event.replace('0908', '0909')}END:VCALENDAR\r\n".encode()
    page.get_by_label("Kalenderbestand").set_input_files(
        files={"name": "dagen.ics", "mimeType": "text/calendar", "buffer": agenda}
    )
    follow(page, "Toon de dagen in het bestand")
    expect(page.get_by_role("heading", name="In het bestand")).to_be_visible()
    assert fits(page)
    axe(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Voeg de gekozen dagen toe").first.click()
    expect(page.get_by_text("1 dag toegevoegd.")).to_be_visible()


def test_a_coordinator_stops_a_clock_and_sees_it_stand_still(
    city: City, enter: Callable[..., Page], axe: Callable[[Page], None], live_gehoor: LiveGehoor
) -> None:
    in_force(
        city,
        ("pauses: {allowed: true, reasons: [clarification]}", "pauses: {allowed: true, reasons: [appeal, mediation]}"),
        ("extension: {allowed: false}", "extension: {allowed: true, amount: 30, unit: calendar_day, open_ended: true}"),
    )
    course = way.admitted(city, at=AGO)
    page = enter(GREET, viewport=NARROW)
    page.goto(live_gehoor.url + reverse("desk:complaint", args=[course.complaint.dossier.reference]))
    follow(page, "Verleng de termijn", role="link")
    assert fits(page)
    axe(page)
    page.go_back()
    follow(page, "Zet de klok stil", role="link")
    page.get_by_label("Er loopt een beroep of een zaak voor de rechter.").check()
    axe(page)
    follow(page, "Zet de klok stil")
    expect(page.get_by_text("Loopt ze vandaag weer, dan is de uiterste datum").first).to_be_visible()
    assert fits(page)
    axe(page)
    follow(page, "Laat de klok weer lopen", role="link")
    axe(page)
