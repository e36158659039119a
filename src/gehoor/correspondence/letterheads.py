"""In whose name mail goes out: sender, signature and logo of a body, as it is set now."""

import base64
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from typing import Final

from django.conf import settings
from django.core.cache import cache

from gehoor.correspondence.models import Letterhead
from gehoor.files.models import StoredFile
from gehoor.files.queries import open_bytes
from gehoor.kernel.errors import NotFound
from gehoor.organisation.models import Body

_KEPT_SECONDS: Final = 30
_KEY: Final = "correspondence.letterheads"


@dataclass(frozen=True)
class Head:
    """``address``: empty for the sender of the settings. ``logo``: the id of a stored picture."""

    name: str
    address: str
    signature: str
    logo: int | None = None

    @property
    def sender(self) -> str:
        """The From of a mail."""
        return formataddr((self.name, self.address or parseaddr(settings.GEHOOR_MAIL_FROM)[1]))


def head_of(body_id: int | None) -> Head:
    """How mail of that body looks; mail of no body in particular is the city's. Remembered for half a minute."""
    return _heads().get(body_id or 0) or Head(parseaddr(settings.GEHOOR_MAIL_FROM)[0], "", _city())


def forget_heads() -> None:
    """A letterhead changed: this process knows at once, the others within half a minute."""
    cache.delete(_KEY)


def standard_signature(body: Body) -> str:
    """What stands under mail of a body that set nothing."""
    return "\n".join(line for line in (body.name, body.address, _phone(body.phone)) if line)


def logo_bytes(logo: int | None) -> tuple[bytes, str] | None:
    """The picture and its media type; None when there is none (any more): a mail goes without it rather than not at all."""
    stored = StoredFile.objects.filter(pk=logo, shown_inline=True).first() if logo else None
    if stored is None:
        return None
    try:
        with open_bytes(stored) as file:
            return file.read(), stored.media_type
    except NotFound:
        return None


def as_data(logo: int | None) -> str:
    """The picture as an address that holds it, for an example on a screen; empty without one."""
    found = logo_bytes(logo)
    return f"data:{found[1]};base64,{base64.b64encode(found[0]).decode()}" if found else ""


def _heads() -> dict[int, Head]:
    found: dict[int, Head] | None = cache.get(_KEY)
    if found is None:
        rows = {row.body_id: row for row in Letterhead.objects.all()}
        found = {body.pk: _head(body, rows.get(body.pk)) for body in Body.objects.all()}
        cache.set(_KEY, found, _KEPT_SECONDS)
    return found


def _head(body: Body, row: Letterhead | None) -> Head:
    if row is None:
        return Head(body.name, "", standard_signature(body))
    signature = row.signature.strip() or standard_signature(body)
    return Head(row.sender_name or body.name, row.sender_address, signature, row.logo_id)


def _city() -> str:
    return "\n".join(
        line for line in (settings.GEHOOR_CITY, settings.GEHOOR_ADDRESS, _phone(settings.GEHOOR_PHONE)) if line
    )


def _phone(number: str) -> str:
    return f"Telefoon {number}" if number else ""
