"""In whose name a body writes: sender, signature and logo, set by an administrator."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from gehoor.correspondence import entries
from gehoor.correspondence.letterheads import forget_heads
from gehoor.correspondence.models import Letterhead
from gehoor.files.actions import Upload, discard, store_small
from gehoor.journal.entries import room_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import Actor
from gehoor.kernel.errors import InvalidInput
from gehoor.organisation.access import require
from gehoor.organisation.models import Body

MOST_LINES: Final = 8
LONGEST_SIGNATURE: Final = 500
LONGEST_NAME: Final = 100
LOGO_BOX: Final = (480, 160)
"""Twice what a mail shows, for sharp screens."""
_NOT_IN_A_NAME = re.compile(r"[\x00-\x1f\x7f<>@\"\\;:,\u200b\u202a-\u202e\u2066-\u2069]")
_HIDDEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u200b\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Settings:
    """What is empty is as the body itself says. ``without_logo``: take the logo away."""

    sender_name: str = ""
    sender_address: str = ""
    signature: str = ""
    without_logo: bool = False


@transaction.atomic
def save_letterhead(
    body: Body, given: Settings, *, by: Actor, at: datetime, logo: Upload | None = None, logo_name: str = "logo"
) -> Letterhead:
    """Keep how mail of that body looks from now on. Raises InvalidInput in words, NotAllowed."""
    require(by, "organisation.manage")
    row = Letterhead.objects.select_for_update().filter(body=body).first() or Letterhead(body=body)
    row.sender_name, row.sender_address = _name(given.sender_name), _address(given.sender_address)
    row.signature, row.changed_at = _signature(given.signature), at
    before = row.logo_id
    if logo is not None:
        row.logo = store_small(logo, name=logo_name, box=LOGO_BOX, by=by, at=at)
    elif given.without_logo:
        row.logo = None
    row.save()
    if before is not None and before != row.logo_id:
        discard([before])
    transaction.on_commit(forget_heads)
    record(entries.LETTERHEAD_CHANGED, room_chain(entries.ROOM), by=by, at=at, body=body.pk)
    return row


def foreign_domain(address: str) -> str:
    """The domain of a sender that is not the one this city sends from: its mail may be refused. Empty when there is no doubt."""
    domain = address.rpartition("@")[2].lower()
    own = parseaddr(settings.GEHOOR_MAIL_FROM)[1].rpartition("@")[2].lower()
    known = {own, urlsplit(settings.GEHOOR_BASE_URL).hostname or ""}
    return "" if not domain or any(one and (domain == one or domain.endswith(f".{one}")) for one in known) else domain


def _name(name: str) -> str:
    name = name.strip()
    if wrong := _NOT_IN_A_NAME.search(name):
        shown = wrong.group() if wrong.group().isprintable() else "een nieuwe regel of een verborgen teken"
        raise InvalidInput(f"In de naam van de afzender kan dit niet staan: {shown}", field="sender_name")
    if len(name) > LONGEST_NAME:
        raise InvalidInput(f"De naam mag hoogstens {LONGEST_NAME} tekens hebben.", field="sender_name")
    return name


def _address(address: str) -> str:
    address = address.strip()
    if not address:
        return ""
    try:
        if not address.isascii():
            raise ValidationError("ascii")
        validate_email(address)
    except ValidationError:
        raise InvalidInput(
            "Dit is geen e-mailadres. Schrijf het zoals info@stad.example.", field="sender_address"
        ) from None
    return address


def _signature(text: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if _HIDDEN.search(text):
        raise InvalidInput("In de ondertekening staat een verborgen teken. Typ de regel opnieuw.", field="signature")
    if len(text) > LONGEST_SIGNATURE or len(text.splitlines()) > MOST_LINES:
        raise InvalidInput(
            f"De ondertekening is te lang. Ze mag hoogstens {MOST_LINES} regels en {LONGEST_SIGNATURE} tekens hebben.",
            field="signature",
        )
    return text
