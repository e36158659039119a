"""Hearing people from the desk: the complainant, a colleague, and what the other sees of it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.complaints.models import Complaint, Hearing
from gehoor.complaints.procedure import Step
from gehoor.dossiers.models import Dossier
from tests.city import City
from tests.complaints import course as way
from tests.complaints.course import Course
from tests.desk.complaint_days import AGO
from tests.people import GREET, JORIS, LIES, NELE, THOMAS, Somebody
from tests.portal.citizen import token_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[Somebody], Client]

TALK = {"whom": "complainant", "kind": "phone", "held_on": "2026-01-20", "report": "Ze belde <b>twee</b> keer."}


@pytest.fixture
def course(city: City) -> Course:
    return way.assigned(city, at=AGO)


def post(client: Client, course: Course, act: str, *args: object, **values: object) -> tuple[int, str]:
    values.setdefault("version", Dossier.objects.get(pk=course.complaint.pk).version)
    path = reverse(f"desk:complaint_{act}", args=[course.complaint.dossier.reference, *args])
    answer = client.post(path, values)
    return answer.status_code, answer.content.decode()


def hear(client: Client, course: Course, **values: object) -> tuple[int, str]:
    return post(client, course, "hear", **{**TALK, "held_on": AGO.date().isoformat(), **values})


def shown(client: Client, course: Course) -> str:
    return client.get(reverse("desk:complaint", args=[course.complaint.dossier.reference])).content.decode()


def test_a_talk_with_the_complainant_stands_on_both_pages_and_is_corrected(
    city: City, sign_in: SignIn, client: Client, course: Course
) -> None:
    thomas = sign_in(THOMAS)
    assert "Eerste gesprek met de klager" in shown(thomas, course)
    assert hear(thomas, course)[0] == 303
    assert "nog niet nagelezen" in shown(thomas, course)
    volg = f"/volg/{token_of(course.complaint.dossier)}/"
    page = client.get(volg).content.decode()
    assert "Ze belde &lt;b&gt;twee&lt;/b&gt; keer." in page
    assert "Klopt dit verslag?" in page
    act = f"{volg}{course.complaint.dossier.reference}/verslag/"
    assert "Ze belde" in client.get(act).content.decode()
    assert client.post(act, {"text": "Drie keer."}).status_code == 303
    assert "Drie keer." in client.get(volg).content.decode()
    desk = shown(thomas, course)
    assert "verbeterd" in desk
    assert "Drie keer." in desk
    again = client.post(act, {"text": "Vier keer."})
    assert again.status_code == 422
    assert Hearing.objects.get().correction == "Drie keer."


def test_a_colleague_reads_the_own_report_and_nothing_of_the_complaint(
    city: City, sign_in: SignIn, course: Course
) -> None:
    thomas, joris = sign_in(THOMAS), sign_in(JORIS)
    assert hear(thomas, course, whom="colleague", kind="talk", staff=city.person(JORIS).pk)[0] == 303
    talk = Hearing.objects.get()
    own = reverse("desk:own_report", args=[talk.pk])
    assert own in joris.get(reverse("desk:account_requests")).content.decode()
    page = joris.get(own).content.decode()
    assert "Ze belde" in page
    assert course.complaint.dossier.reference not in page
    assert sign_in(LIES).get(own).status_code == 404
    assert joris.post(own, {"correction": "Eén keer."}).status_code == 303
    assert "Eén keer." in shown(thomas, course)
    assert joris.post(own, {"correction": "Nul keer."}).status_code == 409


def test_a_mistake_keeps_what_was_typed(city: City, sign_in: SignIn, course: Course) -> None:
    status, page = hear(sign_in(THOMAS), course, whom="colleague")
    assert status == 422
    assert "Kies welke collega je hoorde." in page
    assert "Ze belde" in page
    assert hear(sign_in(THOMAS), course, held_on="gisteren")[0] == 422
    assert not Hearing.objects.exists()


def test_only_who_works_on_it_hears_people(city: City, sign_in: SignIn, course: Course) -> None:
    assert hear(sign_in(NELE), course)[0] == 404
    assert hear(sign_in(GREET), course, whom="other", name="De buurvrouw")[0] == 303
    assert post(sign_in(GREET), course, "hearing_check", 1, correction="Ook dinsdag.")[0] == 303
    assert post(sign_in(GREET), course, "hearing_check", 1, correction="Ook woensdag.")[0] == 409
    assert post(sign_in(GREET), course, "hearing_check", 9, correction="Niets.")[0] == 404


def test_it_ends_as_mediated_only_after_the_talk(city: City, sign_in: SignIn, course: Course) -> None:
    thomas = sign_in(THOMAS)
    status, page = post(thomas, course, "mediate", reason="24 euro terug.")
    assert status == 409
    assert "Hoor eerst de klager" in page
    hear(thomas, course)
    assert "24 euro terug." in post(thomas, course, "mediate", reason="24 euro terug.", toon="brief")[1]
    assert post(thomas, course, "mediate", reason="24 euro terug.")[0] == 303
    assert Complaint.objects.get(pk=course.complaint.pk).step == Step.CLOSED
    assert "bemiddeld" in shown(sign_in(GREET), course)
