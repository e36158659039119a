"""Every environment variable Gehoor reads, declared once: its name, its default, what it means.

``docs/reference/environment.md`` is made from this table (``./run docs``).
"""

import json
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Generic, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

from gehoor.config.trouble import explained

ROOT = Path(__file__).resolve().parents[3]
"""The folder that holds ``run`` and ``manage.py``."""

T = TypeVar("T")


class WrongValue(ValueError):
    """A variable holds something that cannot be used; the message names the variable."""


@dataclass(frozen=True, slots=True)
class Variable(Generic[T]):
    """One environment variable. ``default`` is written as it would stand in the environment."""

    name: str
    kind: Callable[[str], T]
    default: str
    meaning: str
    secret: bool = False

    def get(self) -> T:
        """The value in force now: the environment's, else the default."""
        text = os.environ.get(self.name, "").strip() or self.default
        try:
            return self.kind(text)
        except ValueError as error:
            shown = "its value" if self.secret else repr(text)
            raise WrongValue(f"{self.name}: {shown} cannot be used ({error})") from None


def flag(text: str) -> bool:
    """``1``, ``true``, ``yes``, ``on`` or their opposites."""
    known = {
        "1": True,
        "true": True,
        "yes": True,
        "on": True,
        "": False,
        "0": False,
        "false": False,
        "no": False,
        "off": False,
    }
    if text.lower() not in known:
        raise ValueError("say 1 or 0")
    return known[text.lower()]


def words(text: str) -> list[str]:
    """A list, its items apart by commas."""
    return [word.strip() for word in text.split(",") if word.strip()]


def path(text: str) -> Path:
    """A folder; a relative one is taken from the folder that holds ``run``."""
    return (ROOT / Path(text).expanduser()).resolve()


def address(text: str) -> str:
    """An http(s) address of a site, without a slash at the end."""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError("write it as https://gehoor.voorbeeld.example")
    return text.rstrip("/")


def at_least_one(text: str) -> int:
    """A number of one or more."""
    number = int(text)
    if number < 1:
        raise ValueError("say 1 or more")
    return number


def mail_address(text: str) -> str:
    """One e-mail address, or nothing."""
    name, at, host = text.partition("@")
    if text and (not at or not name or "+" in name or "." not in host or not text.isascii() or " " in text):
        raise ValueError("write it as antwoord@stad.example")
    return text


def scanner(text: str) -> str:
    """Where clamd listens, or nothing."""
    parts = urlsplit(text)
    known = (parts.scheme == "unix" and parts.path.startswith("/")) or (
        parts.scheme == "tcp" and parts.hostname and parts.port
    )
    if text and not known:
        raise ValueError("write it as unix:/run/clamav/clamd.ctl or tcp://127.0.0.1:3310")
    return text


def database(text: str) -> dict[str, Any]:
    """``postgresql://user:password@host:port/name?sslmode=require`` as Django's settings want it; empty for the embedded one."""
    if not text:
        return {}
    parts = urlsplit(text)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("it must begin with postgresql://")
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.lstrip("/")) or "gehoor",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
    }


def smtp(text: str) -> dict[str, Any]:
    """``smtp://user:password@host:587`` (STARTTLS), ``smtps://…:465`` (TLS) or ``smtp+plain://…:25``; empty for the local outbox."""
    if not text:
        return {}
    parts = urlsplit(text)
    if parts.scheme not in {"smtp", "smtps", "smtp+plain"} or not parts.hostname:
        raise ValueError("write it as smtp://user:password@host:587")
    port = {"smtp": 587, "smtps": 465, "smtp+plain": 25}[parts.scheme]
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


def provider(text: str) -> str:
    """The name of a mail provider, with the extra that knows it installed; or nothing."""
    if not text:
        return ""
    if not text.isidentifier() or not text.islower():
        raise ValueError("write it in small letters, as postmark")
    if find_spec("anymail") is None:
        raise ValueError("install the extra first: uv sync --extra providers")
    if find_spec(f"anymail.backends.{text}") is None:
        raise ValueError("django-anymail does not know this provider")
    return text


def named_values(text: str) -> dict[str, Any]:
    """A JSON object, or nothing."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ValueError('write it as {"NAME": "value"}')
    return found


DATABASE_URL = Variable(
    "DATABASE_URL",
    database,
    "",
    "PostgreSQL 15 or newer as `postgresql://user:password@host:port/name`. Empty: Gehoor runs its own.",
    secret=True,
)
DATA = Variable(
    "GEHOOR_DATA",
    path,
    ".data",
    "The folder for everything that must last: the embedded database, the files, the secret key.",
)
FILES_ROOT = Variable(
    "GEHOOR_FILES_ROOT", str, "", "The folder for the attachments. Empty: `files` in the data folder."
)
STATIC_ROOT = Variable(
    "GEHOOR_STATIC_ROOT",
    str,
    "",
    "The folder for the collected style sheets, scripts and fonts. Empty: `static` in the data folder.",
)
SECRET_KEY = Variable(
    "GEHOOR_SECRET_KEY",
    str,
    "",
    "The key that signs sessions and checkpoints. Empty: made at the first start, in the data folder.",
    secret=True,
)
OLD_SECRET_KEYS = Variable(
    "GEHOOR_OLD_SECRET_KEYS",
    words,
    "",
    "Earlier keys, apart by commas, after a change of key: what they signed stays valid.",
    secret=True,
)
BASE_URL = Variable(
    "GEHOOR_BASE_URL",
    address,
    "http://localhost:8000",
    "The address of the site as citizens see it; every link in a mail begins with it.",
)
ALLOWED_HOSTS = Variable(
    "GEHOOR_ALLOWED_HOSTS",
    words,
    "",
    "More host names that may be asked for, apart by commas; the one of the base address always may.",
)
BEHIND_PROXY = Variable(
    "GEHOOR_BEHIND_PROXY",
    flag,
    "0",
    "1 when a proxy of ours stands in front and sets X-Forwarded-Proto and X-Forwarded-For.",
)
HSTS_SECONDS = Variable(
    "GEHOOR_HSTS_SECONDS", int, "31536000", "How long a browser must come back over https only (sent over https alone)."
)
DEMO = Variable(
    "GEHOOR_DEMO",
    flag,
    "0",
    "1 shows the demo banner, the demo sign-ins and the local outbox. Only on this machine, never with DATABASE_URL.",
)
SMTP_URL = Variable(
    "GEHOOR_SMTP_URL",
    smtp,
    "",
    "The mail server: `smtp://user:password@host:587`. Empty: mail stays in the local outbox.",
    secret=True,
)
MAIL_PROVIDER = Variable(
    "GEHOOR_MAIL_PROVIDER",
    provider,
    "",
    "Instead of a mail server: the API of a provider that django-anymail knows, as `postmark`, `mailjet`, `brevo`, `scaleway` "
    "([how](../how-to/mail-versturen.md)). Empty: `GEHOOR_SMTP_URL`.",
)
MAIL_PROVIDER_SETTINGS = Variable(
    "GEHOOR_MAIL_PROVIDER_SETTINGS",
    named_values,
    "",
    'What that provider asks, as JSON: `{"POSTMARK_SERVER_TOKEN": "…"}`.',
    secret=True,
)
MAIL_FROM = Variable("GEHOOR_MAIL_FROM", str, "Stad Vaartberg <gehoor@vaartberg.example>", "The sender of every mail.")
REPLY_ADDRESS = Variable(
    "GEHOOR_REPLY_ADDRESS",
    mail_address,
    "",
    "Where answers to our mail come in, as `antwoord@stad.example`: each dossier gets `antwoord+…@stad.example`, which the mail server "
    "must deliver to that mailbox. Empty: people answer to the sender.",
)
CLAMD = Variable(
    "GEHOOR_CLAMD",
    scanner,
    "",
    "The virus scanner: `unix:/run/clamav/clamd.ctl` or `tcp://127.0.0.1:3310`. What cannot be scanned now waits in "
    "quarantine. Empty: files are not scanned.",
)
MAILS_AN_HOUR = Variable(
    "GEHOOR_MAILS_AN_HOUR",
    at_least_one,
    "20",
    "How many mails one address gets in an hour; more wait their turn, none is dropped.",
)
MAILS_A_DAY = Variable("GEHOOR_MAILS_A_DAY", at_least_one, "60", "The same in a day.")
PHONE = Variable(
    "GEHOOR_PHONE", str, "016 555 01 00", "The telephone number on error pages: the way that always works."
)
ADDRESS = Variable(
    "GEHOOR_ADDRESS",
    str,
    "Stadskaai 1, 9999 Vaartberg",
    "The postal address of the city: at the foot of its pages and the head of its letters.",
)
CITY = Variable("GEHOOR_CITY", str, "Stad Vaartberg", "The name of the city on every page and in every letter.")
LOG_LEVEL = Variable("GEHOOR_LOG_LEVEL", str.upper, "INFO", "How much is logged: DEBUG, INFO, WARNING or ERROR.")
DEBUG = Variable("GEHOOR_DEBUG", flag, "0", "1 shows error details in the browser. For work on Gehoor itself only.")

VARIABLES: tuple[Variable[Any], ...] = (
    DATABASE_URL,
    DATA,
    FILES_ROOT,
    STATIC_ROOT,
    SECRET_KEY,
    OLD_SECRET_KEYS,
    BASE_URL,
    ALLOWED_HOSTS,
    BEHIND_PROXY,
    HSTS_SECONDS,
    DEMO,
    SMTP_URL,
    MAIL_PROVIDER,
    MAIL_PROVIDER_SETTINGS,
    MAIL_FROM,
    REPLY_ADDRESS,
    CLAMD,
    MAILS_AN_HOUR,
    MAILS_A_DAY,
    PHONE,
    CITY,
    ADDRESS,
    LOG_LEVEL,
    DEBUG,
)


def folder(variable: Variable[str], name: str) -> Path:
    """The folder a variable names, or ``name`` in the data folder."""
    text = variable.get()
    return path(text) if text else DATA.get() / name


def refuse_demo_elsewhere() -> None:
    """A demo lets anyone sign in: it never runs on somebody's real database."""
    if DEMO.get() and DATABASE_URL.get():
        raise WrongValue("GEHOOR_DEMO: the demo does not run on DATABASE_URL; take one of the two away")


def secret_key() -> str:
    """The signing key: from the environment, else from the data folder, where the first caller makes it (mode 600)."""
    if given := SECRET_KEY.get():
        return given
    file = DATA.get() / "secret-key"
    try:
        if not file.exists():
            _make_secret_key(file)
        return file.read_text().strip()
    except OSError as error:
        raise explained(error, file.parent) from None


def _make_secret_key(file: Path) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = file.with_name(f".secret-key.{os.getpid()}")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(secrets.token_urlsafe(48))
    try:
        os.link(new, file)  # whoever comes second keeps the first one's key
    except FileExistsError:
        pass
    finally:
        new.unlink()


def need_no_secret_key() -> None:
    """For a command that signs nothing: it leaves the data folder alone, and works where there is none."""
    os.environ.setdefault(SECRET_KEY.name, secrets.token_urlsafe(48))


def reference() -> str:
    """The page ``docs/reference/environment.md``."""
    lines = [
        "# Environment variables",
        "",
        "Made by `./run docs` from `src/gehoor/config/env.py`; a test keeps it in step.",
        "",
        "| variable | default | meaning |",
        "|---|---|---|",
    ]
    lines += [f"| `{v.name}` | {f'`{v.default}`' if v.default else 'empty'} | {v.meaning} |" for v in VARIABLES]
    return "\n".join(lines) + "\n"
