"""/livez and /readyz."""

from pathlib import Path

from django.db import connection
from django.test import Client
from pytest_django import Settings

from tests.databases import databases


def test_livez_asks_nothing_of_the_database(client: Client) -> None:
    assert client.get("/livez").content == b"ok\n"


def test_readyz_says_ok_when_everything_can_be_written(fresh_db: str, client: Client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_readyz_refuses_when_the_database_only_reads(fresh_db: str, client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"not writable: database\n")


def test_readyz_refuses_when_the_database_is_away(fresh_db: str, client: Client) -> None:
    with databases.used("no_such_database"):
        assert client.get("/readyz").status_code == 503
    assert client.get("/readyz").status_code == 200


def test_readyz_refuses_when_the_storage_cannot_be_written(
    fresh_db: str, client: Client, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    settings.GEHOOR_FILES_ROOT = tmp_path / "file" / "files"
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"not writable: storage\n")


def test_a_question_about_health_is_only_asked_with_get(client: Client) -> None:
    assert client.post("/livez").status_code == 405
