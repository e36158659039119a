"""Hearing, joining, waiting for a court, agreed contact, the package, questions, what was sent on: for everybody, and by keyboard."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from gehoor.complaints import actions
from gehoor.complaints.actions.forwarding import Forwarded, forward
from gehoor.complaints.actions.packaging import make_package
from gehoor.complaints.models import Hearing
from gehoor.dossiers.actions.intake import Submission
from gehoor.dossiers.lifecycle import Kind
from gehoor.kernel.clock import local_date, now
from tests.browser import is_for_everybody, leads_on, listen
from tests.city import City, small_city
from tests.complaints import course as way
from tests.complaints.course import Course
from tests.desk.complaint_days import AGO
from tests.live import LiveGehoor
from tests.people import AMINA, GREET, ILSE, NELE, THOMAS, Somebody

pytestmark = pytest.mark.browser


@pytest.fixture
def city(live_gehoor: LiveGehoor) -> City:
    """The small city on the live server."""
    return small_city()


def address(course: Course, name: str, *args: object) -> str:
    return reverse(f"desk:complaint_{name}", args=[course.complaint.dossier.reference, *args])


def _heard(city: City) -> Course:
    """The complainant was heard, and Nele of the department; she did not read her report yet."""
    found = way.assigned(city, at=AGO)
    who = {"complainant": None, "colleague": city.person(NELE).pk}
    for whom, staff_id in who.items():
        actions.note_hearing(
            found.complaint,
            kind="phone",
            whom=whom,
            staff_id=staff_id,
            held_on=found.at.date(),
            report="Het hek was dicht. De ploeg meldde dat niet.",
            by=found.thomas,
            at=found.at,
        )
    return found


def _waiting(city: City, main: Course) -> Course:
    """Handled together with another one, waiting for a court, with agreed contact."""
    found = way.admitted(city, at=AGO)
    actions.join(found.complaint, main.complaint, reason="Dezelfde straat.", by=found.greet, at=found.at)
    actions.suspend(
        main.complaint, kind="court", reason="De zaak ligt bij de vrederechter.", by=found.greet, at=found.at
    )
    actions.agree_contact(
        found.complaint,
        agreed="Eén antwoord per week.",
        reasons="Twintig mails per dag.",
        ends_on=local_date(now()) + timedelta(days=90),
        by=found.greet,
        at=found.at,
    )
    return found


def _referred(city: City) -> Course:
    """With the ombudsman, who asked two things; the package is ready."""
    found = way.referred(city, at=AGO)
    referral = found.complaint.referrals.get()
    actions.open_referral(referral, by=found.ilse, at=found.at)
    for text in ("Reed de wagen tot aan het hek?", "Wie had de sleutel?"):
        actions.ask_city(referral, text=text, by=found.ilse, at=found.at)
    actions.answer_ombudsman(found.complaint, 1, text="Nee, het hek was dicht.", by=found.greet, at=found.at)
    make_package(found.complaint.pk, clock=now)
    return found


def _sent_on(city: City) -> str:
    told = Submission(kind=Kind.COMPLAINT, text="Mijn straat wordt niet geveegd.", reporter=AMINA)
    along = Forwarded(local_date(now()), consent=True, their_reference="VO-118")
    return forward(told, along, by=city.actor(ILSE), at=now()).dossier.reference


def _pages(city: City) -> list[tuple[str, Somebody, str]]:
    heard, alone = _heard(city), way.assigned(city, at=AGO)
    joined, there = _waiting(city, heard), _referred(city)
    report = Hearing.objects.get(complaint=heard.complaint, whom="colleague")
    theirs = f"/ombuds/{there.complaint.dossier.reference}/"
    return [
        ("hear", THOMAS, address(alone, "hear")),
        ("heard", THOMAS, address(heard, "hearing_check", 1)),
        ("own-report", NELE, reverse("desk:own_report", args=[report.pk])),
        ("join", GREET, address(alone, "join")),
        ("joined", GREET, reverse("desk:complaint", args=[joined.complaint.dossier.reference])),
        ("take-apart", GREET, address(joined, "take_apart")),
        ("suspend", GREET, address(alone, "suspend")),
        ("suspended", GREET, reverse("desk:complaint", args=[heard.complaint.dossier.reference])),
        ("resume", GREET, address(heard, "resume")),
        ("contact-plan", GREET, address(alone, "contact_plan")),
        ("contact-plan-end", GREET, address(joined, "contact_plan_end")),
        ("question", GREET, address(there, "question", 2)),
        ("package", GREET, address(there, "package")),
        ("sent-on-by-letter", GREET, reverse("desk:forward")),
        ("ombuds-with-questions", ILSE, theirs),
        ("ombuds-ask", ILSE, theirs + "vraag/"),
        ("ombuds-package", ILSE, theirs + "pakket/"),
        ("ombuds-send-on", ILSE, "/ombuds/doorgestuurd/nieuw/"),
        ("ombuds-sent-on", ILSE, f"/ombuds/doorgestuurd/{_sent_on(city)}/"),
        ("ombuds-recommendations", ILSE, "/ombuds/aanbevelingen/"),
        ("ombuds-list", ILSE, "/ombuds/doorgestuurd/"),
    ]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_every_one_of_these_pages_can_be_used_by_everybody(
    city: City, enter: Callable[..., Page], screenshots: Path, width: int, scheme: str
) -> None:
    opened: dict[str, Page] = {}
    said: list[str] = []
    for name, somebody, where in _pages(city):
        if somebody.name not in opened:
            opened[somebody.name] = enter(somebody, viewport={"width": width, "height": 900}, color_scheme=scheme)
            listen(opened[somebody.name], said)
        page = opened[somebody.name]
        answer = page.goto(where)
        assert answer is not None, where
        assert answer.status == 200, where
        page.wait_for_load_state("networkidle")
        is_for_everybody(page, screenshots / f"second-line-{name}-{width}-{scheme}.png", said)


def test_the_ombudsman_sends_a_complaint_on_and_the_coordinator_answers_a_question_by_keyboard(
    city: City, enter: Callable[..., Page]
) -> None:
    ilse = enter(ILSE)
    ilse.goto("/ombuds/doorgestuurd/nieuw/")
    ilse.locator("#id_name").focus()
    for text in (AMINA.name, AMINA.address, AMINA.email):
        ilse.keyboard.type(text)
        ilse.keyboard.press("Tab")
    ilse.locator("#id_text").focus()
    ilse.keyboard.type("Mijn straat wordt niet geveegd.")
    ilse.locator("#id_consent").focus()
    ilse.keyboard.press("Space")
    leads_on(ilse, "Control+Enter")
    expect(ilse.locator("h1")).to_have_text("Mijn straat wordt niet geveegd")
    there = _referred(city)
    greet = enter(GREET)
    greet.goto(address(there, "question", 2))
    greet.locator("#id_text").focus()
    greet.keyboard.type("De ploegbaas.")
    greet.get_by_role("button", name="Stuur het antwoord").focus()
    leads_on(greet, "Enter")
    expect(greet.get_by_text("Je antwoord is bij de ombudsman.")).to_be_visible()
