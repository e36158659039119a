"""The conversation of a complaint and of the first line it came from, what happened in between, and its whole history in words."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gehoor.correspondence.queries import Said
from gehoor.desk.outside import OUTSIDER, lines_outside
from gehoor.desk.talk import Fact
from gehoor.journal.entries import sentence_of
from gehoor.kernel.actors import ActorKind
from gehoor.web.talk import Line, line_of

if TYPE_CHECKING:
    from gehoor.complaints.pages import ComplaintPage
    from gehoor.journal.models import Entry

_ICONS = {
    "complaints.clarified": "check",
    "complaints.came_back": "back",
    "complaints.admitted": "check",
    "complaints.rejected": "cross",
    "complaints.requalified": "arrow",
    "complaints.handler_assigned": "person",
    "complaints.handler_released": "warning",
    "complaints.draft_submitted": "file",
    "complaints.draft_returned": "back",
    "complaints.agreed": "check",
    "complaints.differed": "scales",
    "complaints.advised": "scales",
    "complaints.decided": "scales",
    "complaints.accepted": "check",
    "complaints.refused": "cross",
    "complaints.no_reaction": "clock",
    "complaints.closed": "check",
    "complaints.withdrawn": "back",
    "complaints.satisfied": "check",
    "complaints.complainant_heard": "person",
    "complaints.heard": "person",
    "complaints.report_checked": "check",
    "complaints.suspended": "clock",
    "complaints.resumed": "check",
    "complaints.contact_agreed": "person",
    "complaints.contact_plan_ended": "person",
    "complaints.joined": "arrow",
    "complaints.joined_here": "arrow",
    "complaints.taken_apart": "back",
    "complaints.joined_left": "back",
    "complaints.followed": "check",
    "complaints.mediated": "check",
    "complaints.account_reminded": "clock",
    "complaints.account_asked": "mail",
    "complaints.account_given": "mail",
    "complaints.referred": "arrow",
    "complaints.concluded": "scales",
    "complaints.told_late": "warning",
    "complaints.stage_begun": "arrow",
    "complaints.reaction_reminded": "clock",
    "complaints.commitment_made": "task",
    "complaints.commitment_kept": "check",
    "complaints.commitment_late": "warning",
    "complaints.commitment_moved": "clock",
    "complaints.commitment_withdrawn": "back",
    "complaints.first_line_passed": "clock",
    "complaints.reaction_passed": "clock",
}
"""The facts that are told between the messages, with their picture; the others stand in the history only."""
_LETTERS = {
    "complaint_acknowledged": "Ontvangstmelding van de klacht",
    "complaint_late": "Automatisch bericht: we zijn te laat",
    "next_stage": "Brief: een nieuwe behandeling door iemand anders",
    "proposal_reminder": "Automatisch bericht: we wachten op je reactie",
    "clarification_asked": "Brief: vraag om verduidelijking",
    "to_first_line": "Brief: de dienst bekijkt het eerst",
    "admitted": "Brief: de klacht is ontvankelijk",
    "rejected": "Brief: de klacht is niet ontvankelijk",
    "requalified": "Brief: geen klacht, verder behandeld als iets anders",
    "hearing_report": "Brief: verslag van ons gesprek",
    "mediated": "Brief: samen opgelost",
    "suspended": "Brief: we wachten met de klacht",
    "resumed": "Brief: we gaan verder",
    "contact_plan": "Brief: afspraak over ons contact",
    "contact_plan_ended": "Brief: de afspraak over ons contact stopt",
    "joined": "Brief: samen onderzocht met een andere klacht",
    "taken_apart": "Brief: weer apart onderzocht",
    "proposal": "Brief: ons voorstel",
    "closing": "Brief: ons besluit",
    "complaint_stopped": "Brief: de klacht is afgesloten",
    "commitment_kept": "Brief: gedaan wat we beloofden",
    "commitment_late": "Automatisch bericht: te laat met wat we beloofden",
    "commitment_moved": "Brief: wat we beloofden, komt later",
    "commitment_withdrawn": "Brief: wat we beloofden, gaat niet door",
    "referred": "Brief: de klacht is bij de ombudsman",
    "concluded": "Brief: de ombudsman gaf een besluit",
}
"""Letters with a fixed form are shown folded, under this title."""


def conversation_of(page: "ComplaintPage", departments: dict[int, str]) -> list[Line]:
    """Messages, notes and the facts in between, oldest first; what was said in the first line carries its number."""
    return sorted(_lines(page, departments), key=lambda line: line.at)


def _lines(page: "ComplaintPage", departments: dict[int, str]) -> Iterator[Line]:
    first_line = f"eerste lijn, {page.first_line['reference']}" if page.first_line else "eerste lijn"
    for said in page.messages:
        ours = said.message.thread_id == page.dossier.thread_id
        yield _said(said, where="" if ours else first_line)
    yield from lines_outside(page.outside, page.inquiries)
    for entry in page.entries:
        if entry.verb in _ICONS:
            detail = _detail(entry, page, departments)
            told = f"{sentence_of(entry.verb, entry.payload)} door {_who(entry, page)}"
            yield Line("event", entry.at, f"{told}: {detail}" if detail else told, icon=_ICONS[entry.verb])


def _said(said: Said, *, where: str) -> Line:
    line = replace(line_of(said), where=where)
    title = _LETTERS.get(line.letter)
    return line if title is None else replace(line, kind="auto", who=title)


def history_of(page: "ComplaintPage", departments: dict[int, str]) -> list[Fact]:
    """Everything that happened, newest first, in the words for staff."""
    return [
        Fact(entry.at, sentence_of(entry.verb, entry.payload), _who(entry, page), _detail(entry, page, departments))
        for entry in reversed(page.entries)
    ]


def _who(entry: "Entry", page: "ComplaintPage") -> str:
    if entry.actor_kind == ActorKind.SYSTEM:
        return "Gehoor"
    if entry.actor_kind == ActorKind.CITIZEN:
        return page.dossier.reporter_name or "de klager"
    if entry.actor_kind == ActorKind.OUTSIDE:
        return OUTSIDER
    return page.people.get(entry.actor_id or 0, "een medewerker")


def _detail(entry: "Entry", page: "ComplaintPage", departments: dict[int, str]) -> str:
    """What belongs to a fact: the department, the person, the reason of a decision."""
    payload: dict[str, Any] = entry.payload
    parts = []
    if isinstance(payload.get("department"), int):
        parts.append(departments.get(payload["department"], ""))
    if isinstance(payload.get("staff"), int):
        parts.append(_names(page).get(payload["staff"], ""))
    if isinstance(payload.get("decision"), int):
        parts.append(next((one.reason for one in page.decisions if one.pk == payload["decision"]), ""))
    if entry.verb == "complaints.differed" and page.judgements:
        parts.append("wacht op advies")
    return "; ".join(part for part in parts if part)


def _names(page: "ComplaintPage") -> dict[int, str]:
    """Everybody of the city this complaint names, by staff id."""
    found = dict(page.people)
    for person in (page.complaint.handler, page.complaint.coordinator):
        if person is not None:
            found[person.pk] = person.name
    found |= {one.staff_id: one.staff for one in (*page.declarations, *page.overrides)}
    found |= {one.staff_id: one.staff for one in page.refused}
    return found | {one.staff_id: one.staff for one in page.names if one.staff_id is not None}
