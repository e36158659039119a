"""The conversation of a dossier with what happened in between, and its whole history in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from gehoor.desk.outside import OUTSIDER, lines_outside
from gehoor.dossiers.lifecycle import CLOSE_REASON_LABELS, KIND_LABELS, CloseReason, Kind
from gehoor.journal.entries import sentence_of
from gehoor.kernel.actors import ActorKind
from gehoor.web.talk import Line, line_of

if TYPE_CHECKING:
    from gehoor.dossiers.queries import DossierPage
    from gehoor.journal.models import Entry

_ICONS = {
    "dossiers.routed": "arrow",
    "dossiers.returned": "back",
    "dossiers.assigned": "person",
    "dossiers.closed": "check",
    "dossiers.reopened": "back",
    "dossiers.solved": "check",
    "dossiers.not_solved": "warning",
    "dossiers.withdrawn": "back",
    "dossiers.deadline_paused": "pause",
}
"""The facts that are told between the messages, with their picture; the others stand in the history only."""


@dataclass(frozen=True)
class Fact:
    """One line of the history."""

    at: datetime
    text: str
    who: str
    detail: str


def conversation_of(page: "DossierPage", departments: dict[int, str]) -> list[Line]:
    """Messages, notes and the facts in between, oldest first."""
    offers = {offer["message"]: offer for offer in page.offers}
    originals: dict[int, list[dict[str, Any]]] = {}
    for correction in page.corrections:
        originals.setdefault(correction["message"] or 0, []).append(correction)
    lines = [line_of(said, offers.get(said.message.pk), originals.get(said.message.pk, [])) for said in page.messages]
    lines += lines_outside(page.outside, page.inquiries)
    for entry in page.entries:
        if entry.verb in _ICONS:
            text, detail = _told(entry, page, departments)
            told = f"{text}: {detail}" if detail else text
            lines.append(Line("event", entry.at, told, icon=_ICONS[entry.verb]))
    return sorted(lines, key=lambda line: line.at)


def history_of(page: "DossierPage", departments: dict[int, str]) -> list[Fact]:
    """Everything that happened, newest first, in the words for staff."""
    facts = []
    for entry in reversed(page.entries):
        text, detail = _told(entry, page, departments, with_name=False)
        facts.append(Fact(entry.at, text, _who(entry, page), detail))
    return facts


def _who(entry: "Entry", page: "DossierPage") -> str:
    if entry.actor_kind == ActorKind.SYSTEM:
        return "Gehoor"
    if entry.actor_kind == ActorKind.CITIZEN:
        return page.dossier.reporter_name or "de melder"
    if entry.actor_kind == ActorKind.OUTSIDE:
        return OUTSIDER
    return page.names.get(entry.actor_id or 0, "een medewerker")


def _told(
    entry: "Entry", page: "DossierPage", departments: dict[int, str], *, with_name: bool = True
) -> tuple[str, str]:
    """The sentence of a fact, and what belongs to it: a reason, a department, words of the reporter."""
    text = sentence_of(entry.verb, entry.payload)
    who = f" door {_who(entry, page)}" if with_name and entry.verb in _BY else ""
    tell = _DETAILS.get(entry.verb)
    return text + who, tell(entry.payload, page, departments) if tell else ""


_BY = {"dossiers.routed", "dossiers.returned", "dossiers.assigned", "dossiers.closed", "dossiers.reopened"}


def _routed(payload: dict[str, Any], page: "DossierPage", departments: dict[int, str]) -> str:
    name = departments.get(payload.get("department") or 0, "")
    colleague = _assigned(payload, page, departments)
    return f"{name}, {colleague}" if colleague else name


def _assigned(payload: dict[str, Any], page: "DossierPage", departments: dict[int, str]) -> str:
    row = _assignment(payload, page)
    return str(row["staff"] or "") if row else ""


def _returned(payload: dict[str, Any], page: "DossierPage", departments: dict[int, str]) -> str:
    row = _assignment(payload, page)
    return str(row["reason"]) if row else ""


def _assignment(payload: dict[str, Any], page: "DossierPage") -> dict[str, Any] | None:
    return next((row for row in page.assignments if row["pk"] == payload.get("assignment")), None)


def _closed(payload: dict[str, Any], page: "DossierPage", departments: dict[int, str]) -> str:
    return CLOSE_REASON_LABELS[CloseReason(payload["reason"])]


def _replied(payload: dict[str, Any], page: "DossierPage", departments: dict[int, str]) -> str:
    offer = next((row for row in page.offers if row["pk"] == payload.get("offer")), None)
    return f"“{offer['reply_text']}”" if offer and offer["reply_text"] else ""


def _renamed(payload: dict[str, Any], page: "DossierPage", departments: dict[int, str]) -> str:
    return f"van {KIND_LABELS[Kind(payload['before'])].lower()} naar {KIND_LABELS[Kind(payload['after'])].lower()}"


_FIELDS = {"title": "titel", "place": "plaats", "occurred": "wanneer het gebeurde", "message": "bericht"}


def _corrected(payload: dict[str, Any], page: "DossierPage", departments: dict[int, str]) -> str:
    return _FIELDS.get(payload.get("field", ""), "")


_DETAILS = {
    "dossiers.routed": _routed,
    "dossiers.assigned": _assigned,
    "dossiers.returned": _returned,
    "dossiers.closed": _closed,
    "dossiers.solved": _replied,
    "dossiers.not_solved": _replied,
    "dossiers.kind_changed": _renamed,
    "dossiers.corrected": _corrected,
}
