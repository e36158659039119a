"""What the tests of the second line share: the small city, people who are signed in, complaints that were handed over."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from tests.city import City, small_city
from tests.people import Somebody

BEGIN = datetime.fromisoformat("2026-01-05T09:00:00+01:00")


@pytest.fixture
def city(db: None) -> City:
    """The small city, there since before anything happened."""
    return small_city(at=BEGIN)


@pytest.fixture
def sign_in(city: City) -> Callable[[Somebody], Client]:
    """A browser in which somebody is signed in."""

    def signed_in(somebody: Somebody) -> Client:
        client = Client()
        client.force_login(city.person(somebody))
        return client

    return signed_in
