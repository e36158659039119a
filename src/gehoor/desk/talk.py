"""The conversation of a dossier with what happened in between, and its whole history in words."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from gehoor.correspondence.queries import FileLink, Said, shown_body
from gehoor.dossiers.lifecycle import CLOSE_REASON_LABELS, KIND_LABELS, CloseReason, Kind
from gehoor.journal.entries import UnknownVerb, entry_type
from gehoor.kernel.actors import ActorKind

if TYPE_CHECKING:
    from gehoor.dossiers.queries import DossierPage
    from gehoor.journal.models import Entry

_MEDIA = {
    "web": "via de website",
    "email": "via e-mail",
    "phone": "aan de telefoon",
    "counter": "aan het loket",
    "letter": "per brief",
    "social": "via sociale media",
}
_DELIVERIES = {
    "queued": ("clock", "vertrekt zo per e-mail"),
    "sent": ("check", "e-mail verstuurd"),
    "failed": ("warning", "e-mail kwam niet aan: bel of schrijf"),
    "none": ("file", "te lezen op de volgpagina, geen e-mailadres"),
}
_AUTOMATIC = {
    "received": "Automatische ontvangstmelding",
    "new_link": "Nieuwe link naar de volgpagina",
    "first_line_late": "Automatisch bericht: we zijn te laat",
}
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
class Line:
    """One thing in the conversation. ``kind``: ``in``, ``out``, ``auto``, ``note`` or ``event``."""

    kind: str
    at: datetime
    text: str
    pk: int = 0
    who: str = ""
    how: str = ""
    icon: str = ""
    delivery: str = ""
    failed: bool = False
    files: list[FileLink] = field(default_factory=list)
    offer: dict[str, Any] | None = None
    originals: list[dict[str, Any]] = field(default_factory=list)


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
    lines = [_said(said, offers.get(said.message.pk), originals.get(said.message.pk, [])) for said in page.messages]
    for entry in page.entries:
        if entry.verb in _ICONS:
            text, detail = _told(entry, page, departments)
            told = f"{text}: {detail}" if detail else text
            lines.append(Line("event", entry.at, told, icon=_ICONS[entry.verb]))
    return sorted(lines, key=lambda line: line.at)


def _said(said: Said, offer: dict[str, Any] | None, originals: list[dict[str, Any]]) -> Line:
    message = said.message
    if message.direction == "note":
        return Line("note", message.at, message.body, message.pk, message.author_name, files=said.files)
    if message.direction == "in":
        how = _MEDIA.get(message.medium, message.medium)
        return Line(
            "in", message.at, message.body, message.pk, message.author_name, how, files=said.files, originals=originals
        )
    icon, delivery = _DELIVERIES.get(message.delivery, ("", ""))
    automatic = _AUTOMATIC.get(message.letter, "")
    return Line(
        "auto" if automatic else "out",
        message.at,
        shown_body(message).strip(),
        message.pk,
        automatic or message.author_name,
        f"aan {message.to_name}" if message.to_name else "op de volgpagina",
        icon,
        delivery,
        message.delivery == "failed",
        said.files,
        offer,
    )


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
    return page.names.get(entry.actor_id or 0, "een medewerker")


def _told(
    entry: "Entry", page: "DossierPage", departments: dict[int, str], *, with_name: bool = True
) -> tuple[str, str]:
    """The sentence of a fact, and what belongs to it: a reason, a department, words of the reporter."""
    try:
        text = entry_type(entry.verb).sentence(entry.payload)
    except UnknownVerb:
        text = entry.verb
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
