"""From the bytes of a mail to a :class:`Mail`. Never asks the network, never trusts a length."""

import hashlib
import re
from email import policy
from email.message import Message
from email.parser import BytesParser
from pathlib import Path

from gehoor.mailroom.apart import limits
from gehoor.mailroom.apart.bodies import Node, contents_of
from gehoor.mailroom.apart.headers import (
    MARKS,
    addresses,
    clean,
    decoded,
    decoded_bytes,
    first,
    message_ids,
    raw_values,
    sender,
)
from gehoor.mailroom.apart.mail import Mail, Report

_OURS = re.compile(rb"\b[0-9a-f]{32}@[A-Za-z0-9.-]{1,190}", re.ASCII)
_HEADER = re.compile(r"^message-id:\s*(<[^<>\s]{1,250}>)", re.IGNORECASE | re.MULTILINE)


def read(raw: bytes, folder: Path) -> Mail:
    """The mail; its files are written in the folder. Raises ``TooMuch``, or whatever a parser raises on what is no mail."""
    head, body = _split(raw)
    if len(raw) > limits.MOST_BYTES or len(head) > limits.HEADER_BYTES or not head.strip():
        raise limits.TooMuch
    message: Node = BytesParser(policy=policy.compat32).parsebytes(raw)
    name, address = sender(message)
    found = contents_of(message, folder)
    text = found.text()
    return Mail(
        subject=decoded(first(message, "subject")),
        from_name=name,
        from_address=address,
        to=addresses(message, "to", "cc", "delivered-to", "x-original-to"),
        date=first(message, "date")[:100].encode("ascii", "replace").decode(),
        received=decoded(first(message, "received").rpartition(";")[2], 100),
        message_id=next(iter(message_ids([first(message, "message-id")])), ""),
        refers_to=_answers(message),
        returned=_returned(message),
        mentions=tuple(dict.fromkeys(hit.decode() for hit in _OURS.findall(raw[:2_000_000])[:50])),
        marks={mark: decoded(first(message, mark), 300) for mark in MARKS if _has(message, mark)},
        content_type=message.get_content_type()[:100],
        report_type=decoded(str(message.get_param("report-type", "")), 60).lower(),
        authentication=tuple(decoded(value, 2_000) for value in raw_values(message, "authentication-results")[:5]),
        text=text,
        html=found.html(),
        parts=tuple(found.parts),
        reports=tuple(_reports(message)),
        body_hash=hashlib.sha256(body.replace(b"\r\n", b"\n").strip()).hexdigest(),
        left_out=tuple(dict.fromkeys(found.left_out))[:50],
    )


def _split(raw: bytes) -> tuple[bytes, bytes]:
    places = [place for mark in (b"\n\n", b"\r\n\r\n") if (place := raw.find(mark)) >= 0]
    end = min(places, default=len(raw))
    return raw[:end], raw[end:]


def _has(message: Node, name: str) -> bool:
    return any(key.lower() == name for key, _ in message.raw_items())


def _answers(message: Node) -> tuple[str, ...]:
    references = message_ids(raw_values(message, "references"))
    return tuple(dict.fromkeys((*message_ids(raw_values(message, "in-reply-to")), *reversed(references))))


def _parts(message: Node) -> list[Node]:
    return [part for part, _ in zip(message.walk(), range(limits.PARTS), strict=False)]


def _returned(message: Node) -> tuple[str, ...]:
    """The Message-IDs of mails it sends back: attached whole, or only their head."""
    found: list[str] = []
    for part in _parts(message):
        kind = part.get_content_type()
        payload = part.get_payload()
        if kind == "message/rfc822" and isinstance(payload, list) and payload and isinstance(payload[0], Message):
            found += message_ids(raw_values(payload[0], "message-id"))
        elif kind == "text/rfc822-headers":
            content = part.get_payload(decode=True)
            found += _HEADER.findall(decoded_bytes(content, None)[:100_000] if isinstance(content, bytes) else "")
    return tuple(dict.fromkeys(found))[:50]


def _reports(message: Node) -> list[Report]:
    blocks = [
        block
        for part in _parts(message)
        if part.get_content_type() == "message/delivery-status" and isinstance(part.get_payload(), list)
        for block in part.get_payload()
        if isinstance(block, Message) and _has(block, "action")
    ]
    return [
        Report(
            action=decoded(first(block, "action"), 20).lower(),
            status=decoded(first(block, "status"), 20),
            recipient=clean(decoded(first(block, "final-recipient")).partition(";")[2].strip(), 254),
            diagnostic=decoded(first(block, "diagnostic-code"), 300),
        )
        for block in blocks[:20]
    ]
