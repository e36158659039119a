"""A city for every test about complaints."""

import pytest

from tests.city import City, small_city


@pytest.fixture
def city(db: None) -> City:
    """The small city."""
    return small_city()
