"""What the city promises, from the desk: noted with the answer, done by the department, put off or withdrawn by the coordinator."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.complaints.promised import Commitment
from gehoor.dossiers.models import Dossier, WorkItem
from gehoor.kernel.clock import today
from tests.city import City
from tests.complaints import course as way
from tests.complaints.course import Course
from tests.desk.complaint_days import AGO
from tests.people import AN, GREET, LIES, NELE, Somebody
from tests.portal.citizen import token_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[Somebody], Client]
WHAT = "De containers worden <b>vervangen</b>."


@pytest.fixture
def course(city: City) -> Course:
    return way.refused(city, at=AGO)


def post(client: Client, course: Course, act: str, *args: object, **values: object) -> tuple[int, str]:
    values.setdefault("version", Dossier.objects.get(pk=course.complaint.pk).version)
    path = reverse(f"desk:complaint_commitment_{act}", args=[course.complaint.dossier.reference, *args])
    answer = client.post(path, values)
    return answer.status_code, answer.content.decode()


def add(client: Client, course: Course, **values: object) -> tuple[int, str]:
    due_on = (today() + timedelta(days=30)).isoformat()
    given = {"text": WHAT, "department": course.city["reiniging"].pk, "due_on": due_on}
    return post(client, course, "add", **given | values)


def shown(client: Client, course: Course) -> str:
    return client.get(reverse("desk:complaint", args=[course.complaint.dossier.reference])).content.decode()


def task() -> str:
    return reverse("desk:finish_task", args=[WorkItem.objects.get(kind=WorkItem.Kind.COMMITMENT).pk])


def test_a_promise_goes_from_the_answer_to_the_department_and_back_to_the_complainant(
    city: City, sign_in: SignIn, client: Client, course: Course
) -> None:
    greet = sign_in(GREET)
    assert add(greet, course)[0] == 303
    assert "de klager weet dit nog niet" in shown(greet, course)
    way.close(course)
    volg = f"/volg/{token_of(course.complaint.dossier)}/"
    page = client.get(volg).content.decode()
    assert "Wat we je beloofden" in page
    assert "De containers worden &lt;b&gt;vervangen&lt;/b&gt;." in page
    nele = sign_in(NELE)
    assert "Dit beloofde de stad na een klacht" in nele.get(task()).content.decode()
    refused = nele.post(task(), {"outcome": " "})
    assert refused.status_code == 422
    assert "de klager leest dit" in refused.content.decode()
    assert nele.post(task(), {"outcome": "Er staan vier nieuwe."}).status_code == 303
    assert "Er staan vier nieuwe." in client.get(volg).content.decode()
    assert "Er staan vier nieuwe." in shown(greet, course)
    assert post(greet, course, "withdraw", 1, reason="Te laat bedacht.")[0] == 409


def test_it_is_put_off_and_withdrawn_with_a_reason_that_the_complainant_reads(
    sign_in: SignIn, client: Client, course: Course
) -> None:
    greet = sign_in(GREET)
    add(greet, course)
    way.close(course)
    later = (today() + timedelta(days=60)).isoformat()
    assert post(greet, course, "move", 1, due_on=later, reason="")[0] == 422
    assert post(greet, course, "move", 1, due_on="2020-01-01", reason="Vroeger.")[0] == 422
    assert "De leverancier" in post(greet, course, "move", 1, due_on=later, reason="De leverancier.", toon="brief")[1]
    assert post(greet, course, "move", 1, due_on=later, reason="De leverancier.")[0] == 303
    assert "De leverancier." in client.get(f"/volg/{token_of(course.complaint.dossier)}/").content.decode()
    assert post(greet, course, "withdraw", 1, reason="De straat gaat open.")[0] == 303
    assert "De straat gaat open." in shown(greet, course)


def test_before_the_letter_it_is_changed_or_dropped_without_a_word_outside(sign_in: SignIn, course: Course) -> None:
    greet = sign_in(GREET)
    add(greet, course)
    change = reverse("desk:complaint_commitment_change", args=[course.complaint.dossier.reference, 1])
    assert "vervangen" in greet.get(change).content.decode()
    due_on = (today() + timedelta(days=3)).isoformat()
    kept = {"text": "Anders.", "department": course.city["groen"].pk, "due_on": due_on}
    assert post(greet, course, "change", 1, **kept)[0] == 303
    assert post(greet, course, "move", 1, due_on=due_on, reason="Nee.")[0] == 409
    withdraw = reverse("desk:complaint_commitment_withdraw", args=[course.complaint.dossier.reference, 1])
    assert "krijgt dus geen brief" in greet.get(withdraw).content.decode()
    assert post(greet, course, "withdraw", 1, reason="Niet nodig.")[0] == 303
    assert Commitment.objects.get().withdrawn_at is not None


@pytest.mark.parametrize("somebody", [NELE, LIES, AN])
def test_nobody_else_promises_anything(sign_in: SignIn, course: Course, somebody: Somebody) -> None:
    assert add(sign_in(somebody), course)[0] in (403, 404)
    assert not Commitment.objects.exists()


def test_a_promise_that_is_not_there_is_not_found(sign_in: SignIn, course: Course) -> None:
    assert post(sign_in(GREET), course, "withdraw", 9, reason="Zo.")[0] == 404
