"""A city that writes."""

import pytest

from tests.city import City, small_city


@pytest.fixture
def city(db: None) -> City:
    """The small city of the tests."""
    return small_city()
