"""The second step: read a kept mail apart, and do what it asks. A mail that cannot be read goes to a person; the next one goes on."""

import hashlib
import logging
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import F

from gehoor.dossiers.models import Dossier
from gehoor.files import storage
from gehoor.files.storage import NotKept
from gehoor.journal.entries import dossier_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import BRUSSELS
from gehoor.kernel.errors import Conflict
from gehoor.kernel.sweeping import one_by_one
from gehoor.mailroom import entries
from gehoor.mailroom.actions.arriving import Arrival, open_unreadable, take_in_mail
from gehoor.mailroom.actions.bouncing import note_bounces
from gehoor.mailroom.apart.mail import Mail
from gehoor.mailroom.authentication import own_results
from gehoor.mailroom.automatic import delivery_verdict, why_automatic
from gehoor.mailroom.claims import READING, claimed
from gehoor.mailroom.models import Mailbox, Outcome, RawMail
from gehoor.mailroom.reader import Unreadable, read_apart
from gehoor.organisation.access import require

MOST_ATTEMPTS = 3
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reading:
    """What a reading gave: a mail with its files, or why there is none."""

    mail: Mail | None
    folder: Path
    why: str = ""


def read_mail(pk: int, *, at: datetime) -> Outcome | None:
    """Read one kept mail and settle it, whole or not at all; None when somebody else did.

    A reading that is killed counts as tried; after three tries the mail goes to a person unread.
    """
    with claimed(READING, pk) as ours:
        return _read_until_settled(pk, at=at) if ours else None


def read_each(pks: Sequence[int], *, clock: Callable[[], datetime]) -> int:
    """Read these, one by one; how many were settled. A mail on which our own reading fails is logged and stays for the sweeper."""
    return one_by_one(pks, lambda pk: int(read_mail(pk, at=clock()) is not None))


def _read_until_settled(pk: int, *, at: datetime) -> Outcome | None:
    for _ in range(MOST_ATTEMPTS + 1):
        row = RawMail.objects.select_related("file").filter(pk=pk, outcome="").first()
        if row is None:
            return None
        RawMail.objects.filter(pk=pk).update(attempts=F("attempts") + 1)
        with tempfile.TemporaryDirectory(prefix="gehoor-mail-") as folder:
            try:
                return _settle(row, _read(row, Path(folder)), at=at)
            except (OperationalError, NotKept):  # not the mail's fault: another time
                RawMail.objects.filter(pk=pk).update(attempts=row.attempts)
                raise
            except Exception:
                if row.attempts >= MOST_ATTEMPTS:
                    raise
                _log.exception("mail %s: tried again", row.public_id)
    return None


def _read(row: RawMail, folder: Path) -> Reading:
    if row.attempts >= MOST_ATTEMPTS:
        return Reading(None, folder, "al drie keer geprobeerd")
    try:
        return Reading(read_apart(storage.path_of(row.file.public_id), folder), folder)
    except (Unreadable, OSError, ValueError) as error:
        return Reading(None, folder, str(error) if isinstance(error, Unreadable) else type(error).__name__)


_ALONG = ("file", "mailbox__department")


@transaction.atomic
def _settle(row: RawMail, reading: Reading, *, at: datetime) -> Outcome | None:
    locked = (
        RawMail.objects.select_for_update(of=["self"]).select_related(*_ALONG).filter(pk=row.pk, outcome="").first()
    )
    if locked is None:
        return None
    mail = reading.mail
    if mail is None:
        locked.outcome, locked.why = Outcome.PARKED, reading.why[:300]
        locked.dossier = open_unreadable(locked, at=at)
    else:
        _describe(locked, mail)
        locked.outcome = _do(locked, mail, reading.folder, at=at)
        locked.text = "" if locked.message_id or locked.outcome == Outcome.DOUBLE else mail.text
    locked.read_at = at
    locked.save()
    return Outcome(locked.outcome)


def open_anyway(pk: int, *, by: Actor, at: datetime) -> Dossier:
    """Make a dossier of a mail that was taken for a machine's; nobody is acknowledged. Twice raises Conflict. Raises NotAllowed."""
    require(by, "dossiers.triage")
    row = RawMail.objects.select_related(*_ALONG).get(pk=pk)
    with tempfile.TemporaryDirectory(prefix="gehoor-mail-") as folder:
        return _open_anyway(row, _read(row, Path(folder)), by=by, at=at)


@transaction.atomic
def _open_anyway(row: RawMail, reading: Reading, *, by: Actor, at: datetime) -> Dossier:
    waiting = RawMail.objects.select_for_update(of=["self"]).select_related(*_ALONG)
    locked = waiting.filter(pk=row.pk, dossier=None, outcome__in=[Outcome.AUTOMATIC, Outcome.BOUNCE]).first()
    if locked is None:
        raise Conflict("Van deze e-mail is al een dossier gemaakt.")
    locked.acknowledge = False
    if reading.mail is None:
        locked.outcome, locked.dossier = Outcome.PARKED, open_unreadable(locked, at=at)
    else:
        arrival = Arrival(locked, reading.mail, reading.folder, _received_at(locked, reading.mail, at=at))
        locked.outcome = take_in_mail(arrival, at=at)
    if locked.dossier is None:
        raise Conflict("Van deze e-mail konden we geen dossier maken.")
    locked.text = ""
    locked.save()
    record(entries.OPENED, dossier_chain(locked.dossier.pk), by=by, at=at, mail=locked.pk)
    return locked.dossier


def _describe(row: RawMail, mail: Mail) -> None:
    row.named, row.from_name, row.from_address = mail.message_id, mail.from_name, mail.from_address
    row.subject, row.html, row.left_out = mail.subject[:250], mail.html, list(mail.left_out)
    row.authentication = own_results(mail.authentication, row.mailbox.mail_server if row.mailbox else "")
    named = f"{mail.message_id}\n{mail.body_hash}" if mail.message_id else f"sha256:{row.sha256}"
    row.content_key = hashlib.sha256(named.encode()).hexdigest()


def _do(row: RawMail, mail: Mail, folder: Path, *, at: datetime) -> Outcome:
    if _came_before(row):
        return Outcome.DOUBLE
    verdict, why = delivery_verdict(mail)
    if verdict:
        row.why = why
        note_bounces(row, mail, verdict, why, at=at)
        return Outcome.BOUNCE
    automatic = why_automatic(mail, _our_addresses())
    if automatic:
        row.why = automatic
        return Outcome.AUTOMATIC
    return take_in_mail(Arrival(row, mail, folder, _received_at(row, mail, at=at)), at=at)


def _came_before(row: RawMail) -> bool:
    """Whether a copy of it was read already. Two copies at the same moment wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(row.content_key[:15], 16)])
    return RawMail.objects.filter(content_key=row.content_key).exclude(pk=row.pk).exclude(outcome="").exists()


def _our_addresses() -> set[str]:
    sender = str(settings.GEHOOR_MAIL_FROM).rpartition("<")[2].strip("<> ").lower()
    boxes = [address.lower() for address in Mailbox.objects.values_list("address", flat=True)]
    return {address for address in (sender, str(settings.GEHOOR_REPLY_ADDRESS).lower(), *boxes) if address}


def _received_at(row: RawMail, mail: Mail, *, at: datetime) -> datetime:
    """When it reached the city: as the mailbox says, else as our mail server wrote in it, else its own date; never after now."""
    for moment in (row.arrived_at, _moment(mail.received), _moment(mail.date)):
        if moment is not None and moment <= row.stored_at:
            return moment
    return min(row.stored_at, at)


def _moment(text: str) -> datetime | None:
    with suppress(Exception):  # a date that is none
        found = parsedate_to_datetime(text)
        return found if found.tzinfo is not None else found.replace(tzinfo=BRUSSELS)
    return None


def unread(limit: int = 500, *, kept_before: datetime | None = None) -> list[int]:
    """Kept mails that nobody read yet, the oldest first; those kept before a moment, whose job may be lost."""
    rows = RawMail.objects.filter(outcome="").order_by("pk")
    if kept_before is not None:
        rows = rows.filter(stored_at__lt=kept_before)
    return list(rows.values_list("pk", flat=True)[:limit])
