"""Writing messages, and getting them out of the house."""

import smtplib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from procrastinate.contrib.django import app

from gehoor.correspondence import letters, post
from gehoor.correspondence.models import Attachment, Delivery, Direction, Link, Medium, Message, Thread
from gehoor.files.models import StoredFile
from gehoor.kernel.tokens import digest, new_token

LINK_LIFE = timedelta(days=730)
_PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=8))
_MOST_ATTEMPTS = 12


@dataclass(frozen=True)
class Author:
    """Who a message is from, as the reader sees it."""

    name: str
    title: str = ""
    staff_id: int | None = None


@dataclass(frozen=True)
class Addressee:
    """Who a message goes to. Without an address it can only be read on the tracking page."""

    name: str
    email: str = ""


CITY = Author("Gehoor")


def open_thread(*, at: datetime) -> Thread:
    """Start a conversation."""
    return Thread.objects.create(created_at=at)


def attach(message: Message, files: Sequence[StoredFile]) -> None:
    """Hang files on a message."""
    Attachment.objects.bulk_create(Attachment(message=message, file=file) for file in files)


def take_in(
    thread: Thread, *, text: str, author: Author, medium: str, at: datetime, files: Sequence[StoredFile] = ()
) -> Message:
    """Store what somebody from outside said."""
    message = Message.objects.create(
        thread=thread,
        direction=Direction.IN,
        medium=medium,
        author_id=author.staff_id,
        author_name=author.name,
        author_title=author.title,
        body=text,
        at=at,
    )
    if files:
        attach(message, files)
    return message


def note(thread: Thread, *, text: str, author: Author, at: datetime, files: Sequence[StoredFile] = ()) -> Message:
    """Store an internal note: no recipient, no delivery, never shown outside."""
    message = Message.objects.create(
        thread=thread,
        direction=Direction.NOTE,
        author_id=author.staff_id,
        author_name=author.name,
        author_title=author.title,
        body=text,
        at=at,
    )
    if files:
        attach(message, files)
    return message


def queue_letter(
    thread: Thread,
    code: str,
    fields: Mapping[str, str],
    *,
    to: Addressee,
    at: datetime,
    author: Author = CITY,
    files: Sequence[StoredFile] = (),
) -> Message:
    """Write a letter and put it in the outbox, in the caller's transaction. No mail address: it waits on the page.

    Raises ``KeyError`` for a missing field and ``ValueError`` when the second line must be named and is not.
    """
    message = _letter(thread, code, fields, to=to, at=at, author=author)
    message.save(force_insert=True)
    if files:
        attach(message, files)
    if to.email:
        app.configure_task("gehoor.correspondence.jobs.send", queue="mail").defer(message_id=message.pk)
    return message


def _letter(
    thread: Thread, code: str, fields: Mapping[str, str], *, to: Addressee, at: datetime, author: Author
) -> Message:
    subject, body = letters.letter(code).compose({"name": to.name or "inwoner", "sender": _signature(author), **fields})
    return Message(
        thread=thread,
        direction=Direction.OUT,
        medium=Medium.EMAIL if to.email else Medium.WEB,
        letter=code,
        author_id=author.staff_id,
        author_name=author.name,
        author_title=author.title,
        subject=subject,
        body=body,
        at=at,
        to_name=to.name,
        to_address=to.email,
        delivery=Delivery.QUEUED if to.email else Delivery.NONE,
        retry_at=at if to.email else None,
    )


def letter_sent(
    thread: Thread, code: str, fields: Mapping[str, str], *, to: Addressee, at: datetime, author: Author = CITY
) -> Message:
    """A letter that left in its time, not stored yet: for histories told afterwards. Nothing is sent any more."""
    message = _letter(thread, code, fields, to=to, at=at, author=author)
    if to.email:
        message.delivery, message.sent_at, message.retry_at, message.attempts = Delivery.SENT, at, None, 1
    return message


def keep_conversations(threads: Sequence[Thread], messages: Sequence[Message]) -> None:
    """Store many conversations at once, as they are (for whole histories told afterwards)."""
    Thread.objects.bulk_create(threads, batch_size=1000)
    Message.objects.bulk_create(messages, batch_size=1000)


def _signature(author: Author) -> str:
    return author.name if not author.title else f"{author.name}\n{author.title}"


def make_link(thread_id: int, *, at: datetime) -> str:
    """A new tracking link for the matter of a thread; returns the plain token, which is stored nowhere."""
    token = new_token()
    Link.objects.create(thread_id=thread_id, digest=digest(token), created_at=at, expires_at=at + LINK_LIFE)
    return token


@transaction.atomic
def send_message(message_id: int, *, at: datetime) -> bool:
    """Hand one queued message to the mail server; False when there was nothing to do.

    May run twice: the row is locked, and a message that left is left alone. A kill between the server's answer and the
    commit sends one more copy with the same Message-ID. A refusal for good (5xx) ends it; anything else is tried again.
    """
    message = (
        Message.objects.select_for_update(skip_locked=True)
        .filter(pk=message_id, delivery=Delivery.QUEUED, retry_at__lte=at)
        .first()
    )
    if message is None:
        return False
    try:
        with transaction.atomic():
            post.hand_over(message, make_link(message.thread_id, at=at))
    except smtplib.SMTPResponseException as refusal:
        _postpone(message, f"{refusal.smtp_code}", at=at, final=500 <= refusal.smtp_code < 600)
    except smtplib.SMTPRecipientsRefused as refusal:
        codes = [code for code, _ in refusal.recipients.values()]
        _postpone(message, ", ".join(map(str, codes)), at=at, final=all(500 <= code < 600 for code in codes))
    except OSError as failure:
        _postpone(message, type(failure).__name__, at=at, final=False)
    else:
        message.delivery, message.sent_at, message.retry_at = Delivery.SENT, at, None
    message.attempts += 1
    message.save(update_fields=["delivery", "sent_at", "retry_at", "attempts", "failure"])
    return True


@transaction.atomic
def note_bounce(message: Message, *, why: str) -> bool:
    """A mail server says afterwards that a message did not arrive; False when that was known."""
    left = Message.objects.filter(pk=message.pk, direction=Direction.OUT, delivery__in=[Delivery.SENT, Delivery.QUEUED])
    noted = left.update(delivery=Delivery.FAILED, failure=why[:300], retry_at=None)
    return bool(noted)


def _postpone(message: Message, why: str, *, at: datetime, final: bool) -> None:
    message.failure = why[:300]
    if final or message.attempts + 1 >= _MOST_ATTEMPTS:
        message.delivery, message.retry_at = Delivery.FAILED, None
    else:
        message.retry_at = at + _PAUSES[min(message.attempts, len(_PAUSES) - 1)]


def due_messages(*, at: datetime, limit: int = 500) -> list[int]:
    """Queued messages whose time has come: what the sweeper offers again."""
    due = Message.objects.filter(delivery=Delivery.QUEUED, retry_at__lte=at).order_by("retry_at")
    return list(due.values_list("pk", flat=True)[:limit])
