"""What a mail server says afterwards of a mail of ours, written on the message it is about."""

import re
from datetime import datetime

from gehoor.correspondence.actions import note_bounce
from gehoor.dossiers.actions.sweeping import report_failed
from gehoor.dossiers.inquiries import dossier_with
from gehoor.journal.entries import dossier_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import SYSTEM
from gehoor.mailroom import entries
from gehoor.mailroom.apart.mail import Mail
from gehoor.mailroom.automatic import Verdict
from gehoor.mailroom.belonging import returned_messages
from gehoor.mailroom.models import RawMail

_STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")


def note_bounces(row: RawMail, mail: Mail, verdict: str, why: str, *, at: datetime) -> None:
    """Say on the message that it did not arrive, and give somebody the task to reach the citizen otherwise.

    A delay changes nothing (their server still tries), nor does word that it arrived. Twice is once.
    """
    messages = returned_messages(mail)
    if not messages:
        return
    message = messages[0]
    row.dossier = dossier_with(message.thread_id)
    if verdict != Verdict.FAILED or not note_bounce(message, why=why):
        return
    status = _STATUS.search(why)
    record(
        entries.BOUNCED,
        dossier_chain(row.dossier.pk),
        by=SYSTEM,
        at=at,
        message=message.pk,
        mail=row.pk,
        status=status.group() if status else "",
    )
    report_failed(message, at=at)
