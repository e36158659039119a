"""The acts on a complaint in a real browser: checked by axe, light and dark, wide and narrow; without scripts."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from gehoor.complaints import actions
from gehoor.complaints.models import Account, Complaint
from gehoor.complaints.procedure import Step
from gehoor.dossiers.models import WorkItem
from gehoor.kernel.clock import local_date
from tests.browser import is_for_everybody, listen
from tests.city import City, small_city
from tests.complaints import course as way
from tests.complaints.course import Course
from tests.desk.complaint_days import AGO, at_step
from tests.live import LiveGehoor
from tests.people import GREET, HILDE, JORIS, KOEN, THOMAS, Somebody

pytestmark = pytest.mark.browser
SHAPES = [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")]


@pytest.fixture
def city(live_gehoor: LiveGehoor) -> City:
    """The small city on the live server."""
    return small_city()


def address(course: Course, name: str, *args: object) -> str:
    return reverse(f"desk:complaint_{name}", args=[course.complaint.dossier.reference, *args])


def _before_judgement(city: City) -> list[tuple[str, Somebody, str]]:
    new = way.lodged(city, at=AGO, named=("Sofie van de telefoon", "Joris Claes"))
    asked = at_step(city, Step.CLARIFICATION)
    free = way.admitted(city, at=AGO, named=("Rita Bogaert",))
    told = actions.ask_account(
        free.complaint, department_id=city["reiniging"].pk, question="Waarom?", by=free.greet, at=free.at
    )
    actions.give_account(told, text="Het hek.", by=city.actor(KOEN), at=free.at)
    chosen = way.admitted(city, at=AGO)
    actions.assign_handler(chosen.complaint, chosen.thomas.id or 0, by=chosen.greet, at=chosen.at)
    name = new.complaint.named.order_by("pk").first()
    assert name is not None
    return [
        ("admit", GREET, address(new, "admit")),
        ("reject", GREET, address(new, "reject")),
        ("requalify", GREET, address(new, "requalify")),
        ("send-to-first-line", GREET, address(new, "send_to_first_line")),
        ("ask-clarification", GREET, address(new, "ask_clarification")),
        ("clarify", GREET, address(asked, "clarify")),
        ("department", GREET, address(new, "department")),
        ("name-add", GREET, address(new, "name_add")),
        ("name-settle", GREET, address(new, "name_settle", name.pk)),
        ("assign", GREET, address(free, "assign_handler")),
        ("override", HILDE, address(free, "override")),
        ("blocked", THOMAS, address(chosen, "submit_draft")),
        ("declare", THOMAS, address(chosen, "declare")),
        ("interest", THOMAS, address(chosen, "interest")),
        ("account-ask", THOMAS, address(chosen, "account_ask")),
    ]


def _from_the_points_on(city: City) -> list[tuple[str, Somebody, str]]:
    heard, drafted = way.heard(city, at=AGO), way.drafted(city, at=AGO)
    differing, agreed = at_step(city, Step.ADVICE), at_step(city, Step.PROPOSAL)
    waiting, refused = at_step(city, Step.REACTION), at_step(city, Step.CLOSING)
    done = at_step(city, Step.CLOSED)
    question = actions.ask_account(
        heard.complaint,
        department_id=city["reiniging"].pk,
        question="Wie reed de rit van 6 november?\n\nWas het hek toen open?",
        by=heard.thomas,
        at=heard.later(),
    )
    answered = Account.objects.filter(complaint=heard.complaint).exclude(pk=question.pk).get()
    promised = way.refused(city, at=AGO)
    due_on = local_date(promised.at)
    actions.commit_to(
        promised.complaint,
        text="Nieuwe containers in de hele straat.",
        department_id=city["reiniging"].pk,
        due_on=due_on,
        by=promised.greet,
        at=promised.at,
    )
    way.close(promised)
    work = WorkItem.objects.get(dossier=promised.complaint.pk, kind=WorkItem.Kind.COMMITMENT)
    return [
        ("point-add", THOMAS, address(heard, "point_add")),
        ("point-edit", THOMAS, address(heard, "point_edit", 1)),
        ("point-split", THOMAS, address(heard, "point_split", 1)),
        ("point-answer", THOMAS, address(heard, "point_answer", 1)),
        ("account", JORIS, reverse("desk:account", args=[question.pk])),
        ("account-given", JORIS, reverse("desk:account", args=[answered.pk])),
        ("agree", GREET, address(drafted, "agree")),
        ("differ", GREET, address(drafted, "differ")),
        ("advise", HILDE, address(differing, "advise")),
        ("send-proposal", GREET, address(agreed, "send_proposal")),
        ("no-reaction", GREET, address(waiting, "no_reaction")),
        ("refuse", GREET, address(waiting, "refuse")),
        ("close", GREET, address(refused, "close")),
        ("withdraw", GREET, address(refused, "withdraw")),
        ("refer", GREET, address(done, "refer")),
        ("said", GREET, address(done, "said")),
        ("closed-already", GREET, address(done, "admit")),
        ("commitment-add", GREET, address(agreed, "commitment_add")),
        ("commitment-move", GREET, address(promised, "commitment_move", 1)),
        ("commitment-withdraw", GREET, address(promised, "commitment_withdraw", 1)),
        ("commitments", GREET, reverse("desk:complaint", args=[promised.complaint.dossier.reference])),
        ("commitment-kept", JORIS, reverse("desk:finish_task", args=[work.pk])),
    ]


@pytest.mark.parametrize("pages", [_before_judgement, _from_the_points_on])
@pytest.mark.parametrize(("width", "scheme"), SHAPES)
def test_every_form_page_can_be_used_by_everybody(
    city: City,
    enter: Callable[..., Page],
    screenshots: Path,
    width: int,
    scheme: str,
    pages: Callable[[City], list[tuple[str, Somebody, str]]],
) -> None:
    opened: dict[str, Page] = {}
    said: list[str] = []
    for name, somebody, where in pages(city):
        if somebody.name not in opened:
            shape = {"width": width, "height": 900}
            opened[somebody.name] = enter(somebody, viewport=shape, color_scheme=scheme)
            listen(opened[somebody.name], said)
        page = opened[somebody.name]
        answer = page.goto(where)
        assert answer is not None, where
        assert answer.status == 200, where
        if page.locator("#brief").count():
            page.locator("#brief > summary").click()
        is_for_everybody(page, screenshots / f"complaint-{name}-{width}-{scheme}.png", said)


def test_a_rejection_is_read_before_it_leaves_and_sent_by_keyboard(city: City, enter: Callable[..., Page]) -> None:
    course = way.lodged(city, at=AGO)
    page = enter(GREET)
    page.goto(address(course, "reject"))
    page.get_by_label("Geen omschrijving van feiten").focus()
    page.keyboard.press("Space")
    page.get_by_label("Waarom geldt dat hier?").fill("Je schreef alleen ‘het is erg’.")
    page.get_by_role("button", name="Toon de brief").press("Enter")
    expect(page.locator("#brief")).to_contain_text("Uit je klacht blijkt niet wat er gebeurd is.")
    expect(page.locator("#brief")).to_contain_text("Je schreef alleen ‘het is erg’.")
    expect(page.locator("#brief")).to_contain_text("Vlaamse Ombudsdienst")
    assert Complaint.objects.get(pk=course.complaint.pk).step == Step.ADMISSIBILITY
    with page.expect_response(lambda response: response.request.method == "POST") as sent:
        page.get_by_role("button", name="Verklaar onontvankelijk").press("Enter")
    assert sent.value.status == 303
    assert Complaint.objects.get(pk=course.complaint.pk).outcome == "inadmissible"


def test_a_finding_is_given_without_scripts(city: City, enter: Callable[..., Page]) -> None:
    course = way.heard(city, at=AGO)
    page = enter(THOMAS, java_script_enabled=False)
    page.goto(address(course, "point_answer", 1))
    page.get_by_label("Deels gegrond").check()
    page.get_by_label("Leg uit waarom").fill("Twee ritten vielen weg.")
    page.get_by_role("button", name="Bewaar de bevinding").click()
    expect(page.get_by_role("alert")).to_contain_text("hoort minstens één norm")
    expect(page.get_by_label("Leg uit waarom")).to_have_value("Twee ritten vielen weg.")
    page.get_by_label("Redelijke behandeltermijn").check()
    page.get_by_label("Maatregel: wat doet de stad eraan?").fill("De planning kijkt na.")
    with page.expect_response(lambda response: response.request.method == "POST") as sent:
        page.get_by_role("button", name="Bewaar de bevinding").click()
    assert sent.value.status == 303
    assert course.complaint.grievances.get(number=1).finding == "deels_gegrond"
