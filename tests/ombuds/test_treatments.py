"""What the ombudsman reads of a complaint that the city treated twice: the clock that runs, and what was found before."""

import pytest
from django.test import Client

from gehoor.complaints import actions
from gehoor.complaints.procedure import ReferralGround
from tests.city import City
from tests.complaints import course as way
from tests.complaints.course import Course
from tests.complaints.test_stages import STAGES, TERMS, refused
from tests.complaints.test_terms import clocks
from tests.dossiers.test_clocks import in_force
from tests.ombuds.conftest import referral_of

pytestmark = pytest.mark.django_db


def handed_over(course: Course) -> str:
    """Where the ombudsman reads it, late or not."""
    complaint = course.complaint
    actions.refer(complaint, ground=ReferralGround.LATE, text="Niets gehoord.", by=course.amina, at=course.later(60))
    actions.open_referral(referral_of(complaint), by=course.ilse, at=course.at)
    return f"/ombuds/{complaint.dossier.reference}/"


def clock_panel(page: str) -> str:
    return page[page.index(">Klok</h2>") : page.index(">Onafhankelijk?</h2>")]


def test_the_first_clock_on_the_page_is_that_of_the_second_treatment(city: City, ilse: Client) -> None:
    in_force(city, ("  question_answer:", f"{TERMS}  question_answer:"), ("assignment:\n", f"{STAGES}assignment:\n"))
    course = refused(city)
    due = clocks(course)["tweede_antwoord"].due_on
    page = ilse.get(handed_over(course)).content.decode()
    first, others = clock_panel(page).split("Andere termijnen", 1)
    assert "Antwoord na de tweede behandeling" in first
    assert f'datetime="{due}"' in first
    assert "en is er nog niet" in first
    assert "Antwoord na de tweede behandeling" not in others


def test_what_the_first_treatment_found_is_on_the_page_though_its_points_are_open_again(
    city: City, ilse: Client
) -> None:
    in_force(city, ("  question_answer:", f"{TERMS}  question_answer:"), ("assignment:\n", f"{STAGES}assignment:\n"))
    page = ilse.get(handed_over(refused(city))).content.decode()
    assert "Behandeling 2 van 2: tweede behandeling" in page
    assert "Eerste behandeling: door Thomas De Clercq" in page
    assert "De ritten stopten aan het hek." in page
    assert "Maatregel: We betalen 24 euro terug." in page
    assert "begon" in page[page.index("Verloop") : page.index("Twee verhalen")]


def test_a_city_with_one_treatment_says_nothing_of_treatments(city: City, ilse: Client) -> None:
    course = way.referred(city)
    actions.open_referral(referral_of(course.complaint), by=course.ilse, at=course.at)
    page = ilse.get(f"/ombuds/{course.complaint.dossier.reference}/").content.decode()
    assert "Behandeling 1 van" not in page
    assert "g-proof" in clock_panel(page).split("Andere termijnen", 1)[0]
