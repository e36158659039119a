"""What became of a message to the outside, in words: queued, sent, come back, read on the tracking page."""

from datetime import datetime
from typing import TYPE_CHECKING

from gehoor.kernel.clock import now, today
from gehoor.mailroom.reasons import why_not_arrived
from gehoor.web.words import with_time

if TYPE_CHECKING:
    from gehoor.correspondence.models import Message
    from gehoor.correspondence.queries import Said

_FATES = {
    "sent": ("check", "e-mail verstuurd"),
    "post": ("warning", "moet nog per post weg"),
    "taken_back": ("back", "teruggehaald: dit vertrok niet"),
    "withdrawn": ("back", "ingetrokken: vertrok niet meer"),
    "none": ("file", "te lezen op de volgpagina, geen e-mailadres"),
}
OUTSIDE = frozenset({"inquiry", "inquiry_reminder"})
"""The letters to somebody outside the city, who has a page of one question and no postal address with us."""


def fate_of(said: "Said") -> tuple[str, str]:
    """``(pictogram, words)``; both empty for what does not go out."""
    message = said.message
    icon, words = _fate(message)
    if not words or said.seen_at is None:
        return icon, words
    return ("check" if icon == "file" else icon), f"{words} · geopend {_where(message)}, {_at(said.seen_at)}"


def _fate(message: "Message") -> tuple[str, str]:
    if message.delivery == "failed":
        reason = why_not_arrived(message.failure)
        what = "e-mail kwam terug" if message.sent_at else "e-mail kwam niet aan"
        do = "kijk het adres na" if message.letter in OUTSIDE else "bel of stuur een brief"
        return "warning", f"{what}{f', {reason}' if reason else ''}: {do}"
    if message.held_until is not None and not message.is_out(now()) and message.delivery != "taken_back":
        return "clock", "vertrekt zo: terughalen kan nog"
    if message.delivery == "queued":
        return "clock", _waiting(message)
    if message.delivery == "sent" and message.medium == "letter":
        return "check", "per post verstuurd"
    return _FATES.get(message.delivery, ("", ""))


def _where(message: "Message") -> str:
    return "via de link" if message.letter in OUTSIDE else "op de volgpagina"


def _waiting(message: "Message") -> str:
    """Why it has not left yet, when that takes longer than a minute."""
    if message.retry_at is None or (not message.attempts and message.retry_at <= (message.held_until or message.at)):
        return "vertrekt zo per e-mail"
    if message.failure:
        return f"vertrok nog niet: de mailserver nam hem niet aan. We proberen opnieuw, {_at(message.retry_at)}"
    return f"vertrekt later: dit adres kreeg al veel e-mails. Ten vroegste {_at(message.retry_at)}"


def _at(moment: datetime) -> str:
    return with_time(moment, today())
