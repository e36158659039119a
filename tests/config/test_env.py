"""The environment: each variable once, each with a meaning."""

import stat
from pathlib import Path

import pytest

from gehoor.config import env


def test_the_reference_page_lists_every_variable() -> None:
    page = env.ROOT / "docs/reference/environment.md"
    assert page.read_text() == env.reference(), "run ./run docs"


def test_each_variable_is_declared_once_and_its_default_can_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    declared = [value for value in vars(env).values() if isinstance(value, env.Variable)]
    assert {id(one) for one in declared} == {id(one) for one in env.VARIABLES}
    assert len({one.name for one in declared}) == len(declared)
    for one in declared:
        monkeypatch.delenv(one.name, raising=False)
        one.get()


def test_a_wrong_value_is_told_with_the_name_of_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEHOOR_DEMO", "perhaps")
    with pytest.raises(env.WrongValue, match="GEHOOR_DEMO: 'perhaps'"):
        env.DEMO.get()


def test_a_secret_value_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://somebody:geheim@host/name")
    with pytest.raises(env.WrongValue) as refusal:
        env.DATABASE_URL.get()
    assert "geheim" not in str(refusal.value)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://u:p%40ss@db:5433/city",
            {"NAME": "city", "USER": "u", "PASSWORD": "p@ss", "HOST": "db", "PORT": "5433"},
        ),
        (
            "postgres://u@/city?host=/run/pg",
            {"NAME": "city", "USER": "u", "PASSWORD": "", "HOST": "/run/pg", "PORT": ""},
        ),
    ],
)
def test_a_database_address_is_taken_apart(url: str, expected: dict[str, str]) -> None:
    assert env.database(url) == {**expected, "OPTIONS": {}}


def test_options_of_a_database_address_are_kept() -> None:
    assert env.database("postgresql://u@db/city?sslmode=require")["OPTIONS"] == {"sslmode": "require"}


def test_a_mail_server_is_taken_apart() -> None:
    found = env.smtp("smtp://gehoor:w%2Fw@mail.voorbeeld.example")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_TLS"]) == ("mail.voorbeeld.example", 587, True)
    assert found["EMAIL_HOST_PASSWORD"] == "w/w"


def test_the_secret_key_is_made_once_and_for_the_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GEHOOR_SECRET_KEY", raising=False)
    monkeypatch.setenv("GEHOOR_DATA", str(tmp_path / "data"))
    first = env.secret_key()
    assert len(first) >= 50
    assert env.secret_key() == first
    assert stat.S_IMODE((tmp_path / "data/secret-key").stat().st_mode) == 0o600
    assert [file.name for file in (tmp_path / "data").iterdir()] == ["secret-key"]
