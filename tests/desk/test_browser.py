"""The desk in a real browser: by keyboard, checked by axe, light and dark, wide and narrow."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from gehoor.correspondence.models import Delivery, Message
from gehoor.dossiers.actions.assigning import assign, give_back, route
from gehoor.dossiers.actions.correcting import correct, plan_work
from gehoor.dossiers.actions.first_line import close, offer_solution, reply_to_offer
from gehoor.dossiers.actions.intake import Reporter
from gehoor.dossiers.actions.messages import add_note, hear_reporter
from gehoor.dossiers.actions.sweeping import report_failed_mail
from gehoor.dossiers.lifecycle import CloseReason, Kind
from gehoor.dossiers.models import Category, Dossier, WorkItem
from gehoor.kernel.clock import now, today
from tests.browser import follow, is_for_everybody, leads_on, listen
from tests.city import City, small_city
from tests.desk.conftest import take_in
from tests.live import LiveGehoor
from tests.people import AMINA, LIES, NELE, SARA, Somebody

pytestmark = pytest.mark.browser
ON_PAPER = Reporter(name="Jeanne Peeters", address="Kerkstraat 4, 9999 Vaartberg")
SHAPES = [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")]


@pytest.fixture
def city(live_gehoor: LiveGehoor) -> City:
    """The small city on the live server, with a day's work in it."""
    city = small_city()
    Category.objects.create(
        code="restafval", name="Restafval", department=city["reiniging"], words="restafval\nvuilnis"
    )
    _work(city)
    return city


def _work(city: City) -> None:
    nele, sara = city.actor(NELE), city.actor(SARA)
    lucas = Reporter(name="Lucas Peeters", phone="016 555 01 52")
    take_in(city, "Ons restafval staat er al sinds vrijdag. De buren hebben hetzelfde.", place="Vaartstraat 9, Oudveld")
    take_in(city, "Glasbol al twee weken vol", "reiniging", days_ago=50, place="Kerkhofdreef, Oudveld", first_line=True)
    take_in(city, "Wanneer komt de takkendienst?", "reiniging", kind=Kind.QUESTION, reporter=lucas, days_ago=9)
    take_in(city, "Vuilbak bij de bushalte Vaart", "reiniging", kind=Kind.SUGGESTION, reporter=Reporter(), days_ago=3)
    take_in(city, "Dank voor de snelle hulp", "reiniging", kind=Kind.COMPLIMENT, place="")
    still = take_in(city, "Verkeerde factuur containerpark", "reiniging")
    Dossier.objects.filter(pk=still.pk).update(due_on=None, is_paused=True)
    back = take_in(city, "Rattenplaag bij de vijver", "groen", place="Stadspark")
    give_back(back, reason="De vijver is van mobiliteit.", by=city.actor(LIES), at=now())
    talk = take_in(city, "Restafval blijft staan, derde keer. Komt er nog iemand?", "reiniging", days_ago=12)
    assign(talk, city.person(NELE), by=nele, at=now())
    text = "Dag Amina, de wagen kon niet door de Vaartstraat. Morgen voor de middag halen we alles op."
    offer_solution(talk, text=text, by=nele, at=now())
    reply_to_offer(fresh(talk), solved=False, text="Het staat er nog.", by=nele, at=now())
    add_note(fresh(talk), text="Ploeg 4 zegt dat het hek dicht is. Wie heeft een sleutel?", by=nele, at=now())
    hear_reporter(
        fresh(talk), text="Het is nu de derde keer. Wat gaan jullie veranderen?", medium="phone", by=nele, at=now()
    )
    plan_work(
        talk, title="Sleutel van het binnenhof vragen", by=nele, at=now(), due_on=today(), assignee=city.person(NELE)
    )
    correct(fresh(talk), "place", "Vaartstraat 11, Oudveld", by=nele, at=now())
    done = take_in(city, "Straatveger sloeg onze kant over", "reiniging", days_ago=4)
    close(done, CloseReason.ANSWERED, text="Vandaag geveegd.", by=nele, at=now())
    offer_solution(take_in(city, "Stoep vol glas", "reiniging", reporter=ON_PAPER), text="Geveegd.", by=nele, at=now())
    Message.objects.filter(pk=lost(done)).update(delivery=Delivery.FAILED, retry_at=None)
    report_failed_mail(at=now())
    route(back, kind=Kind.MELDING, department=city["mobiliteit"], by=sara, at=now())


def lost(dossier: Dossier) -> int:
    """The last letter of a dossier: the one that will not arrive."""
    return Message.objects.filter(thread=dossier.thread_id, direction="out").latest("pk").pk


def task(kind: WorkItem.Kind) -> int:
    return WorkItem.objects.get(kind=kind).pk


def fresh(dossier: Dossier) -> Dossier:
    return Dossier.objects.select_related("department", "thread").get(pk=dossier.pk)


def _pages(city: City) -> list[tuple[str, Somebody, str]]:
    talk = Dossier.objects.get(title__startswith="Restafval blijft")
    new = Dossier.objects.get(title__startswith="Ons restafval")
    done = Dossier.objects.get(step="closed")
    at = f"/desk/dossiers/{talk.reference}/"
    return [
        ("queue", NELE, "/desk/wachtrij/"),
        ("queue-agent", SARA, "/desk/wachtrij/"),
        ("queue-all", SARA, "/desk/wachtrij/?dienst=alle"),
        ("queue-closed", NELE, "/desk/wachtrij/?staat=afgesloten"),
        ("queue-empty", NELE, "/desk/wachtrij/?soort=complaint"),
        ("dossier", NELE, at),
        ("dossier-new", SARA, f"/desk/dossiers/{new.reference}/"),
        ("dossier-closed", NELE, f"/desk/dossiers/{done.reference}/"),
        ("contact", SARA, "/desk/contact/"),
        ("search", SARA, "/desk/zoek/?q=restafval"),
        ("search-wrong", SARA, "/desk/zoek/?q=2026-00001-1"),
        ("tasks", NELE, "/desk/taken/"),
        ("act-close", NELE, at + "afsluiten/"),
        ("act-triage", SARA, at + "sturen/"),
        ("act-complaint", NELE, at + "klacht/"),
        ("act-correct", NELE, at + "verbeteren/?veld=place"),
        ("act-task", NELE, at + "taak/"),
        ("task-done", NELE, f"/desk/taken/{task(WorkItem.Kind.TASK)}/klaar/"),
        ("task-lost-mail", NELE, f"/desk/taken/{task(WorkItem.Kind.MAIL_FAILED)}/klaar/"),
        ("letter", NELE, f"/desk/taken/{task(WorkItem.Kind.POST)}/brief/"),
    ]


@pytest.mark.parametrize(("width", "scheme"), SHAPES)
def test_every_page_can_be_used_by_everybody(
    city: City, enter: Callable[..., Page], screenshots: Path, width: int, scheme: str
) -> None:
    people: dict[str, Page] = {}
    said: list[str] = []
    for name, somebody, address in _pages(city):
        if somebody.name not in people:
            shape = {"width": width, "height": 900}
            people[somebody.name] = enter(somebody, viewport=shape, color_scheme=scheme)
            listen(people[somebody.name], said)
        page = people[somebody.name]
        answer = page.goto(address)
        assert answer is not None, address
        assert answer.status == 200, address
        page.wait_for_load_state("networkidle")
        is_for_everybody(page, screenshots / f"desk-{name}-{width}-{scheme}.png", said)


def test_the_day_by_keyboard(enter: Callable[..., Page]) -> None:
    page = enter(NELE)
    page.goto("/desk/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("/")
    page.keyboard.type("derde keer")
    leads_on(page, "Enter")
    page.keyboard.press("j")
    leads_on(page, "o")
    expect(page.locator("h1")).to_contain_text("Restafval blijft staan")
    page.keyboard.press("n")
    expect(page.locator("#bericht")).to_be_hidden()
    page.keyboard.type("Sleutel gevonden, ook thuis.")  # each letter alone is a key, elsewhere
    expect(page.locator("#id_note")).to_have_value("Sleutel gevonden, ook thuis.")
    leads_on(page, "Control+Enter")
    expect(page.locator(".g-say--note").last).to_contain_text("Sleutel gevonden")
    page.keyboard.press("n")
    page.locator("#tab-notitie").focus()
    page.keyboard.press("r")
    expect(page.locator("#id_text")).to_be_focused()
    page.keyboard.type("Dag Amina, we hebben een sleutel.")
    expect(page.locator("#zo [data-text]").first).to_have_text("Dag Amina, we hebben een sleutel.")
    page.keyboard.press("Control+Enter")  # never sends a message: the keys go to its button
    expect(page.get_by_role("button", name="Verstuur naar Amina")).to_be_focused()
    leads_on(page, "Enter")
    expect(page.locator(".g-say--out").last).to_contain_text("we hebben een sleutel")
    leads_on(page, "u")
    expect(page.locator("h1")).to_have_text("Reiniging")
    assert Message.objects.filter(letter="message").count() == 1


def test_a_note_that_is_being_written_survives_a_reload(enter: Callable[..., Page], city: City) -> None:
    page = enter(NELE)
    dossier = Dossier.objects.get(title__startswith="Restafval blijft")
    page.goto(f"/desk/dossiers/{dossier.reference}/")
    page.locator("#id_text").fill("Half geschr")
    page.reload()
    expect(page.locator("#id_text")).to_have_value("Half geschr")
    page.get_by_role("button", name="Verstuur naar Amina").click()
    expect(page.get_by_text("Je bericht vertrekt over 20 seconden.")).to_be_visible()
    page.reload()
    expect(page.locator("#id_text")).to_have_value("")


def test_a_call_with_two_questions_by_keyboard_alone(enter: Callable[..., Page]) -> None:
    page = enter(SARA)
    page.goto("/desk/wachtrij/")
    leads_on(page, "c")
    expect(page.locator("#id_phone")).to_be_focused()
    page.keyboard.type("016 555 01 40")
    expect(page.locator("#vondsten")).to_contain_text("Eerder van deze melder")
    page.keyboard.press("Tab")
    page.keyboard.type("Amina Daoudi")
    page.locator("#id_q-0-text").focus()
    page.keyboard.type("De straatlamp voor mijn deur is stuk.")
    page.keyboard.press("Alt+v")
    expect(page.locator("#id_q-1-text")).to_be_focused()
    expect(page.locator("#id_q-0-text")).to_have_value("De straatlamp voor mijn deur is stuk.")
    page.keyboard.type("En wanneer is het containerpark open?")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Geregistreerd.")).to_be_visible()
    assert Dossier.objects.filter(medium="phone").count() == 2


def test_everything_works_without_scripts(enter: Callable[..., Page], city: City) -> None:
    page = enter(SARA, java_script_enabled=False)
    new = Dossier.objects.get(title__startswith="Ons restafval")
    page.goto(f"/desk/dossiers/{new.reference}/")
    expect(page.get_by_text("Voorgesteld: Restafval")).to_be_visible()
    follow(page, "Stuur naar de dienst")
    assert fresh(new).department == city["reiniging"]
    page.goto(f"/desk/dossiers/{new.reference}/")
    page.locator("#id_note").fill("Een notitie.")
    page.get_by_role("button", name="Bewaar de notitie").click()
    expect(page.locator(".g-say--note")).to_contain_text("Een notitie.")
    page.locator("#id_text").fill("Een bericht.")
    page.get_by_role("button", name="Verstuur naar Amina").click()
    expect(page.locator(".g-say--out").last).to_contain_text("Een bericht.")
    page.goto("/desk/wachtrij/")
    page.locator("#f-soort").select_option("question")
    follow(page, "Toon")
    assert "soort=question" in page.url
    page.goto("/desk/contact/")
    page.locator("#id_q-0-text").fill("De lamp is stuk.")
    page.get_by_role("button", name="Nog een vraag").click()
    expect(page.locator("#id_q-0-text")).to_have_value("De lamp is stuk.")


def test_a_filter_changes_the_list_and_the_address(enter: Callable[..., Page]) -> None:
    page = enter(NELE)
    page.goto("/desk/wachtrij/")
    page.locator("#f-soort").select_option("suggestion")
    expect(page.locator("[data-row]")).to_have_count(1)
    expect(page).to_have_url(re.compile("soort=suggestion"))
    assert AMINA.name not in page.locator("[data-row]").inner_text()
