"""The door to a mail: whoever came through the door of its dossier. The original asks a right of its own."""

from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from gehoor.dossiers.models import Dossier
from gehoor.files.access import open_for
from gehoor.files.models import StoredFile
from gehoor.files.quarantine import look_at_original
from gehoor.journal.entries import dossier_chain, room_chain
from gehoor.journal.reads import log_read
from gehoor.kernel.actors import Actor
from gehoor.kernel.errors import NotFound
from gehoor.mailroom.models import Mailbox, Outcome, RawMail
from gehoor.mailroom.queries import failing_mailboxes
from gehoor.organisation.access import may, require

ORIGINAL = "mail.original"
TRIAGE = "dossiers.triage"
LOOSE_PAGE = 50
_LOOSE = RawMail.objects.filter(dossier=None, outcome__in=[Outcome.AUTOMATIC, Outcome.BOUNCE])
NO_SUCH_MAIL = "We vinden deze e-mail niet."


def mail_on(dossiers: Sequence[Dossier], public_id: UUID) -> RawMail:
    """The mail with that id on one of these dossiers, which let the actor in. Raises NotFound."""
    row = (
        RawMail.objects.select_related("file")
        .filter(public_id=public_id, dossier__in=[dossier.pk for dossier in dossiers])
        .first()
    )
    if row is None:
        raise NotFound(NO_SUCH_MAIL)
    return row


def may_have_original(actor: Actor, dossier: Dossier) -> bool:
    """Whether this actor may take a mail of the dossier as it came."""
    return may(actor, ORIGINAL, department_id=dossier.department_id)


def original_on(
    dossiers: Sequence[Dossier], public_id: UUID, *, by: Actor, at: datetime
) -> tuple[StoredFile, BinaryIO]:
    """The mail as it came, with ``mail.original`` on the first of the dossiers; the look is noted. Raises NotFound and NotAllowed."""
    dossier = dossiers[0]
    require(by, ORIGINAL, department_id=dossier.department_id)
    row = mail_on(dossiers, public_id)
    stored, content = _opened(row)
    log_read(dossier_chain(row.dossier_id or dossier.pk), by=by, at=at, why="originele e-mail")
    return stored, content


def _opened(row: RawMail) -> tuple[StoredFile, BinaryIO]:
    """The virus scanner looks first, where it did not yet: most mails have no file that made it look."""
    look_at_original(row.file)
    return open_for(row.file.public_id, among=[row.file_id])


def loose_mails_for(actor: Actor, *, before: int | None = None) -> list[RawMail]:
    """Mails of machines that belong to no dossier, newest first, at most fifty, for who gives matters their place. Raises NotAllowed."""
    require(actor, TRIAGE)
    rows = _LOOSE.filter(pk__lt=before) if before is not None else _LOOSE.all()
    return list(rows.defer("text", "html").order_by("-pk")[:LOOSE_PAGE])


def loose_mail_for(actor: Actor, public_id: UUID) -> RawMail:
    """One of them. Raises NotAllowed and NotFound."""
    require(actor, TRIAGE)
    row = _LOOSE.select_related("file").filter(public_id=public_id).first()
    if row is None:
        raise NotFound(NO_SUCH_MAIL)
    return row


def loose_original_for(actor: Actor, public_id: UUID, *, at: datetime) -> tuple[StoredFile, BinaryIO]:
    """One of them as it came; the look is noted. Raises NotAllowed and NotFound."""
    require(actor, ORIGINAL)
    row = loose_mail_for(actor, public_id)
    log_read(room_chain("mailroom"), by=actor, at=at, why=f"originele e-mail {row.pk}")
    return _opened(row)


def mailboxes_for(actor: Actor) -> list[Mailbox]:
    """Every mailbox with its department, for who manages the organisation. Raises NotAllowed."""
    require(actor, "organisation.manage")
    return list(Mailbox.objects.select_related("department").order_by("name", "pk"))


def mailbox_for(actor: Actor, pk: int) -> Mailbox:
    """One mailbox, for who manages the organisation. Raises NotAllowed and NotFound."""
    require(actor, "organisation.manage")
    box = Mailbox.objects.filter(pk=pk).first()
    if box is None:
        raise NotFound("We vinden deze mailbox niet.")
    return box


def troubled_mailboxes_for(actor: Actor, *, at: datetime) -> list[Mailbox]:
    """The mailboxes that have failed for a while, for who is told of that; nothing, and no statement, for the others."""
    told = actor.scope("organisation.manage") or actor.scope("complaints.coordinate")
    return failing_mailboxes(at=at) if told else []
