"""A mail is kept, byte for byte and committed, before anybody looks inside."""

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction

from gehoor.files.actions import discard, store_as_it_is
from gehoor.kernel.actors import SYSTEM
from gehoor.mailroom.models import Mailbox, RawMail


def keep(
    content: bytes,
    *,
    at: datetime,
    arrived_at: datetime | None = None,
    acknowledge: bool = True,
    mailbox: Mailbox | None = None,
) -> tuple[RawMail, bool]:
    """Keep a mail; its row, and whether it is new. The same bytes are kept once, however often and by whatever way they come.

    Raises ``storage.NotKept``; then nothing is kept, and whoever brought it keeps it.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    known = RawMail.objects.filter(sha256=sha256).first()
    if known is not None:
        return known, False
    file = store_as_it_is(content, name="e-mail.eml", media_type="message/rfc822", by=SYSTEM, at=at)
    try:
        with transaction.atomic():
            row = RawMail(
                file=file, sha256=sha256, stored_at=at, arrived_at=arrived_at, acknowledge=acknowledge, mailbox=mailbox
            )
            row.save(force_insert=True)
    except IntegrityError:  # somebody else kept it at this very moment
        discard([file.pk])
        return RawMail.objects.get(sha256=sha256), False
    return row, True
