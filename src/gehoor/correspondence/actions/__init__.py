"""Writing messages and putting them in the outbox; :mod:`sending` gets them out of the house."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Value
from procrastinate.contrib.django import app

from gehoor.correspondence import letters
from gehoor.correspondence.letterheads import head_of
from gehoor.correspondence.models import Attachment, Delivery, Direction, Link, Medium, Message, Page, Thread, mailbox
from gehoor.correspondence.naming import NOBODY, addressed_as
from gehoor.correspondence.wordings import letter_now
from gehoor.files.models import StoredFile
from gehoor.kernel.tokens import digest, new_paper_token, new_token

LINK_LIFE = timedelta(days=730)
ANSWER_LINK_LIFE = timedelta(days=180)
"""How long the link works of somebody outside who is asked something; what they are asked ends sooner."""
UNDO = timedelta(seconds=20)
"""How long a message that somebody of the city writes can be taken back before it leaves."""
_ALIKE_IN_A_DAY = 10
"""How many letters of one kind an address gets in a day before the next ones wait."""


@dataclass(frozen=True)
class Author:
    """Who a message is from, as the reader sees it."""

    name: str
    title: str = ""
    staff_id: int | None = None


@dataclass(frozen=True)
class Addressee:
    """Who a message goes to: by e-mail, else by post. Who gave no name can only read it on the tracking page."""

    name: str
    email: str = ""
    address: str = ""

    def by_post(self, code: str) -> bool:
        """Whether a letter of that type goes to them on paper."""
        known = bool(self.address) or letters.letter(code).must_arrive
        return bool(self.name) and not self.email and known


CITY = Author("Gehoor")


def open_thread(*, at: datetime) -> Thread:
    """Start a conversation."""
    return Thread.objects.create(created_at=at)


def open_thread_outside(*, at: datetime) -> Thread:
    """Start a conversation with somebody outside the city: its links open the page to answer on, and no matter of a citizen."""
    return Thread.objects.create(created_at=at, page=Page.ANSWER)


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
    body_id: int | None = None,
    held_until: datetime | None = None,
) -> Message:
    """Write a letter and put it in the outbox, in the caller's transaction. No mail address: it waits for the post, or on the page.

    ``body_id``: the body in whose name it goes out. ``held_until``: it leaves only then, and may be taken back before.
    Raises ``KeyError`` for a missing field and ``ValueError`` when the second line must be named and is not.
    """
    message = _letter(thread, code, fields, to=to, at=at, author=author, body_id=body_id)
    if held_until is not None:
        message.held_until, message.retry_at = held_until, held_until if to.email else None
    message.save(force_insert=True)
    if files:
        attach(message, files)
    if to.email:
        task = app.configure_task("gehoor.correspondence.jobs.send", queue="mail", schedule_at=held_until)
        task.defer(message_id=message.pk)
    return message


def _letter(
    thread: Thread,
    code: str,
    fields: Mapping[str, str],
    *,
    to: Addressee,
    at: datetime,
    author: Author,
    body_id: int | None,
) -> Message:
    name = addressed_as(code, to.name, by_machine=author.staff_id is None) if to.email else to.name
    subject, body = letter_now(code).compose({"name": name or NOBODY, "sender": _signature(author), **fields})
    medium, delivery = _way(code, to)
    return Message(
        thread=thread,
        direction=Direction.OUT,
        medium=medium,
        letter=code,
        author_id=author.staff_id,
        author_name=author.name,
        author_title=author.title,
        subject=subject,
        body=body,
        at=at,
        to_name=to.name,
        to_address=to.email,
        delivery=delivery,
        retry_at=at if to.email else None,
        from_body_id=body_id,
        signature=head_of(body_id).signature,
    )


def _way(code: str, to: Addressee) -> tuple[Medium, Delivery]:
    if to.email:
        return Medium.EMAIL, Delivery.QUEUED
    return (Medium.LETTER, Delivery.POST) if to.by_post(code) else (Medium.WEB, Delivery.NONE)


def letter_sent(
    thread: Thread,
    code: str,
    fields: Mapping[str, str],
    *,
    to: Addressee,
    at: datetime,
    author: Author = CITY,
    body_id: int | None = None,
) -> Message:
    """A letter that left in its time, not stored yet: for histories told afterwards. Nothing is sent any more."""
    message = _letter(thread, code, fields, to=to, at=at, author=author, body_id=body_id)
    if to.email:
        message.delivery, message.sent_at, message.retry_at, message.attempts = Delivery.SENT, at, None, 1
    elif message.delivery == Delivery.POST:
        message.delivery, message.sent_at = Delivery.SENT, at
    return message


def keep_conversations(threads: Sequence[Thread], messages: Sequence[Message]) -> None:
    """Store many conversations at once, as they are (for whole histories told afterwards)."""
    Thread.objects.bulk_create(threads, batch_size=1000)
    Message.objects.bulk_create(messages, batch_size=1000)


def _signature(author: Author) -> str:
    return author.name if not author.title else f"{author.name}\n{author.title}"


def left_by_post(message_id: int, *, at: datetime) -> bool:
    """A letter on paper was posted; False when it was not waiting for that."""
    waiting = Message.objects.filter(pk=message_id, delivery=Delivery.POST)
    return bool(waiting.update(delivery=Delivery.SENT, sent_at=at))


def take_back(message_id: int, *, at: datetime) -> list[StoredFile] | None:
    """A message that may still be taken back does not leave; returns the files that would have gone along, None when it is too late.

    The worker holds the row while it sends, so of the two one wins.
    """
    waiting = Message.objects.filter(pk=message_id, held_until__gt=at, attempts=0)
    waiting = waiting.exclude(delivery__in=[Delivery.SENT, Delivery.FAILED, Delivery.TAKEN_BACK])
    if not waiting.update(delivery=Delivery.TAKEN_BACK, retry_at=None):
        return None
    enclosed = Attachment.objects.filter(message=message_id).select_related("file")
    files = [row.file for row in enclosed]
    enclosed.delete()
    return files


def give_up_posting(message_id: int) -> bool:
    """A letter on paper will not be posted after all; False when it was not waiting for that."""
    waiting = Message.objects.filter(pk=message_id, delivery=Delivery.POST)
    return bool(waiting.update(delivery=Delivery.NONE, medium=Medium.WEB))


def post_after_all(message_id: int) -> bool:
    """A mail that never arrived goes on paper; False when it is no mail that failed."""
    failed = Message.objects.filter(pk=message_id, direction=Direction.OUT, delivery=Delivery.FAILED)
    failed = failed.filter(withdrawn_at=None)
    return bool(failed.update(delivery=Delivery.POST, medium=Medium.LETTER))


def make_link(thread_id: int, *, at: datetime) -> str:
    """A new tracking link for the matter of a thread; returns the plain token, which is stored nowhere."""
    return _link(thread_id, new_token(), at=at, life=LINK_LIFE)


def make_link_on(thread: Thread, *, at: datetime) -> str:
    """A new link for whoever a conversation is with, as a mail carries it."""
    life = ANSWER_LINK_LIFE if thread.page == Page.ANSWER else LINK_LIFE
    return _link(thread.pk, new_token(), at=at, life=life)


def cut_off(thread_id: int, *, at: datetime) -> None:
    """Nobody comes in any more with a link of this conversation, and what did not leave yet does not leave."""
    waiting = Message.objects.filter(thread=thread_id, direction=Direction.OUT, delivery=Delivery.QUEUED)
    waiting.update(delivery=Delivery.TAKEN_BACK, retry_at=None)
    Link.objects.filter(thread=thread_id, revoked_at=None).update(revoked_at=at)


def make_paper_link(thread_id: int, *, at: datetime) -> str:
    """The same for a letter on paper: its token can be typed over."""
    return _link(thread_id, new_paper_token(), at=at, life=LINK_LIFE)


def _link(thread_id: int, token: str, *, at: datetime, life: timedelta) -> str:
    Link.objects.create(thread_id=thread_id, digest=digest(token), created_at=at, expires_at=at + life)
    return token


def hold_back(thread_id: int, code: str, *, address: str, at: datetime) -> None:
    """Let a letter wait when its address got many like it in a day, an hour longer for each: two machines that answer each other
    fall silent, and nothing is dropped.
    """
    same = Message.objects.alias(mailbox=mailbox(F("to_address"))).filter(mailbox=mailbox(Value(address)))
    alike = same.exclude(to_address="").filter(letter=code, at__gt=at - timedelta(days=1))
    many = alike.count() - _ALIKE_IN_A_DAY
    if many > 0:
        waiting = Message.objects.filter(thread=thread_id, letter=code, delivery=Delivery.QUEUED)
        waiting.update(retry_at=at + timedelta(hours=many))


@transaction.atomic
def note_bounce(message: Message, *, why: str) -> bool:
    """A mail server says afterwards that a message did not arrive; False when that was known."""
    left = Message.objects.filter(pk=message.pk, direction=Direction.OUT, delivery__in=[Delivery.SENT, Delivery.QUEUED])
    noted = left.update(delivery=Delivery.FAILED, failure=why[:300], retry_at=None)
    return bool(noted)
