import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from tests import people


@pytest.mark.django_db
def test_a_test_has_a_database_with_the_small_city() -> None:
    assert get_user_model().objects.count() == len(people.STAFF)


@pytest.mark.usefixtures("empty_db")
def test_or_one_in_which_nobody_lives_yet() -> None:
    assert not get_user_model().objects.exists()


def test_a_fresh_database_keeps_what_is_committed(fresh_db: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select current_database()")
        assert cursor.fetchone() == (fresh_db,)
