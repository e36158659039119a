"""To which conversation a mail belongs: by what only who had a mail of ours can know. A number in the subject is a hint, no more."""

import re
from dataclasses import dataclass
from uuid import UUID

from gehoor.correspondence.models import Message
from gehoor.correspondence.queries import sent_among, was_written_to
from gehoor.correspondence.replies import thread_of_address
from gehoor.dossiers.inquiries import inquiry_with
from gehoor.dossiers.models import Dossier
from gehoor.kernel.references import parse_reference
from gehoor.mailroom.apart.mail import Mail

_OUR_ID = re.compile(r"<?([0-9a-f]{32})@[^<>\s]+>?", re.ASCII)
_NUMBER = re.compile(r"(?<!\d)(\d{4}\s?[-./ ]\s?\d{5,9}\s?[-./ ]\s?\d)(?!\d)", re.ASCII)


@dataclass(frozen=True)
class Belonging:
    """``thread_id``: where it certainly belongs; ``maybe_of``: the number of a dossier it may belong to, for a person to judge."""

    thread_id: int | None = None
    maybe_of: str = ""


def belonging_of(mail: Mail, *, forged: bool) -> Belonging:
    """A mail belongs to a conversation when it holds our unguessable id or reply address *and* comes from an address we wrote to.

    Anything less (another sender, a sender our mail server does not believe, a number in the subject) only suggests.
    """
    threads = _threads_named(mail)
    for thread_id in threads:
        if mail.from_address and not forged and was_written_to(thread_id, mail.from_address):
            return Belonging(thread_id)
    if threads:
        return Belonging(maybe_of=_reference_of(threads[0]))
    return Belonging(maybe_of=_number_in(mail.subject))


def returned_messages(mail: Mail) -> list[Message]:
    """The messages of ours that a mail server sends back or names."""
    return sent_among(_ids([*mail.returned, *mail.refers_to, *mail.mentions]))


def _threads_named(mail: Mail) -> list[int]:
    by_id = [message.thread_id for message in sent_among(_ids(mail.refers_to))]
    by_address = [thread_id for address in mail.to if (thread_id := thread_of_address(address)) is not None]
    return list(dict.fromkeys([*by_id, *by_address]))


def _ids(names: list[str] | tuple[str, ...]) -> list[UUID]:
    return [UUID(match[1]) for name in names if (match := _OUR_ID.fullmatch(name))]


def _reference_of(thread_id: int) -> str:
    asked = inquiry_with(thread_id)
    if asked is not None:
        return asked.dossier.reference
    return Dossier.objects.filter(thread=thread_id).values_list("reference", flat=True).first() or ""


def _number_in(subject: str) -> str:
    """The first number in the subject that is one of ours."""
    numbers = [reference for text in _NUMBER.findall(subject) if (reference := parse_reference(text))]
    return Dossier.objects.filter(reference__in=numbers[:5]).values_list("reference", flat=True).first() or ""
