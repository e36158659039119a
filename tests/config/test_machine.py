import pytest
from django.contrib.auth import get_user_model
from django.db import connection


@pytest.mark.django_db
def test_a_test_has_a_database() -> None:
    assert get_user_model().objects.count() == 0


def test_a_fresh_database_keeps_what_is_committed(fresh_db: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select current_database()")
        assert cursor.fetchone() == (fresh_db,)
