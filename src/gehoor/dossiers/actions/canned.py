"""Writing the texts that come back."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from gehoor.dossiers import entries
from gehoor.dossiers.actions.messages import written
from gehoor.dossiers.canned import MANAGE
from gehoor.dossiers.canned_fields import FIELDS, wrong_fields
from gehoor.dossiers.models import CannedText, CannedVersion
from gehoor.journal.entries import room_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import Actor
from gehoor.kernel.errors import Conflict, InvalidInput
from gehoor.organisation.access import require

LONGEST_TITLE = 100


@dataclass(frozen=True)
class Canned:
    """What a text becomes. ``department_id`` None: for everybody, which takes the right for everything."""

    title: str
    body: str
    department_id: int | None = None
    step: str = ""
    is_active: bool = True


@transaction.atomic
def save_canned(text: CannedText | None, given: Canned, *, version: int = 0, by: Actor, at: datetime) -> CannedText:
    """Add a text, or a new version of one as somebody saw it. An unknown field is refused in words."""
    require(by, MANAGE, department_id=given.department_id)
    if text is not None:
        require(by, MANAGE, department_id=text.department_id)
    title, body = _checked(given)
    if text is None:
        text = CannedText.objects.create(title=title, body=body, department_id=given.department_id)
    if not CannedText.objects.filter(pk=text.pk, version=version).update(
        title=title,
        body=body,
        department_id=given.department_id,
        step=given.step,
        is_active=given.is_active,
        version=F("version") + 1,
    ):
        raise Conflict("Iemand anders veranderde deze tekst intussen. Bekijk hem opnieuw.")
    CannedVersion.objects.create(
        text=text, number=version + 1, title=title, body=body, by_id=by.staff_id if by.is_staff else None, at=at
    )
    record(entries.CANNED_SAVED, room_chain("dossiers"), by=by, at=at, text=text.pk, version=version + 1)
    text.refresh_from_db()
    return text


def _checked(given: Canned) -> tuple[str, str]:
    title = " ".join(given.title.replace("\x00", "").split())
    if not title or len(title) > LONGEST_TITLE:
        raise InvalidInput(f"Geef een naam van hoogstens {LONGEST_TITLE} tekens.", field="title")
    body = written(given.body, field="body")
    wrong = wrong_fields(body)
    if wrong:
        known = ", ".join(f"{{{name}}}" for name in FIELDS)
        raise InvalidInput(f"Dit kennen we niet: {', '.join(wrong)}. Je kan gebruiken: {known}.", field="body")
    return title, body
