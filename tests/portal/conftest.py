"""A city with its people, and somebody at the other side of the form."""

import pytest
from django.test import Client

from tests.city import City, small_city
from tests.portal.citizen import Citizen


@pytest.fixture
def city(db: None) -> City:
    """The small city of the tests."""
    return small_city()


@pytest.fixture
def citizen(city: City, client: Client) -> Citizen:
    """Somebody with a browser of their own."""
    return Citizen(client)
