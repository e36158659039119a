"""A task on a complaint: who does what, by when."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.complaints.conflicts import conflicts_of
from gehoor.dossiers.actions.correcting import finish_work
from gehoor.dossiers.models import Dossier, WorkItem
from gehoor.kernel.clock import now, today
from tests.city import City
from tests.complaints import course as way
from tests.complaints.course import Course
from tests.desk.complaint_days import AGO
from tests.people import GREET, JORIS, KOEN, NELE, THOMAS, Somebody

pytestmark = pytest.mark.django_db
SignIn = Callable[[Somebody], Client]


def post(client: Client, course: Course, **values: object) -> tuple[int, str]:
    given = {
        "version": Dossier.objects.get(pk=course.complaint.pk).version,
        "title": "Vraag de foto van de ploeg op",
        "due_on": today() + timedelta(days=3),
        **values,
    }
    answer = client.post(reverse("desk:complaint_task", args=[course.complaint.dossier.reference]), given)
    return answer.status_code, answer.content.decode()


def test_the_coordinator_gives_the_handler_a_task_with_a_date(city: City, sign_in: SignIn) -> None:
    course = way.assigned(city, at=AGO)
    status, _ = post(sign_in(GREET), course, who=f"collega-{city.person(THOMAS).pk}")
    assert status == 303
    item = WorkItem.objects.get(dossier=course.complaint.dossier_id, kind=WorkItem.Kind.TASK)
    assert (item.assignee, item.due_on) == (city.person(THOMAS), today() + timedelta(days=3))
    assert item.title in sign_in(THOMAS).get(reverse("desk:tasks")).content.decode()
    reference = course.complaint.dossier.reference
    assert item.title in sign_in(THOMAS).get(reverse("desk:complaint", args=[reference])).content.decode()


def test_a_department_gets_the_task_and_not_the_complaint(city: City, sign_in: SignIn) -> None:
    course = way.assigned(city, at=AGO)
    assert post(sign_in(THOMAS), course, who=f"dienst-{city['reiniging'].pk}")[0] == 303
    tasks = sign_in(NELE).get(reverse("desk:tasks")).content.decode()
    assert "foto van de ploeg" in tasks
    assert course.complaint.dossier.title not in tasks
    item = WorkItem.objects.get(dossier=course.complaint.dossier_id, kind=WorkItem.Kind.TASK)
    finish_work(item, outcome="Bezorgd.", by=city.actor(NELE), at=now())
    assert conflicts_of(course.fresh(), city.person(NELE).pk), "who did it had a part in it"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"title": " "}, "Schrijf wat er moet gebeuren."),
        ({"title": "x" * 301}, "hoogstens 300 tekens"),
        ({"due_on": ""}, "Kies een dag."),
        ({"due_on": "31-02-2026"}, "Dit is geen datum."),
        ({"due_on": "2020-01-01"}, "Deze dag is al voorbij."),
        ({"who": ""}, "Kies wie het doet."),
        ({"who": "collega-999999"}, "Kies wie het doet."),
        ({"who": "dienst-"}, "Kies wie het doet."),
    ],
    ids=str,
)
def test_a_task_that_says_too_little_is_refused_in_words(
    city: City, sign_in: SignIn, given: dict[str, str], sentence: str
) -> None:
    course = way.admitted(city, at=AGO)
    status, page = post(sign_in(GREET), course, **{"who": f"collega-{city.person(GREET).pk}", **given})
    assert status == 422 or status == 409
    assert sentence in page
    assert not WorkItem.objects.filter(dossier=course.complaint.dossier_id, kind=WorkItem.Kind.TASK).exists()


def test_who_is_concerned_cannot_be_chosen(city: City, sign_in: SignIn) -> None:
    course = way.assigned(city, at=AGO)
    status, page = post(sign_in(GREET), course, who=f"collega-{city.person(JORIS).pk}")
    assert status == 422
    assert "Kies wie het doet." in page
    assert "Joris" not in page


def test_a_closed_complaint_still_takes_what_was_promised(city: City, sign_in: SignIn) -> None:
    course = way.closed(city, at=AGO)
    assert post(sign_in(GREET), course, who=f"dienst-{city['reiniging'].pk}")[0] == 303


def test_who_has_no_hand_in_it_makes_no_task(city: City, sign_in: SignIn) -> None:
    course = way.assigned(city, at=AGO)
    for somebody in (KOEN, NELE):
        assert post(sign_in(somebody), course, who=f"dienst-{city['reiniging'].pk}")[0] == 404
