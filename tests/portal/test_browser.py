"""The portal in a real browser: by keyboard, without JavaScript, checked by axe, light and dark, wide and narrow."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from gehoor.complaints import actions
from gehoor.complaints.models import Complaint
from gehoor.dossiers.access import dossier_for
from gehoor.dossiers.actions import assigning, first_line
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.models import Dossier
from gehoor.kernel.clock import now
from tests.browser import follow
from tests.city import City, small_city
from tests.complaints import course as way
from tests.live import LiveGehoor
from tests.people import AMINA, NELE, SARA
from tests.portal.citizen import STORY, token_of

pytestmark = pytest.mark.browser
SHAPES = [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")]
NEXT = "Ga verder"


@pytest.fixture
def city(live_gehoor: LiveGehoor) -> City:
    """The small city on the live server."""
    return small_city()


def offer(city: City, dossier: Dossier, *, days_ago: int = 0) -> Dossier:
    """The department answers with a solution."""
    at, reiniging = now() - timedelta(days=days_ago), city["reiniging"]
    assigning.route(dossier, kind=Kind.MELDING, department=reiniging, is_first_line=True, by=city.actor(SARA), at=at)
    dossier = dossier_for(city.actor(NELE), dossier.reference)
    first_line.offer_solution(dossier, text="We halen het morgen op.", by=city.actor(NELE), at=now())
    return dossier


def tracked_pages(city: City) -> dict[str, str]:
    """An address for each face of the tracking page and what is behind it."""
    week = now() - timedelta(days=8)
    offered = offer(city, way.first_line(city, at=now() - timedelta(days=3)), days_ago=3)
    late = way.first_line(city, at=now() - timedelta(days=40))
    proposal = way.proposed(city, at=week).complaint.dossier
    asked = way.lodged(city, at=week)
    actions.ask_clarification(asked.complaint, question="Op welke dagen?", by=asked.greet, at=asked.later())
    closed = way.closed(city, at=week).complaint.dossier
    referred = way.referred(city, at=week).complaint.dossier
    base = {d.pk: f"/volg/{token_of(d)}/" for d in (offered, late, proposal, asked.complaint.dossier, closed, referred)}
    letter = proposal.thread.messages.get(letter="proposal").public_id
    acting = base[proposal.pk] + proposal.reference
    return {
        "offer": base[offered.pk],
        "not-solved": f"{base[offered.pk]}{offered.reference}/niet-opgelost/",
        "complain": f"{base[offered.pk]}{offered.reference}/klacht/",
        "late": base[late.pk],
        "proposal": base[proposal.pk],
        "accept": f"{acting}/akkoord/",
        "withdraw": f"{acting}/intrekken/",
        "satisfied": f"{acting}/tevreden/",
        "ombudsman": f"{acting}/ombudsman/",
        "letter": f"{base[proposal.pk]}brief/{letter}/",
        "receipt": f"{base[proposal.pk]}ontvangst/",
        "clarify": base[asked.complaint.pk],
        "clarify-act": f"{base[asked.complaint.pk]}{asked.complaint.dossier.reference}/verduidelijken/",
        "closed": base[closed.pk],
        "referred": base[referred.pk],
        "not-now": f"{base[referred.pk]}{referred.reference}/ombudsman/",
    }


PLAIN = {
    "home": "/",
    "lost": "/link-kwijt/",
    "lost-sent": "/link-kwijt/verstuurd/",
    "how": "/hoe-we-klachten-behandelen/",
    "regulation": "/reglement/",
    "privacy": "/privacy/",
    "accessibility": "/toegankelijkheid/",
    "no-link": "/volg/niets/",
    "expired": "/melden/abcdef/soort/",
    "sign-in": "/account/login/",
    "reset": "/account/password/reset/",
}


class Look:
    """Checks a page in four shapes, without asking for it again."""

    def __init__(self, page: Page, axe: Callable[[Page], None], folder: Path) -> None:
        self.page, self.axe, self.folder = page, axe, folder

    def at(self, name: str) -> None:
        assert self.page.locator("h1").count() == 1, name
        for width, scheme in SHAPES:
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.screenshot(path=self.folder / f"portal-{name}-{width}-{scheme}.png", full_page=True)
            assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} scrolls sideways"
            if (width, scheme) != (1280, "dark"):
                self.axe(self.page)


@pytest.fixture
def look(page: Page, axe: Callable[[Page], None], screenshots: Path) -> Look:
    """``look.at(name)``: what the page shows now can be used by everybody."""
    return Look(page, axe, screenshots)


def test_every_plain_page_can_be_used_by_everybody(city: City, page: Page, look: Look) -> None:
    for name, address in PLAIN.items():
        page.goto(address)
        look.at(name)


def test_every_page_of_a_matter_can_be_used_by_everybody(city: City, page: Page, look: Look) -> None:
    for name, address in tracked_pages(city).items():
        answer = page.goto(address)
        assert answer is not None, name
        assert answer.status == 200, name
        for details in page.locator("details").all():
            details.evaluate("one => one.open = true")
        look.at(name)


def go_on(page: Page) -> None:
    follow(page, NEXT)


def test_every_question_can_be_answered_by_everybody_and_wrongly_too(
    city: City, page: Page, look: Look, tmp_path: Path
) -> None:
    page.goto("/")
    go_on(page)
    look.at("home-error")
    page.locator("#id_text").fill("Ik ben klokkenluider.")
    go_on(page)
    look.at("protected")
    page.goto("/")
    page.locator("#id_text").fill(STORY)
    go_on(page)
    look.at("kind")
    page.get_by_label("Ik wil een formele klacht indienen").check()
    go_on(page)
    look.at("place")
    go_on(page)
    look.at("involved")
    go_on(page)
    (tmp_path / "leeg.txt").write_text("")
    (tmp_path / "brief.txt").write_text("Geachte,")
    page.locator("#id_upload").set_input_files([tmp_path / "brief.txt", tmp_path / "leeg.txt"])
    follow(page, "Voeg toe")
    look.at("files-error")
    go_on(page)
    look.at("behalf")
    page.get_by_label("Voor iemand anders").check()
    go_on(page)
    page.locator("#id_email").fill("amina@")
    go_on(page)
    look.at("who-error")
    for name, value in {
        "represented_name": "Fatima Daoudi",
        "name": AMINA.name,
        "email": AMINA.email,
        "address": AMINA.address,
    }.items():
        page.locator(f"#id_{name}").fill(value)
    page.locator("#id_mandate").check()
    go_on(page)
    look.at("check")
    form = page.url
    follow(page, "Dien de klacht in")
    look.at("receipt-new")
    page.goto(form)
    look.at("sent")
    assert Complaint.objects.count() == 1


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_telling_something_by_keyboard_alone(city: City, page: Page) -> None:
    page.goto("/")
    press(page, "Tab")
    expect(page.get_by_role("link", name="Ga naar de inhoud")).to_be_focused()
    for _ in range(12):
        press(page, "Tab")
        if page.evaluate("document.activeElement.id") == "id_text":
            break
    page.keyboard.type("De lamp is stuk.")
    press(page, "Tab", "Enter")
    expect(page.get_by_role("heading", name="Wat past het best?")).to_be_visible()
    to_button(page)
    expect(page.get_by_role("heading", name="Waar en wanneer was het?")).to_be_visible()
    to_button(page)
    to_button(page)
    expect(page.get_by_role("heading", name="Voor wie schrijf je?")).to_be_visible()
    page.locator("input[name=behalf]:checked").focus()
    press(page, "ArrowUp")
    expect(page.get_by_label("Ik wil mijn naam niet geven")).to_be_checked()
    to_button(page)
    expect(page.get_by_role("heading", name="Klopt alles?")).to_be_visible()
    to_button(page, "Verstuur")
    expect(page.get_by_role("heading", name="We hebben je melding")).to_be_visible()
    assert Dossier.objects.count() == 1


def to_button(page: Page, name: str = NEXT) -> None:
    """Tab until the button has the focus, and press it."""
    before = page.url
    for _ in range(40):
        press(page, "Tab")
        if name in page.evaluate("document.activeElement.innerText || ''"):
            focus = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert focus != "none", "the focus is seen"
            press(page, "Enter")
            page.wait_for_url(lambda url: url != before)
            return
    raise AssertionError(f"{name} cannot be reached with the keyboard on {page.url}")


def test_errors_take_the_focus_and_lead_to_the_field(city: City, page: Page) -> None:
    page.goto("/")
    go_on(page)
    expect(page.locator("[data-errors]")).to_be_focused()
    press(page, "Tab", "Enter")
    expect(page.locator("#id_text")).to_be_focused()


def test_what_was_typed_survives_a_reload(city: City, page: Page) -> None:
    page.goto("/")
    page.locator("#id_text").fill("Half geschr")
    page.reload()
    expect(page.locator("#id_text")).to_have_value("Half geschr")
    go_on(page)
    go_on(page)
    page.locator("#id_place").fill("Linden")
    page.reload()
    expect(page.locator("#id_place")).to_have_value("Linden")
    page.go_back()
    page.go_forward()
    page.goto("/")
    expect(page.locator("#id_text")).to_have_value("")


def test_a_double_click_sends_once(city: City, page: Page) -> None:
    page.goto("/")
    page.locator("#id_text").fill(STORY)
    go_on(page)
    go_on(page)
    go_on(page)
    go_on(page)
    page.get_by_label("Ik wil mijn naam niet geven").check()
    go_on(page)
    page.get_by_role("button", name="Verstuur").dblclick()
    expect(page.get_by_role("heading", name="We hebben je melding")).to_be_visible()
    assert Dossier.objects.count() == 1


def test_the_whole_way_without_javascript(
    city: City, new_context: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/")
    page.locator("#id_text").fill(STORY)
    go_on(page)
    page.get_by_label("Ik ben niet tevreden").check()
    go_on(page)
    page.locator("#id_place").fill("Lindenstraat 14")
    go_on(page)
    go_on(page)
    (tmp_path / "brief.txt").write_text("Geachte,")
    page.locator("#id_upload").set_input_files([tmp_path / "brief.txt"])
    follow(page, "Voeg toe")
    expect(page.get_by_text("Toegevoegd: 1 van 10")).to_be_visible()
    go_on(page)
    go_on(page)
    for name, value in {"name": AMINA.name, "email": AMINA.email, "address": AMINA.address}.items():
        page.locator(f"#id_{name}").fill(value)
    go_on(page)
    follow(page, "Verstuur")
    expect(page.get_by_role("link", name="Bewaar als bestand")).to_be_visible()
    expect(page.get_by_text("Print", exact=True)).to_be_hidden()
    follow(page, "Volg je dossier", "link")
    page.locator("#id_text").fill("Nog iets vergeten.")
    page.get_by_role("button", name="Verstuur bericht").click()
    expect(page.get_by_text("We kregen je bericht.")).to_be_visible()
    offer(city, Dossier.objects.get())
    page.reload()
    follow(page, "Dit lost het niet op", "link")
    page.locator("#id_text").fill("Het staat er nog.")
    page.get_by_role("button", name="Dit lost het niet op").click()
    expect(page.get_by_text("De dienst kijkt opnieuw, samen met jou.")).to_be_visible()
    follow(page, "maak er een klacht van", "link")
    follow(page, "Dien de klacht in")
    expect(page.get_by_text("We kregen je klacht.")).to_be_visible()
    assert Complaint.objects.count() == 1


def test_no_page_asks_anything_of_another_site(city: City, page: Page, live_gehoor: LiveGehoor) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for address in (*PLAIN.values(), f"/volg/{token_of(way.first_line(city, at=now() - timedelta(days=1)))}/"):
        page.goto(address)
    assert [url for url in asked if not url.startswith((live_gehoor.url, "data:"))] == []
