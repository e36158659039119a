"""What can happen, as values: one ``EntryType`` per kind of fact, registered when it is made.

An entry holds ids, codes, dates and booleans: never free text, never a name. What a person wrote stands on a row of its own,
which can be corrected or erased; the entry holds that row's id and, where the wording must be provable, a salted hash of it.
Erase the row with its salt and the hash says nothing any more: that is how an entry is shredded without touching the chain.
"""

import hashlib
import hmac
import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import Enum
from typing import Final, TypeAlias
from uuid import UUID

Scalar: TypeAlias = int | str | bool | date | UUID | None
Value: TypeAlias = Scalar | Sequence[Scalar]
"""What an action may pass: dates, times, enums and UUIDs become strings. ``datetime`` is a ``date``."""
Plain: TypeAlias = int | str | bool | None
Payload: TypeAlias = dict[str, Plain | list[Plain]]
"""What is kept: JSON without fractions and without nesting."""

MAX_TEXT: Final = 64
MAX_ITEMS: Final = 50
MAX_INTEGER: Final = 2**53 - 1
"""Beyond this, JSON readers disagree about a number."""

_VERB = re.compile(r"[a-z][a-z_]*(\.[a-z][a-z_]*)+", re.ASCII)
_FIELD = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9_.:@+/-]*", re.ASCII)
_PERSONAL = re.compile(r"[^@]+@[^@]+\.[A-Za-z]{2,}|\+?[0-9]{8,15}", re.ASCII)
"""An e-mail address, or digits that may be a phone or national register number (an id is passed as an int)."""
_RESERVED = frozenset({"entry", "chain", "by", "at"})
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)


class Shred:
    """How an entry type forgets: the payload fields that mean nothing once the row they point to is erased."""

    NOTHING: Final[tuple[str, ...]] = ()
    """The payload holds ids, codes and dates only."""


class UnknownVerb(LookupError):
    """No entry type was registered under this verb."""


class PayloadRefused(ValueError):
    """A payload holds something an entry may not hold; a mistake of the programmer."""


@dataclass(frozen=True)
class EntryType:
    """A kind of fact. ``verb`` is ``room.past_participle`` and is never renamed: old entries carry it.

    ``text`` is the Dutch sentence staff read on the timeline, ``public_text`` the one a citizen reads (empty: not for citizens).
    Both may name payload fields: ``"De termijn loopt nu tot {due_on}"``.
    ``shred`` lists the fields that hold a salted hash; ``Shred.NOTHING`` says in so many words that there are none.
    """

    verb: str
    text: str
    fields: tuple[str, ...] = ()
    public_text: str = ""
    shred: tuple[str, ...] = field(kw_only=True)

    def __post_init__(self) -> None:
        if not _VERB.fullmatch(self.verb):
            raise ValueError(f"{self.verb!r} is not a verb like 'complaints.admitted'")
        if self.verb in _TYPES:
            raise ValueError(f"The verb {self.verb!r} is already taken")
        wrong = [name for name in self.fields if not _FIELD.fullmatch(name) or name in _RESERVED]
        if wrong:
            raise ValueError(f"{self.verb}: {wrong} cannot be payload fields")
        unknown = (set(self.shred) | _placeholders(self.text) | _placeholders(self.public_text)) - set(self.fields)
        if unknown:
            raise ValueError(f"{self.verb}: {sorted(unknown)} are not among its fields")
        _TYPES[self.verb] = self

    @property
    def public(self) -> bool:
        """A citizen may see this on the timeline."""
        return bool(self.public_text)

    def payload(self, values: Mapping[str, Value]) -> Payload:
        """The values as they will be kept. Raises ``PayloadRefused`` for an unknown field or anything like free text."""
        unknown = values.keys() - set(self.fields)
        if unknown:
            raise PayloadRefused(f"{self.verb} has no field {', '.join(sorted(unknown))}")
        return {name: _plain(f"{self.verb}.{name}", value) for name, value in values.items()}

    def sentence(self, payload: Payload) -> str:
        """What staff read."""
        return _fill(self.text, payload)

    def public_sentence(self, payload: Payload) -> str:
        """What a citizen reads; empty when it is not for citizens."""
        return _fill(self.public_text, payload)


_TYPES: dict[str, EntryType] = {}


def entry_type(verb: str) -> EntryType:
    """The type registered under a verb."""
    try:
        return _TYPES[verb]
    except KeyError:
        raise UnknownVerb(verb) from None


def sentence_of(verb: str, payload: Payload) -> str:
    """What staff read of an entry; the verb itself when this version of the code no longer knows it."""
    try:
        return entry_type(verb).sentence(payload)
    except UnknownVerb:
        return verb


def all_types() -> tuple[EntryType, ...]:
    """Every registered type, by verb."""
    return tuple(_TYPES[verb] for verb in sorted(_TYPES))


MESSAGE = "message:"


def dossier_chain(dossier_id: int) -> str:
    """The chain of one dossier: ``"dossier:42"``."""
    return f"dossier:{dossier_id}"


def message_chain(message_id: int) -> str:
    """Who looked at one message. Nothing is written in it: what is done with a message stands in the chain of its dossier."""
    return f"{MESSAGE}{message_id}"


def room_chain(room: str) -> str:
    """The chain of a room, for facts that belong to no dossier: ``"room:organisation"``."""
    return f"room:{room}"


def salted(text: str, salt: str) -> str:
    """A hash (64 hexadecimal digits) that proves a wording while its salt exists. Keep the salt on the row of the text."""
    return hmac.new(salt.encode(), text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def utc_text(moment: datetime) -> str:
    """A moment in its one spelling: UTC, six decimals, ``2026-10-19T06:12:00.000000Z``. Raises on a naive one."""
    if moment.tzinfo is None:
        raise PayloadRefused(f"{moment} has no time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _plain(where: str, value: Value) -> Plain | list[Plain]:
    if isinstance(value, list | tuple):
        if len(value) > MAX_ITEMS:
            raise PayloadRefused(f"{where}: more than {MAX_ITEMS} values")
        return [_scalar(where, item) for item in value]
    return _scalar(where, value)


def _scalar(where: str, value: object) -> Plain:
    if isinstance(value, Enum):
        value = value.value
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise PayloadRefused(f"{where}: the number is too large")
        return int(value)
    if isinstance(value, str):
        return _code(where, value)
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise PayloadRefused(f"{where}: {type(value).__name__} cannot stand in an entry")


def _code(where: str, text: str) -> str:
    if len(text) > MAX_TEXT or not _CODE.fullmatch(text) or _PERSONAL.fullmatch(text):
        raise PayloadRefused(f"{where}: an entry holds ids, codes and dates, never free text or personal data")
    return str(text)


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _fill(text: str, payload: Payload) -> str:
    return text.format_map({name: _shown(payload.get(name)) for name in _placeholders(text)})


def _shown(value: Plain | list[Plain]) -> str:
    if isinstance(value, list):
        return ", ".join(_shown(item) for item in value)
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, str) and _ISO_DAY.fullmatch(value):
        return f"{int(value[8:])} {_MONTHS[int(value[5:7]) - 1]} {value[:4]}"
    return str(value)
