"""Reading conversations."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat, JSONObject

from gehoor.correspondence.letters import LINK_MARK
from gehoor.correspondence.models import Attachment, Delivery, Direction, Link, Message
from gehoor.files.models import StoredFile
from gehoor.files.names import closed_in_words
from gehoor.journal.entries import MESSAGE
from gehoor.journal.models import Read
from gehoor.kernel.actors import ActorKind
from gehoor.kernel.prepared import HOLE, Prepared, Shapes
from gehoor.kernel.rows import dated
from gehoor.kernel.tokens import as_printed, digest

_SHOWN_AT_MOST = 200
_COUNTED_AT_MOST = 1000


@dataclass(frozen=True)
class FileLink:
    """What a page needs to name a file and link to it. ``size`` in bytes."""

    public_id: str
    name: str
    media_type: str
    size: int
    shown_inline: bool
    safety: str = ""
    found: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_why: str = ""

    @property
    def closed(self) -> str:
        """Why nobody can open it, in words; empty when it can be opened."""
        return closed_in_words(self.safety, self.found)


@dataclass(frozen=True)
class Said:
    """A message with its files, ready for a page. ``seen_at``: when who it went to first opened it on their page.

    ``gone``: for who reads it outside, the files that were withdrawn: when and why, without their names.
    """

    message: Message
    files: list[FileLink]
    seen_at: datetime | None = None
    gone: list[FileLink] = field(default_factory=list)


@dataclass(frozen=True)
class Outbox:
    """What has not left yet. ``more``: there are more than were counted; ``held``: those that keep within a limit; ``failure``: of the
    last that was tried in vain.
    """

    waiting: int
    more: bool
    oldest: datetime | None
    held: int
    failure: str


def outbox(*, at: datetime) -> Outbox:
    """How mail out stands at that moment. Counts no more than a thousand. One statement."""
    rows = list(
        Message.objects.filter(delivery=Delivery.QUEUED)
        .order_by("retry_at", "pk")
        .values_list("at", "retry_at", "attempts", "failure")[: _COUNTED_AT_MOST + 1]
    )
    held = sum(1 for _, retry_at, _, failure in rows if retry_at and retry_at > at and not failure)
    failures = [(retry_at, failure) for _, retry_at, _, failure in rows if failure and retry_at]
    return Outbox(
        waiting=min(len(rows), _COUNTED_AT_MOST),
        more=len(rows) > _COUNTED_AT_MOST,
        oldest=min((row[0] for row in rows), default=None),
        held=held,
        failure=max(failures)[1] if failures else "",
    )


def _with_files(messages: QuerySet[Message]) -> QuerySet[Message]:
    """The files come along as JSON, and the first look of the citizen: no statement more."""
    files = (
        Attachment.objects.filter(message=OuterRef("pk"))
        .order_by("pk")
        .values(
            json=JSONObject(
                public_id=Cast("file__public_id", CharField()),
                name="file__name",
                media_type="file__media_type",
                size="file__size",
                shown_inline="file__shown_inline",
                safety="file__safety",
                found="file__found",
                withdrawn_at="withdrawn_at",
                withdrawn_why="withdrawn_why",
            )
        )
    )
    return messages.annotate(file_list=ArraySubquery(files), seen_at=Subquery(_first_look()))


def _first_look() -> QuerySet[Read, datetime]:
    chain = Concat(Value(MESSAGE), Cast(OuterRef("pk"), CharField()))
    looks = Read.objects.filter(chain=chain, actor_kind__in=(ActorKind.CITIZEN.value, ActorKind.OUTSIDE.value))
    return looks.order_by("at").values_list("at", flat=True)[:1]


def _conversation(messages: QuerySet[Message]) -> QuerySet[Message]:
    """The latest 200, newest first. One statement."""
    return _with_files(messages).order_by("-at", "-pk")[:_SHOWN_AT_MOST]


def _said(row: Message) -> Said:
    return Said(row, [FileLink(**dated(file)) for file in vars(row)["file_list"]], vars(row)["seen_at"])


def as_told_outside(said: Said) -> Said:
    """What somebody outside may read: of what was withdrawn only that it was, when and why."""
    if said.message.withdrawn_at is not None:
        empty = copy(said.message)
        empty.subject = empty.body = ""
        return replace(said, message=empty, files=[])
    left = [file for file in said.files if file.withdrawn_at is None]
    gone = [
        FileLink("", "", "", 0, False, withdrawn_at=file.withdrawn_at, withdrawn_why=file.withdrawn_why)
        for file in said.files
        if file.withdrawn_at is not None
    ]
    return said if not gone else replace(said, files=left, gone=gone)


def conversation(*thread_ids: int) -> list[Said]:
    """All of it, notes too, oldest first: for staff. One statement."""
    return _read(thread_ids, Direction.values)


def with_the_citizen(*thread_ids: int) -> list[Said]:
    """The same without the notes and without what was withdrawn, but with what can still be taken back and what was: ask of each
    whether it is out.
    """
    return [as_told_outside(said) for said in _read(thread_ids, [Direction.IN, Direction.OUT])]


def public_conversation(*thread_ids: int, at: datetime) -> list[Said]:
    """What the citizen said and what was sent to them by that moment, oldest first. Never a note. One statement."""
    return [said for said in with_the_citizen(*thread_ids) if said.message.is_out(at)]


def whole_public_conversation(*thread_ids: int, at: datetime) -> list[Said]:
    """All that was said to and by the citizen, however much, oldest first: for who takes it along. Never a note. One statement."""
    rows = Message.objects.filter(thread__in=thread_ids, direction__in=[Direction.IN, Direction.OUT])
    return [as_told_outside(_said(row)) for row in _with_files(rows).order_by("at", "pk") if row.is_out(at)]


_CONVERSATIONS: Shapes[Message] = Shapes()


def _read(thread_ids: Sequence[int], directions: Sequence[str]) -> list[Said]:
    holes = {HOLE + place: pk for place, pk in enumerate(dict.fromkeys(thread_ids))}
    if not holes:
        return []
    messages = Message.objects.filter(thread__in=list(holes), direction__in=directions)
    ready = _CONVERSATIONS.get((len(holes), tuple(directions)), lambda: Prepared(_conversation(messages), *holes))
    return [_said(row) for row in ready.ask(holes)][::-1]


def shown_body(message: Message) -> str:
    """The text for a page: the mark of the link says nothing there, so it is left out."""
    return "\n".join(line for line in message.body.splitlines() if line.strip() != LINK_MARK)


def threads_behind(token: str, *, at: datetime) -> QuerySet[Link, int]:
    """The thread (id) a tracking token opens at that moment, as a query to build upon: none when unknown, expired, revoked."""
    found = Link.objects.filter(digest=digest(as_printed(token)), expires_at__gt=at, revoked_at=None)
    return found.values_list("thread_id", flat=True)


def sent_among(public_ids: Sequence[UUID]) -> list[Message]:
    """The messages of ours with these ids, in this order. Who names one had it, or saw it."""
    found = Message.objects.in_bulk(list(public_ids), field_name="public_id")
    return [row for public_id in public_ids if (row := found.get(public_id)) and row.direction == Direction.OUT]


def was_written_to(thread_id: int, address: str) -> bool:
    """Whether a message of this conversation went to that address."""
    ours = Message.objects.filter(thread=thread_id, direction=Direction.OUT, to_address__iexact=address.strip())
    return ours.exclude(delivery=Delivery.TAKEN_BACK).exists()


def file_in_threads(file_public_id: str, thread_ids: Iterable[int]) -> Attachment | None:
    """The attachment with that file in one of these threads, for staff. None for text that is no id."""
    return _attachments(file_public_id, thread_ids).first()


def public_file_in_threads(file_public_id: str, thread_ids: Iterable[int], *, at: datetime) -> Attachment | None:
    """The same for the citizen: not what hangs on a note, nor on a message that has not left by then, nor what was withdrawn."""
    outside = _attachments(file_public_id, thread_ids).exclude(message__direction=Direction.NOTE)
    outside = outside.filter(withdrawn_at=None)
    return next((one for one in outside.select_related("message") if one.message.is_out(at)), None)


def files_said(public_ids: Iterable[str], thread_ids: Iterable[int]) -> list[StoredFile]:
    """Of these files those that came from outside or went there in these threads: not what hangs on a note, nor what was
    withdrawn. One statement.
    """
    said = Attachment.objects.filter(message__thread__in=list(thread_ids), withdrawn_at=None)
    said = said.exclude(message__direction=Direction.NOTE)
    return _of(public_ids, said.exclude(message__delivery=Delivery.TAKEN_BACK))


def files_of_notes(public_ids: Iterable[str], thread_ids: Iterable[int]) -> list[StoredFile]:
    """Of these files those that hang on a note in these threads. One statement."""
    return _of(
        public_ids, Attachment.objects.filter(message__thread__in=list(thread_ids), message__direction=Direction.NOTE)
    )


def _of(public_ids: Iterable[str], hung: QuerySet[Attachment]) -> list[StoredFile]:
    known = [public_id for public_id in public_ids if _is_id(public_id)]
    return (
        list(StoredFile.objects.filter(public_id__in=known, pk__in=hung.values("file")).order_by("pk")) if known else []
    )


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _attachments(file_public_id: str, thread_ids: Iterable[int]) -> QuerySet[Attachment]:
    try:
        public_id = UUID(file_public_id)
    except ValueError:
        return Attachment.objects.none()
    here = {"file__public_id": public_id, "message__thread__in": list(thread_ids)}
    return Attachment.objects.select_related("file").filter(**here)
