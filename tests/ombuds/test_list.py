"""The list of what was handed over, and who may come in."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.city import City
from tests.complaints import course
from tests.people import AN, DIRK, GREET, HILDE, ILSE, NELE, SARA, THOMAS, Somebody

pytestmark = pytest.mark.django_db
SignIn = Callable[[Somebody], Client]


def test_the_ombudsman_sees_what_was_handed_over_and_why(city: City, sign_in: SignIn) -> None:
    complaint = course.referred(city).complaint
    page = sign_in(ILSE).get("/ombuds/").content.decode()
    for words in (
        complaint.dossier.reference,
        complaint.dossier.title,
        "Amina Daoudi",
        "Niet tevreden",
        "nog niet geopend",
    ):
        assert words in page, words


def test_a_complaint_that_was_not_handed_over_is_not_there(city: City, sign_in: SignIn) -> None:
    closed = course.closed(city).complaint
    page = sign_in(ILSE).get("/ombuds/").content.decode()
    assert closed.dossier.reference not in page
    assert "Er wacht geen dossier op je" in page


@pytest.mark.parametrize("somebody", [SARA, NELE, THOMAS, GREET, HILDE, DIRK, AN], ids=lambda who: who.function)
def test_for_the_city_there_is_nothing_here(city: City, sign_in: SignIn, somebody: Somebody) -> None:
    course.referred(city)
    answer = sign_in(somebody).get("/ombuds/")
    assert answer.status_code == 404
    assert "Amina" not in answer.content.decode()


def test_who_is_not_signed_in_signs_in_first(city: City) -> None:
    answer = Client().get("/ombuds/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/login/?next=/ombuds/")


def test_a_longer_list_asks_no_more_of_the_database(city: City, sign_in: SignIn) -> None:
    course.referred(city)
    client = sign_in(ILSE)
    client.get("/ombuds/")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get("/ombuds/")
    course.referred(city)
    course.referred(city)
    with CaptureQueriesContext(connection) as three:
        client.get("/ombuds/")
    assert len(three) == len(one)
