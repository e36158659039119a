"""What every page knows: which city this is, the menu of the desk, how long the sign-in lasts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from gehoor.kernel.actors import Scope


@dataclass(frozen=True)
class City:
    """The city as the pages name it."""

    name: str
    phone: str
    phone_link: str
    address: str
    demo: bool


def city_of_settings() -> City:
    """From the settings alone: no database, so that an error page can use it."""
    phone = settings.GEHOOR_PHONE
    digits = "".join(c for c in phone if c.isdigit())
    link = f"+32{digits[1:]}" if digits.startswith("0") else f"+{digits}"
    return City(
        name=settings.GEHOOR_CITY,
        phone=phone,
        phone_link=link,
        address=settings.GEHOOR_ADDRESS,
        demo=settings.GEHOOR_DEMO,
    )


@dataclass(frozen=True)
class _Item:
    """One entry of the menu: shown to who has one of the permissions (that wide), marked on the addresses that belong to it."""

    label: str
    href: str
    permissions: tuple[str, ...]
    also: tuple[str, ...] = ()
    scope: Scope | None = None


_MENU = (
    _Item("Vandaag", "/desk/vandaag/", ("complaints.view",), scope=Scope.ALL),
    _Item("Wachtrij", "/desk/wachtrij/", ("dossiers.view",), ("/desk/dossiers/",)),
    _Item("Klachten", "/desk/klachten/", ("complaints.view",)),
    _Item("Contact", "/desk/contact/", ("dossiers.register",)),
    _Item("E-mails", "/desk/e-mails/", ("dossiers.triage",)),
    _Item("Taken", "/desk/taken/", ("dossiers.work", "complaints.coordinate", "complaints.advise")),
    _Item("Datalekken", "/desk/datalekken/", ("breaches.judge",)),
    _Item("Reglementen", "/desk/reglementen/", ("regulations.manage",)),
    _Item("Sluitingsdagen", "/desk/sluitingsdagen/", ("regulations.manage",)),
    _Item("Brieven", "/desk/brieven/", ("letters.manage",)),
    _Item("Mailboxen", "/desk/mailboxen/", ("organisation.manage",)),
    _Item("Mail uit", "/desk/mail-uit/", ("organisation.manage",)),
)


def _menu(request: HttpRequest) -> list[dict[str, Any]]:
    permissions = getattr(getattr(request, "actor", None), "permissions", {})
    return [
        {"label": item.label, "href": item.href, "current": request.path.startswith((item.href, *item.also))}
        for item in _MENU
        if any(item.scope in (None, permissions[name]) for name in item.permissions if name in permissions)
    ]


def _session_seconds(request: HttpRequest) -> int:
    left: Callable[[], int] | None = getattr(getattr(request, "session", None), "seconds_left", None)
    return left() if left is not None and request.user.is_authenticated else 0


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``city``, and worked out only where a page asks: ``desk_nav``, ``session_seconds``."""
    return {
        "city": city_of_settings(),
        "desk_nav": lambda: _menu(request),
        "session_seconds": lambda: _session_seconds(request),
    }
