"""Reading the stories of the demo city: what people said and what was done, as data.

A line of a story is ``DAY HH:MM WHO VERB: what`` — the day counts from the receipt. ``stories/README.md`` says it all.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Any

import yaml

from gehoor.dossiers.lifecycle import Kind

FOLDER = Path(__file__).with_name("stories")
_WHEN = re.compile(r"(-?\d+) (\d{1,2}):(\d{2})", re.ASCII)
_LINE = re.compile(r"(\d+) (\d{1,2}):(\d{2}) (.+)", re.ASCII)
_KNOWN = frozenset(
    {
        *("name", "kind", "received", "due", "term", "by", "medium", "route", "registered_by", "same_contact_as"),
        *("place", "occurred", "title", "text", "first_line", "wished_outcome", "named", "department", "represents"),
        *("files", "answered", "call_back", "forwarded", "shows", "then"),
    }
)


class StoryError(ValueError):
    """A story that cannot be told; the message names the story and what is wrong."""


@dataclass(frozen=True)
class Line:
    """One thing that happened. ``said``: a text, a mapping, or None."""

    day: int
    time: time
    who: str
    verb: str
    said: Any


@dataclass(frozen=True)
class Story:
    """One matter. ``days_ago`` is None when the story says when it is due instead (``due_in`` days, of ``term``)."""

    name: str
    kind: Kind
    time: time
    text: str
    days_ago: int | None = None
    due_in: int = 0
    term: str = ""
    by: dict[str, str] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    shows: str = ""

    @property
    def registered_by(self) -> str:
        """Who of the city typed it in; empty when it came over the web."""
        return str(self.told.get("registered_by", ""))

    @property
    def same_contact_as(self) -> str:
        """The story that came in the same call or visit."""
        return str(self.told.get("same_contact_as", ""))


def stories(verbs: Collection[str]) -> list[Story]:
    """All stories, by file; ``verbs`` are those that lines may use. Raises :class:`StoryError`."""
    found = [
        _story(told, verbs, where=f"{path.name}: {told.get('name', f'nr. {number}')}")
        for path in sorted(FOLDER.glob("*.yaml"))
        for number, told in enumerate(_read(path), 1)
    ]
    names = [story.name for story in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise StoryError(f"told twice: {', '.join(twice)}")
    return found


def _read(path: Path) -> list[dict[str, Any]]:
    """The rows of one file; by the quick reader of plain values where there is one."""
    reader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(path.read_text(encoding="utf-8"))
    try:
        rows: list[dict[str, Any]] = reader.get_single_data()
    finally:
        reader.dispose()
    return rows


def _story(told: dict[str, Any], verbs: Collection[str], *, where: str) -> Story:
    if unknown := told.keys() - _KNOWN:
        raise StoryError(f"{where}: {', '.join(sorted(unknown))} cannot stand in a story")
    for name in ("name", "kind", "text"):
        if not told.get(name):
            raise StoryError(f"{where}: {name} is missing")
    if ("received" in told) == ("due" in told):
        raise StoryError(f"{where}: say either when it was received or when it is due")
    day, at = _moment(told.get("received", told.get("due")), where)
    rest = {k: v for k, v in told.items() if k not in {"name", "kind", "text", "received", "due", "by", "then"}}
    return Story(
        name=told["name"],
        kind=Kind(told["kind"]),
        time=at,
        text=told["text"],
        days_ago=day if "received" in told else None,
        due_in=0 if "received" in told else day,
        term=told.get("term", ""),
        by=told.get("by") or {},
        told=rest,
        lines=tuple(_lines(told.get("then") or [], verbs, where)),
        shows=told.get("shows", ""),
    )


def _moment(said: object, where: str) -> tuple[int, time]:
    found = _WHEN.fullmatch(str(said))
    if found is None:
        raise StoryError(f"{where}: {said!r} is not a number of days and a time, as in 12 08:30")
    return int(found[1]), time(int(found[2]), int(found[3]))


def _lines(rows: list[dict[str, Any]], verbs: Collection[str], where: str) -> Iterable[Line]:
    by_length = sorted(verbs, key=len, reverse=True)
    for row in rows:
        (key, said), *more = row.items()
        found = _LINE.fullmatch(key)
        verb = next((verb for verb in by_length if key.endswith(f" {verb}")), None)
        if more or found is None or verb is None:
            raise StoryError(f"{where}: {key!r} is not a day, a time, somebody and a verb")
        if isinstance(said, dict) and None in said.values():
            raise StoryError(f"{where}: {key!r} breaks off; a text with a comma between braces needs quotes")
        who = found[4].removesuffix(verb).strip()
        yield Line(int(found[1]), time(int(found[2]), int(found[3])), who, verb, said)
