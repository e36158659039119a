"""The door of the demo: one button per role, and no such door anywhere else."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from gehoor.organisation.models import Staff
from tests.city import City, small_city
from tests.people import GREET, ILSE, KOEN, SARA, STAFF, THOMAS, WOUTER, Somebody


@pytest.fixture
def city(db: None, settings: Settings) -> City:
    """The small city as a demo."""
    settings.GEHOOR_DEMO = True
    made = small_city()
    Staff.objects.update(is_demo=True)
    return made


def test_every_role_has_a_button_and_two_where_a_complaint_may_keep_one_out(city: City) -> None:
    page = Client().get("/demo/").content.decode()
    roles = {role for somebody in STAFF for role in somebody.roles}
    assert page.count('class="g-role"') == len(roles) + 2
    for somebody in (GREET, WOUTER, KOEN, THOMAS):
        assert somebody.name in page


@pytest.mark.parametrize(("somebody", "side"), [(SARA, "/desk/"), (ILSE, "/ombuds/")])
def test_a_button_signs_in_on_the_own_side(city: City, somebody: Somebody, side: str) -> None:
    client = Client()
    answer = client.post(f"/demo/als/{city.person(somebody).pk}/")
    assert (answer.status_code, answer["Location"]) == (302, side)
    assert client.get(side, follow=True).status_code == 200


def test_looking_at_the_button_signs_nobody_in(city: City) -> None:
    client = Client()
    assert client.get(f"/demo/als/{city.person(GREET).pk}/").status_code == 405
    assert "_auth_user_id" not in client.session


def test_outside_the_demo_there_is_no_such_door(city: City, settings: Settings) -> None:
    settings.GEHOOR_DEMO = False
    client = Client()
    assert client.get("/demo/").status_code == 404
    assert client.post(f"/demo/als/{city.person(GREET).pk}/").status_code == 404
    assert "_auth_user_id" not in client.session


def test_nobody_signs_in_without_a_password_who_is_not_of_the_demo(city: City) -> None:
    Staff.objects.filter(pk=city.person(GREET).pk).update(is_demo=False)
    client = Client()
    assert client.post(f"/demo/als/{city.person(GREET).pk}/").status_code == 404
    assert "_auth_user_id" not in client.session
