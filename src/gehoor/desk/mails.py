"""What a conversation says beside a message that came by mail."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.urls import reverse

from gehoor.mailroom.queries import notes_of
from gehoor.web.talk import Line


@dataclass(frozen=True)
class MailLink:
    """``url``: the page of the mail; ``hint``: where it may belong, when that is not sure; ``left_out``: what stands in it only."""

    url: str
    sender: str
    doubtful: bool
    maybe_of: str
    left_out: tuple[str, ...]


def with_mails(lines: Iterable[Line], *, route: str, reference: str) -> list[Line]:
    """The lines, those that came by mail with what is known of the mail. One statement when there are such lines."""
    shown = list(lines)
    notes = notes_of([line.pk for line in shown if line.by_mail])
    return [
        replace(
            line,
            mail=MailLink(
                reverse(route, args=[reference, note.public_id]),
                note.from_address,
                note.doubtful,
                note.maybe_of,
                note.left_out,
            ),
        )
        if line.by_mail and (note := notes.get(line.pk))
        else line
        for line in shown
    ]
