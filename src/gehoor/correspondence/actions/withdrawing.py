"""Withdrawing what was sent, or came in, by mistake: kept for the city, gone for everybody outside."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gehoor.correspondence.actions import attach
from gehoor.correspondence.models import Attachment, Delivery, Direction, Message, Thread
from gehoor.files.models import StoredFile

_NOT_LEFT = (Delivery.QUEUED, Delivery.POST)


@transaction.atomic
def withdraw(message_id: int, *, why: str, at: datetime) -> Message | None:
    """Outside it is gone from now on, with its files; mail or letter that did not leave will not. As it was before; None when it
    was withdrawn already, or is not outside yet.

    The worker holds the row while it sends, so of the two one is first.
    """
    before = Message.objects.select_for_update().get(pk=message_id)
    if before.withdrawn_at is not None or not before.is_out(at):
        return None
    row = Message.objects.filter(pk=message_id)
    row.update(withdrawn_at=at, withdrawn_why=why)
    row.filter(delivery__in=_NOT_LEFT).update(delivery=Delivery.WITHDRAWN, retry_at=None)
    Attachment.objects.filter(message=message_id, withdrawn_at=None).update(withdrawn_at=at, withdrawn_why=why)
    return before


@transaction.atomic
def withdraw_files(message: Message, files: Collection[UUID], *, why: str, at: datetime) -> list[StoredFile]:
    """These files of a message are gone outside, also where they went along with another message of ours in this conversation.
    Those that were not gone already.
    """
    sent = Attachment.objects.filter(message__thread=message.thread_id, message__direction=Direction.OUT)
    here = sent.filter(message=message, withdrawn_at=None, file__public_id__in=list(files))
    found = [row.file for row in here.select_for_update(of=["self"]).select_related("file")]
    sent.filter(file__in=found, withdrawn_at=None).update(withdrawn_at=at, withdrawn_why=why)
    return found


def copy_to(thread: Thread, message: Message) -> Message:
    """The same words and files in another conversation, at the moment they were said. For what came in, and for notes."""
    there = Message.objects.create(
        thread=thread,
        direction=message.direction,
        medium=message.medium,
        author_id=message.author_id,
        author_name=message.author_name,
        author_title=message.author_title,
        subject=message.subject,
        body=message.body,
        at=message.at,
    )
    attach(there, files_of(message))
    return there


def files_of(message: Message) -> list[StoredFile]:
    """The files of a message, withdrawn or not."""
    return [row.file for row in Attachment.objects.filter(message=message).select_related("file")]
