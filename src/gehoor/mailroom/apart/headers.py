"""The head of a mail: names, addresses and words out of bytes that promise nothing. Pure."""

import re
from collections.abc import Iterable
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parseaddr

LONGEST = 8_000
"""Characters of one header that are looked at."""
MARKS = (
    "auto-submitted",
    "list-id",
    "list-unsubscribe",
    "list-post",
    "precedence",
    "return-path",
    "x-auto-response-suppress",
    "x-autoreply",
    "x-autorespond",
    "x-auto-reply",
    "x-failed-recipients",
    "feedback-type",
)
"""The headers that say that a machine sent it, or that a machine may not answer."""
_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,10}[A-Za-z][A-Za-z0-9-]{1,62}",
    re.ASCII,
)
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")
_NOT_TEXT = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf_7", "utf-7"})


def clean(text: str, most: int) -> str:
    """Valid Unicode without control characters (but for tab and new line), at most so long."""
    kept = text[: most * 2].replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in kept if c in "\t\n" or (c >= " " and c != "\x7f" and not "\ud800" <= c <= "\udfff"))
    return kept[:most]


def decoded_bytes(content: bytes, charset: str | None) -> str:
    """Bytes as text: the charset they say, else UTF-8, else what Western mail usually is."""
    for name in (charset, "utf-8"):
        if name and name.lower().replace("-", "_") not in _NOT_TEXT:
            try:
                return content.decode(name)
            except (LookupError, ValueError):
                continue
    return content.decode("cp1252", "replace")


def raw_values(message: Message, name: str) -> list[str]:
    """Each header of that name as it came, unfolded, not decoded, cut."""
    found = [value for key, value in message.raw_items() if key.lower() == name]
    return [" ".join(str(value)[:LONGEST].split()) for value in found[:50]]


def first(message: Message, name: str) -> str:
    """The first header of that name, not decoded; empty when there is none."""
    return next(iter(raw_values(message, name)), "")


def decoded(value: str, most: int = 1_000) -> str:
    """A header for people: encoded words (RFC 2047) and bare eight-bit text read, on one line."""
    plain = decoded_bytes(value.encode("utf-8", "surrogateescape"), None)
    try:
        words = [(word, charset) for word, charset in decode_header(plain)]
        plain = "".join(word if isinstance(word, str) else decoded_bytes(word, charset) for word, charset in words)
    except Exception:  # noqa: S110 - a broken encoded word is shown as it came
        pass
    return " ".join(clean(plain, most).split())


def sender(message: Message) -> tuple[str, str]:
    """Name and address of the first From; an address that is none is empty."""
    value = first(message, "from")
    try:
        name, address = parseaddr(value)
    except Exception:  # crafted: 250 open parentheses
        name, address = "", value
    if not is_address(address):
        found = _ADDRESS.search(value)
        name, address = name or value, found.group() if found else ""
    shown = decoded(name, 150)
    return ("" if shown == address else shown), address[:254]


def is_address(text: str) -> bool:
    """Whether a mail server would take it as an address."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None and ".." not in text


def addresses(message: Message, *names: str) -> tuple[str, ...]:
    """The addresses in these headers, in lower case, at most a hundred."""
    values = [value for name in names for value in raw_values(message, name)]
    try:
        pairs = getaddresses(values)
    except Exception:  # crafted
        pairs = []
    found = [address.lower() for _, address in pairs if is_address(address)]
    return tuple(dict.fromkeys(found))[:100]


def message_ids(values: Iterable[str]) -> tuple[str, ...]:
    """The Message-IDs in these header values, in order, at most fifty."""
    found = [clean(one, 252) for value in values for one in _MESSAGE_ID.findall(value)]
    return tuple(dict.fromkeys(found))[:50]
