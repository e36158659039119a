"""The administrator's pages of regulations in a real browser: a line that is wrong, every page with axe, no page wider than a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gehoor.complaints.actions.replaying import ask_replay
from gehoor.complaints.jobs import replay
from gehoor.kernel.clock import now, today
from gehoor.regulations.actions import start_draft
from gehoor.regulations.library import text_of
from gehoor.regulations.models import RegulationVersion
from tests.city import City, small_city
from tests.desk.conftest import take_in
from tests.live import LiveGehoor
from tests.people import AN

pytestmark = pytest.mark.browser


@pytest.fixture
def city(live_gehoor: LiveGehoor) -> City:
    """The small city on the live server."""
    return small_city()


def test_a_wrong_line_is_found_from_its_message_and_kept_text_comes_back(
    enter: Callable[..., Page], city: City
) -> None:
    draft = start_draft(text_of("leuven"), by=city.actor(AN), at=now())
    page = enter(AN)
    page.goto(f"/desk/reglementen/ontwerp/{draft.pk}/")
    text = page.get_by_label("Tekst van het reglement")
    text.fill(text.input_value().replace("amount: 45", "amount: veel"))
    with page.expect_navigation():
        page.get_by_role("button", name="Bewaar en kijk na").click()
    expect(page.get_by_role("heading", name="1 fout")).to_be_visible()
    page.get_by_role("link", name="regel").click()
    expect(text).to_be_focused()
    assert text.evaluate("box => box.value.slice(box.selectionStart, box.selectionEnd)") == "    amount: veel"


def test_every_page_of_the_regulations_fits_a_phone_and_reads_well(
    enter: Callable[..., Page], axe: Callable[[Page], None], city: City
) -> None:
    an = city.actor(AN)
    take_in(city, days_ago=60)
    draft = start_draft(text_of("tienen"), by=an, at=now())
    asked = ask_replay(draft, since=today().replace(year=today().year - 1, day=1), seen=1, by=an, at=now())
    replay(replay_id=asked.pk)
    version = RegulationVersion.objects.get(code="leuven")
    page = enter(AN, viewport={"width": 360, "height": 800})
    for path in (
        "",
        f"versie/{version.pk}/",
        f"versie/{version.pk}/in-werking/",
        f"verschil/?van=v{version.pk}&naar=d{draft.pk}",
        f"ontwerp/{draft.pk}/",
        f"ontwerp/{draft.pk}/lezen/",
        f"ontwerp/{draft.pk}/naspelen/",
        f"nagespeeld/{asked.pk}/?wat=late",
    ):
        page.goto(f"/desk/reglementen/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), path
        axe(page)
