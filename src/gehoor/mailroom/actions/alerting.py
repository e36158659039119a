"""A mailbox that stays unreadable is told to people, once; that it works again too. Everything here may run twice."""

from datetime import datetime
from functools import partial
from typing import Final

from django.db import transaction
from procrastinate.contrib.django import app

from gehoor.journal.entries import room_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import SYSTEM
from gehoor.kernel.sweeping import one_by_one
from gehoor.mailroom import entries
from gehoor.mailroom.models import Mailbox
from gehoor.mailroom.queries import failing_mailboxes
from gehoor.organisation.access import actors_with

ROOM: Final = "mailroom"
_TOLD: Final = ("organisation.manage", "complaints.coordinate")
"""Who hears of it: those who can mend it, and those whose terms run while mail does not come in."""


def tell_troubles(*, at: datetime) -> int:
    """Tell of each mailbox that has failed for fifteen minutes, and of each that was told and works again; how many."""
    failing = one_by_one(
        [row for row in failing_mailboxes(at=at) if row.told_at is None], partial(_tell_failing, at=at)
    )
    back = Mailbox.objects.filter(failing_since=None) | Mailbox.objects.filter(is_active=False)
    return failing + one_by_one(list(back.exclude(told_at=None)), partial(_tell_over, at=at))


@transaction.atomic
def _tell_failing(box: Mailbox, *, at: datetime) -> int:
    first = Mailbox.objects.filter(pk=box.pk, told_at=None, failing_since=box.failing_since).update(told_at=at)
    if first:
        record(entries.MAILBOX_FAILING, room_chain(ROOM), by=SYSTEM, at=at, mailbox=box.pk)
        _defer_mails(box, failing=True)
    return first


@transaction.atomic
def _tell_over(box: Mailbox, *, at: datetime) -> int:
    """It works again, or was switched off: then nobody has to be told."""
    over = Mailbox.objects.filter(pk=box.pk, told_at=box.told_at, failing_since=box.failing_since).update(told_at=None)
    if over and box.is_active:
        record(entries.MAILBOX_WORKS_AGAIN, room_chain(ROOM), by=SYSTEM, at=at, mailbox=box.pk)
        _defer_mails(box, failing=False)
    return over


def _defer_mails(box: Mailbox, *, failing: bool) -> None:
    told = {person.id for permission in _TOLD for person in actors_with(permission)}
    task = app.configure_task("gehoor.mailroom.jobs.tell_of_mailbox", queue="mail")
    for pk in sorted(filter(None, told)):
        task.defer(mailbox_id=box.pk, staff_id=pk, failing=failing)
