"""The composer: what somebody was writing already, and taking back what has not left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

if TYPE_CHECKING:
    from gehoor.dossiers.writing import Begun
    from gehoor.web.talk import Line

LEAVES = "Je bericht vertrekt over 20 seconden. Tot dan kan je het terughalen."
KEPT = "Je tekst is bewaard, alleen voor jou. Er is niets verstuurd."
INSERTED = "De tekst staat in je bericht. Lees hem na en vul aan."
BACK = "Het bericht is teruggehaald en vertrekt niet. Je tekst staat weer klaar."


@dataclass(frozen=True)
class Undo:
    """A message that can still be taken back: the seconds that are left, and where to."""

    seconds: int
    url: str


def with_undo(lines: "Sequence[Line]", *, route: str, reference: str, at: datetime) -> "list[Line]":
    """The lines, with a way back for what has not left."""
    return [_with_undo(line, route, reference, at) for line in lines]


def _with_undo(line: "Line", route: str, reference: str, at: datetime) -> "Line":
    if line.kind != "out" or line.held_until is None or line.held_until <= at:
        return line
    seconds = max(1, round((line.held_until - at).total_seconds()))
    return replace(line, undo=Undo(seconds, reverse(route, args=[reference, line.public_id])))


def offered(rows: "Iterable[dict[str, Any]]", step: str) -> list[dict[str, Any]]:
    """Of the texts that come back those for this step."""
    return sorted((row for row in rows if row["step"] in ("", step)), key=lambda row: str(row["title"]))


def first_version(version: int, unsent: "Begun | None") -> dict[str, Any]:
    """What the composer begins with: the version one sees, and the text that one kept or took back."""
    return {"version": version} if unsent is None else {"version": version, "text": unsent.text}
