"""Fetching mail from a mailbox: kept and committed first, then marked over there. May be killed anywhere and run again."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app

from gehoor.files.storage import NotKept
from gehoor.mailroom import imap
from gehoor.mailroom.actions.storing import keep
from gehoor.mailroom.imap import Account, Box, MailboxTrouble, TooLarge
from gehoor.mailroom.models import Collected, Mailbox
from gehoor.mailroom.sealing import Unsealable, unseal

AT_ONCE = 200
"""How many mails one look takes, so that other mailboxes get their turn."""
_BATCH = 20
Clock = Callable[[], datetime]
_log = logging.getLogger(__name__)


def account_of(box: Mailbox) -> Account:
    """How to get in. Raises :class:`MailboxTrouble` when the secret cannot be opened any more."""
    try:
        secret = unseal(bytes(box.secret))
    except Unsealable:
        raise MailboxTrouble("Het wachtwoord van deze mailbox is niet meer te lezen. Vul het opnieuw in.") from None
    return Account(
        host=box.host,
        port=box.port,
        starttls=box.security == Mailbox.Security.STARTTLS,
        username=box.username,
        secret=secret,
        bearer=box.sign_in == Mailbox.SignIn.BEARER,
        folder=box.folder,
        done_folder=box.done_folder,
    )


def collect(mailbox_id: int, *, clock: Clock) -> bool:
    """Take what waits in one mailbox, at most 200; whether more waits. A trouble is noted on the mailbox, not raised."""
    box = Mailbox.objects.filter(pk=mailbox_id, is_active=True).first()
    if box is None:
        return False
    look = _Look(box, clock)
    try:
        with imap.opened(account_of(box)) as open_box:
            more = look.take(open_box)
    except (MailboxTrouble, NotKept) as trouble:  # NotKept: our disk takes nothing, so it stays over there
        _note(box, trouble.message, at=clock(), stumbled=look.at_uid)
        return False
    _note(box, look.remark, at=clock())
    return more


class _Look:
    """One look in a mailbox. ``at_uid``: the mail it is taking; ``remark``: what the administrator must know."""

    def __init__(self, box: Mailbox, clock: Clock) -> None:
        self.box = box
        self.clock = clock
        self.at_uid: int | None = None
        self.remark = ""

    def take(self, open_box: Box) -> bool:
        """Keep what is new, then say so over there; True when more waits than one look takes."""
        if open_box.read_only:
            self.remark = "De map is alleen-lezen: we kunnen er niet aanduiden wat we al hebben."
        waiting = open_box.waiting(self.box.since)
        here = Collected.objects.filter(mailbox=self.box, validity=open_box.validity)
        kept = set(here.filter(uid__in=waiting).values_list("uid", flat=True))
        open_box.done([uid for uid in waiting if uid in kept])  # kept before, and then something broke
        fresh = sorted((uid for uid in waiting if uid not in kept), key=lambda uid: (uid == self.box.stumbled_uid, uid))
        for start in range(0, min(len(fresh), AT_ONCE), _BATCH):
            open_box.done([uid for uid in fresh[start : start + _BATCH] if self._keep(open_box, uid)])
        return len(fresh) > AT_ONCE

    def _keep(self, open_box: Box, uid: int) -> bool:
        self.at_uid = uid
        try:
            found = open_box.fetch(uid)
        except TooLarge as too_large:
            self.remark = too_large.message
            return False
        if found is None:
            return False
        place = {"mailbox": self.box, "validity": open_box.validity, "uid": uid}
        with transaction.atomic():
            mail, _ = keep(found.content, at=self.clock(), arrived_at=found.arrived_at, mailbox=self.box)
            Collected.objects.get_or_create(**place, defaults={"mail": mail})
            defer_reading(mail.pk)
        return True


def defer_reading(mail_id: int) -> None:
    """Let the worker read a kept mail, after commit."""
    app.configure_task("gehoor.mailroom.jobs.read", queue="mailroom").defer(mail_id=mail_id)


def _note(box: Mailbox, failure: str, *, at: datetime, stumbled: int | None = None) -> None:
    since = (box.failing_since or at) if failure else None
    if failure and box.failing_since is None:
        _log.error("mailbox %s cannot be read: %s", box.pk, failure)
    went_well = {} if failure else {"worked_at": at}
    Mailbox.objects.filter(pk=box.pk).update(
        checked_at=at, failing_since=since, failure=failure[:500], stumbled_uid=stumbled, **went_well
    )


def active_mailboxes() -> list[int]:
    """The mailboxes to look in."""
    return list(Mailbox.objects.filter(is_active=True).order_by("pk").values_list("pk", flat=True))
