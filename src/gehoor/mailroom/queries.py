"""Reading what came in by mail."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from gehoor.mailroom.models import Mailbox, RawMail
from gehoor.mailroom.reasons import sender_in_words

PATIENCE: Final = timedelta(minutes=15)
"""How long a mailbox may fail before people are told."""


@dataclass(frozen=True)
class MailNote:
    """What stands beside a message that came by mail. ``doubtful``: the sender may be somebody else; ``maybe_of``: a number."""

    public_id: str
    from_address: str
    doubtful: bool
    maybe_of: str
    left_out: tuple[str, ...]


def notes_of(message_ids: Collection[int]) -> dict[int, MailNote]:
    """By the id of the message, for those that came by mail and were kept. One statement, none when nothing is asked."""
    if not message_ids:
        return {}
    rows = RawMail.objects.filter(message__in=list(message_ids)).defer("html")
    return {row.message_id: _note(row) for row in rows if row.message_id is not None}


def _note(row: RawMail) -> MailNote:
    kind, _ = sender_in_words(row.authentication)
    return MailNote(str(row.public_id), row.from_address, kind == "late", row.maybe_of, tuple(row.left_out))


def failing_mailboxes(*, at: datetime) -> list[Mailbox]:
    """The active mailboxes that could not be read for fifteen minutes, by name. One statement."""
    return list(Mailbox.objects.filter(is_active=True, failing_since__lte=at - PATIENCE).order_by("name", "pk"))
