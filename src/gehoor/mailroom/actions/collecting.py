"""Fetching mail from a mailbox: kept and committed first, then marked over there. May be killed anywhere and run again."""

import hashlib
import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from threading import Event
from typing import Final

from django.db import transaction
from procrastinate.contrib.django import app

from gehoor.files.storage import NotKept
from gehoor.mailroom.actions.entering import entered
from gehoor.mailroom.actions.storing import keep
from gehoor.mailroom.claims import LOOKING, claimed
from gehoor.mailroom.imap import Box, MailboxTrouble, TooLarge
from gehoor.mailroom.models import Collected, Mailbox, RawMail

AT_ONCE = 200
"""How many mails one look takes, so that other mailboxes get their turn."""
LOOK_AGAIN: Final = timedelta(minutes=1)
"""How often to look although the server said nothing."""
SHORTEST_PAUSE: Final = timedelta(seconds=5)
LONGEST_PAUSE: Final = timedelta(minutes=5)
_BATCH = 20
_WAY_IN = (
    "host", "port", "security", "sign_in", "username", "secret", "token_url", "client_id", "scope", "folder", "done_folder",
    "since", "department_id", "mail_server",
)  # fmt: skip
Clock = Callable[[], datetime]
_log = logging.getLogger(__name__)


def collect(mailbox_id: int, *, clock: Clock) -> bool:
    """Take what waits in one mailbox, at most 200; whether more waits. A trouble is noted on the mailbox, not raised.

    Nothing while somebody else has a connection to it: who watches it takes what comes.
    """
    with claimed(LOOKING, mailbox_id) as ours:
        box = _active(mailbox_id) if ours else None
        if box is None:
            return False
        look = _Look(box, clock)
        try:
            with entered(box, at=clock()) as open_box:
                more = look.take(open_box)
        except (MailboxTrouble, NotKept) as trouble:  # NotKept: our disk takes nothing, so it stays over there
            _note(box, trouble.message, at=clock(), stumbled=look.at_uid)
            return False
        _note(box, look.remark, at=clock())
        return more


def watch(mailbox_id: int, *, clock: Clock, enough: Event) -> timedelta:
    """Stay in one mailbox and take what comes, until it is enough or something breaks; how long to wait before the next try."""
    box = _active(mailbox_id)
    if box is None:
        return LONGEST_PAUSE
    look = _Look(box, clock)
    try:
        with entered(box, at=clock()) as open_box:
            while not enough.is_set():
                look = _Look(box, clock)
                more = look.take(open_box)
                _note(box, look.remark, at=clock())
                box = _active(mailbox_id)
                if box is None:
                    return LONGEST_PAUSE
                if not more:
                    open_box.listen(LOOK_AGAIN.total_seconds(), enough)
    except (MailboxTrouble, NotKept) as trouble:
        _note(look.box, trouble.message, at=clock(), stumbled=look.at_uid)
        return pause_after(clock() - (look.box.failing_since or clock()))
    return timedelta(0)


def pause_after(failing: timedelta) -> timedelta:
    """How long to leave a mailbox alone that has failed for so long: half as long again, from five seconds to five minutes."""
    return max(SHORTEST_PAUSE, min(failing / 2, LONGEST_PAUSE))


def _active(mailbox_id: int) -> Mailbox | None:
    return Mailbox.objects.filter(pk=mailbox_id, is_active=True).first()


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
            open_box.done(self._keep_some(open_box, fresh[start : start + _BATCH]))
        return len(fresh) > AT_ONCE

    def _keep_some(self, open_box: Box, uids: list[int]) -> list[int]:
        """Keep each of these; which ones are kept. One job reads them; a job that gets lost is made good by the sweeper."""
        kept: dict[int, int] = {}
        try:
            for uid in uids:
                if (mail := self._keep(open_box, uid)) is not None:
                    kept[uid] = mail.pk
        finally:
            if kept:
                defer_reading(kept.values())
        return list(kept)

    def _keep(self, open_box: Box, uid: int) -> RawMail | None:
        self.at_uid = uid
        try:
            found = open_box.fetch(uid)
        except TooLarge as too_large:
            self.remark = too_large.message
            return None
        if found is None:
            return None
        place = {"mailbox": self.box, "validity": open_box.validity, "uid": uid}
        with transaction.atomic():
            mail, _ = keep(found.content, at=self.clock(), arrived_at=found.arrived_at, mailbox=self.box)
            Collected.objects.get_or_create(**place, defaults={"mail": mail})
        return mail


def defer_reading(mail_ids: Iterable[int]) -> None:
    """Let the worker read kept mails."""
    app.configure_task("gehoor.mailroom.jobs.read", queue="mailroom").defer(mail_ids=[*mail_ids])


def _note(box: Mailbox, failure: str, *, at: datetime, stumbled: int | None = None) -> None:
    since = (box.failing_since or at) if failure else None
    if failure and box.failing_since is None:
        _log.error("mailbox %s cannot be read: %s", box.pk, failure)
    went_well = {} if failure else {"worked_at": at}
    Mailbox.objects.filter(pk=box.pk).update(
        checked_at=at, failing_since=since, failure=failure[:500], stumbled_uid=stumbled, **went_well
    )


def active_mailboxes() -> dict[int, str]:
    """The mailboxes to look in, each with a digest of how to get in: when that changes, a connection must be made anew."""
    rows = Mailbox.objects.filter(is_active=True).order_by("pk").values_list("pk", *_WAY_IN)
    return {
        pk: hashlib.sha256(repr([bytes(v) if isinstance(v, memoryview) else v for v in way]).encode()).hexdigest()
        for pk, *way in rows
    }


def due_mailboxes(*, at: datetime) -> list[int]:
    """The mailboxes to look in now: not those that failed a moment ago."""
    rows = Mailbox.objects.filter(is_active=True).order_by("pk")
    return [row.pk for row in rows if not _pausing(row, at=at)]


def _pausing(box: Mailbox, *, at: datetime) -> bool:
    if box.failing_since is None or box.checked_at is None:
        return False
    return at < box.checked_at + pause_after(box.checked_at - box.failing_since)
