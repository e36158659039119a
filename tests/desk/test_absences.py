"""Noting that somebody is away, on the screen: who stands in sees it, and nobody notes it for a stranger."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from gehoor.dossiers.models import WorkItem
from gehoor.kernel.clock import now, today
from gehoor.organisation.models import Absence
from tests.city import City
from tests.complaints import course as way
from tests.people import GREET, JORIS, LIES, NELE, THOMAS, WOUTER, Somebody

pytestmark = pytest.mark.django_db
SignIn = Callable[[Somebody], Client]
PAGE = "/desk/afwezig/"


def typed(city: City, somebody: Somebody, deputy: Somebody | None, *, days: int = 5) -> dict[str, str]:
    return {
        "staff": str(city.person(somebody).pk),
        "deputy": "" if deputy is None else str(city.person(deputy).pk),
        "first_day": today().isoformat(),
        "last_day": (today() + timedelta(days=days)).isoformat(),
    }


def page(client: Client, path: str = PAGE) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_deputy_sees_whose_work_it_is_and_until_when(sign_in: SignIn, city: City) -> None:
    thomas = sign_in(THOMAS)
    assert thomas.post(PAGE, typed(city, THOMAS, LIES)).status_code == 303
    assert "Lies Janssens" in page(thomas)
    WorkItem.objects.create(
        dossier=way.assigned(city).complaint.dossier,
        kind=WorkItem.Kind.TASK,
        title="Bel de aannemer",
        department=city["klachten"],
        assignee=city.person(THOMAS),
        created_at=now(),
    )
    lies = page(sign_in(LIES), "/desk/taken/")
    assert "Je vervangt <strong>Thomas De Clercq</strong>" in lies
    assert "Van wie je vervangt" in lies
    assert "Bel de aannemer" in lies
    assert "Bel de aannemer" not in page(sign_in(JORIS), "/desk/taken/")


def test_the_day_of_a_coordinator_says_who_is_replaced(sign_in: SignIn, city: City) -> None:
    sign_in(GREET).post(PAGE, typed(city, GREET, WOUTER))
    assert "Je vervangt <strong>Greet Maes</strong>" in page(sign_in(WOUTER), "/desk/vandaag/")
    assert "Je vervangt" not in page(sign_in(GREET), "/desk/vandaag/")


def test_what_was_typed_stays_when_it_is_refused(sign_in: SignIn, city: City) -> None:
    client = sign_in(NELE)
    answer = client.post(PAGE, typed(city, NELE, JORIS, days=-3))
    assert answer.status_code == 422
    assert "De laatste dag ligt voor de eerste." in answer.content.decode()
    answer = client.post(PAGE, {"staff": "x", "first_day": "gisteren", "last_day": "", "deputy": "999999"})
    assert answer.status_code == 422
    assert 'value="gisteren"' in answer.content.decode()
    assert not Absence.objects.exists()


def test_a_stranger_is_not_in_the_list_and_is_refused_when_posted(sign_in: SignIn, city: City) -> None:
    client = sign_in(NELE)
    assert f'value="{city.person(JORIS).pk}" selected' not in page(client)
    assert client.post(PAGE, typed(city, THOMAS, None)).status_code == 422
    assert not Absence.objects.exists()


def test_who_is_back_earlier_takes_it_back_once(sign_in: SignIn, city: City) -> None:
    client = sign_in(NELE)
    client.post(PAGE, typed(city, NELE, JORIS))
    back = f"{PAGE}{Absence.objects.get().pk}/terug/"
    sign_in(THOMAS).post(back)
    assert "Nu en straks <small>1</small>" in page(client)
    assert client.post(back).status_code == 303
    assert client.post(back).status_code == 303
    assert "Nu en straks <small>0</small>" in page(client)
