"""What a browser is told, and what the settings become in other places."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve

from gehoor.config import env

ASKED = """
import json
from django.conf import settings as s
names = %r
print(json.dumps({name: getattr(s, name) for name in names}))
"""


def settings_with(tmp_path: Path, *names: str, **environment: str) -> dict[str, object]:
    """The named settings as another process with this environment sees them."""
    bare = {
        name: value for name, value in os.environ.items() if not name.startswith(("GEHOOR_", "DATABASE_", "DJANGO_"))
    }
    given = {
        "GEHOOR_DATA": str(tmp_path / "data"),
        "DJANGO_SETTINGS_MODULE": "gehoor.config.settings",
        "PYTHONPATH": str(env.ROOT / "src"),
    }
    done = subprocess.run(
        [sys.executable, "-c", ASKED % (names,)],
        env=bare | given | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_the_content_policy_lets_nothing_in_from_elsewhere(client: Client) -> None:
    said = dict(
        part.strip().split(" ", 1) for part in client.get("/livez").headers["Content-Security-Policy"].split(";")
    )
    assert said == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }


def test_over_https_cookies_are_secure_and_the_browser_comes_back_over_https(tmp_path: Path) -> None:
    secure = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "ALLOWED_HOSTS")
    assert settings_with(tmp_path, *secure, GEHOOR_BASE_URL="https://gehoor.voorbeeld.example/") == {
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 31536000,
        "ALLOWED_HOSTS": ["gehoor.voorbeeld.example"],
    }


def test_on_this_machine_it_works_over_http(tmp_path: Path) -> None:
    found = settings_with(
        tmp_path, "SESSION_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "GEHOOR_DEMO", "DEBUG", "GEHOOR_MAIL_LEAVES"
    )
    assert found == {
        "SESSION_COOKIE_SECURE": False,
        "SECURE_HSTS_SECONDS": 0,
        "GEHOOR_DEMO": False,
        "DEBUG": False,
        "GEHOOR_MAIL_LEAVES": False,
    }


def test_scripts_never_read_the_cookies() -> None:
    assert (settings.SESSION_COOKIE_HTTPONLY, settings.CSRF_COOKIE_HTTPONLY) == (True, True)
    assert {settings.SESSION_COOKIE_SAMESITE, settings.CSRF_COOKIE_SAMESITE} == {"Lax"}


@pytest.mark.parametrize("path", ["/", "/desk/", "/ombuds/", "/account/login/"])
def test_every_interface_has_its_address(path: str) -> None:
    try:
        resolve(path)
    except Resolver404:
        pytest.fail(f"nothing answers at {path}")


def test_every_request_passes_our_own_middleware() -> None:
    ours = [name.rpartition(".")[2] for name in settings.MIDDLEWARE if name.startswith("gehoor.")]
    assert ours == ["HeadersMiddleware", "ActorMiddleware", "RuleViolationMiddleware"]


@pytest.mark.parametrize(
    ("server", "backend"),
    [
        ("", "gehoor.correspondence.post.LocalOutbox"),
        ("smtp://mail.vaartberg.example", "django.core.mail.backends.smtp.EmailBackend"),
    ],
)
def test_mail_leaves_when_there_is_a_mail_server_and_else_stays_in_the_local_outbox(
    tmp_path: Path, server: str, backend: str
) -> None:
    assert settings_with(tmp_path, "EMAIL_BACKEND", GEHOOR_SMTP_URL=server) == {"EMAIL_BACKEND": backend}


def test_how_mail_leaves_is_chosen_by_setting(tmp_path: Path) -> None:
    found = settings_with(tmp_path, "EMAIL_BACKEND", "GEHOOR_MAIL_LEAVES")
    assert found == {"EMAIL_BACKEND": "gehoor.correspondence.post.LocalOutbox", "GEHOOR_MAIL_LEAVES": False}
    found = settings_with(tmp_path, "EMAIL_BACKEND", "EMAIL_USE_TLS", GEHOOR_SMTP_URL="smtp://a:b@mail.example:587")
    assert found == {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_USE_TLS": True}
    found = settings_with(
        tmp_path,
        "EMAIL_BACKEND",
        "GEHOOR_MAIL_LEAVES",
        "ANYMAIL",
        GEHOOR_MAIL_PROVIDER="postmark",
        GEHOOR_MAIL_PROVIDER_SETTINGS='{"POSTMARK_SERVER_TOKEN": "x"}',
    )
    assert found["EMAIL_BACKEND"] == "anymail.backends.postmark.EmailBackend"
    assert found["GEHOOR_MAIL_LEAVES"] is True
    assert found["ANYMAIL"] == {"REQUESTS_TIMEOUT": [10, 20], "POSTMARK_SERVER_TOKEN": "x"}


@pytest.mark.parametrize("name", ["Postmark", "os.path", "duifje", "../x"])
def test_a_provider_that_does_not_exist_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("GEHOOR_MAIL_PROVIDER", name)
    with pytest.raises(env.WrongValue, match="GEHOOR_MAIL_PROVIDER"):
        env.MAIL_PROVIDER.get()


def test_the_keys_of_a_provider_never_stand_in_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEHOOR_MAIL_PROVIDER_SETTINGS", "geheim")
    with pytest.raises(env.WrongValue) as refused:
        env.MAIL_PROVIDER_SETTINGS.get()
    assert "geheim" not in str(refused.value)
