"""What every page knows: which city this is, and the menu of the desk."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True)
class City:
    """The city as the pages name it. ``session_seconds``: how long a sign-in lasts without a request."""

    name: str
    phone: str
    phone_link: str
    address: str
    demo: bool
    session_seconds: int


def city_of_settings() -> City:
    """From the settings alone: no database, so that an error page can use it."""
    phone = settings.GEHOOR_PHONE
    digits = "".join(c for c in phone if c.isdigit())
    link = f"+32{digits[1:]}" if digits.startswith("0") else f"+{digits}"
    return City(
        name=settings.GEHOOR_CITY,
        phone=phone,
        phone_link=link,
        address=getattr(settings, "GEHOOR_ADDRESS", ""),
        demo=settings.GEHOOR_DEMO,
        session_seconds=settings.SESSION_COOKIE_AGE,
    )


_MENU = (
    ("Wachtrij", "/desk/wachtrij/", ("dossiers.view",)),
    ("Klachten", "/desk/klachten/", ("complaints.view",)),
    ("Contact", "/desk/contact/", ("dossiers.register",)),
    ("Taken", "/desk/taken/", ("dossiers.work", "complaints.coordinate")),
)


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``city`` and ``desk_nav``."""
    permissions = getattr(getattr(request, "actor", None), "permissions", {})
    menu = [
        {"label": label, "href": href, "current": request.path.startswith(href)}
        for label, href, asked in _MENU
        if any(permission in permissions for permission in asked)
    ]
    return {"city": city_of_settings(), "desk_nav": menu}
