"""The list of who follows complaints: each complaint one line, by due date; the list behind each block of the day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gehoor.complaints.blocks import BLOCK_NAMES
from gehoor.complaints.cockpit import Cockpit, CockpitRow
from gehoor.complaints.overview import CLOSED_AT_MOST, Wanted, closed_complaints
from gehoor.complaints.overview import complaints as complaint_list
from gehoor.complaints.procedure import STEP_LABELS, Step
from gehoor.desk.blocks import WORDS
from gehoor.desk.complaint_lines import line_of
from gehoor.desk.doors import staff_only
from gehoor.kernel.actors import Actor, Scope
from gehoor.kernel.clock import today
from gehoor.kernel.errors import NotAllowed
from gehoor.organisation.queries import department_names

_CLOSED = "afgesloten"
_NO_DEPARTMENT = "geen"


STRIP = (
    ("te-laat", "te laat", "is-late"),
    ("deze-week", "deze week", "is-soon"),
    ("wacht-op-mij", "wacht op jou", ""),
    ("klok-staat-stil", "klok staat stil", ""),
    ("ombudsman", "bij de ombudsman", ""),
    ("", "open", ""),
)
"""The counts above the list of everything: block, words, look."""


@dataclass(frozen=True)
class Asked:
    """What the address of the page asks for, in its own words; anything else is ignored."""

    show: str = ""
    step: str = ""
    department: str = ""
    start: str = ""

    @property
    def wanted(self) -> Wanted:
        """The same for the query."""
        known = {"": None, _NO_DEPARTMENT: 0}
        department = known[self.department] if self.department in known else int(self.department)
        return Wanted(self.show, self.step, department, int(self.start or 0))

    def but(self, **changes: str) -> str:
        """The address of this page with something else."""
        names = {"show": "toon", "step": "stap", "department": "dienst"}
        values = {word: changes.get(name, getattr(self, name)) for name, word in names.items()}
        values["vanaf"] = changes.get("start", "")
        filled = {word: value for word, value in values.items() if value}
        return reverse("desk:complaints") + (f"?{urlencode(filled)}" if filled else "")


def asked_of(request: HttpRequest) -> Asked:
    """Read the address."""
    department = request.GET.get("dienst", "")
    known = department == _NO_DEPARTMENT or (department.isascii() and department.isdigit() and len(department) < 10)
    return Asked(
        show=_one_of(request.GET.get("toon"), (*BLOCK_NAMES, _CLOSED)),
        step=_one_of(request.GET.get("stap"), list(Step)),
        department=department if known else "",
        start=_number(request.GET.get("vanaf", "")),
    )


def _number(text: str) -> str:
    return text if text.isascii() and text.isdigit() and len(text) < 7 else ""


def _one_of(text: str | None, allowed: Iterable[str]) -> str:
    return text if text in set(allowed) else ""


@staff_only
def complaints(request: HttpRequest) -> HttpResponse:
    """Every complaint one may see. Raises NotAllowed for who follows none."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.scope("complaints.view") is None:
        raise NotAllowed("Deze pagina is voor wie klachten opvolgt.")
    asked, day = asked_of(request), today()
    found = _found(actor, asked, day)
    everything, closed = not asked.show, asked.show == _CLOSED
    lines = [line_of(row, day) for row in found.rows]
    late = [line for line in lines if _is_late(line.row, day)] if everything and not found.start else []
    context = {
        "today": day,
        "asked": asked,
        "closed": closed,
        "lines": lines,
        "most": closed and len(found.rows) >= CLOSED_AT_MOST,
        "counts": _counts(found, asked) if everything else [],
        "late": late,
        "late_number": found.counts.get("te-laat", 0),
        "title": _title(actor, asked),
        "day_url": reverse("desk:day") if actor.scope("complaints.view") is Scope.ALL else "",
        "nothing": _nothing(asked),
        "chips": _chips(asked),
        "selects": _selects(asked),
        "all_url": reverse("desk:complaints"),
        "pages": _pages(found, asked),
        "filtered": bool(asked.show or asked.step or asked.department) and not (closed and not found.rows),
    }
    return render(request, "desk/complaints.html", context)


def _pages(found: Cockpit, asked: Asked) -> dict[str, Any]:
    """From which place to which, and the addresses of the pages beside this one; empty when all stand here."""
    last = found.start + len(found.rows)
    if not found.start and last >= found.number:
        return {}
    before = asked.but(start=str(max(found.start - found.most, 0) or "")) if found.start else ""
    after = asked.but(start=str(last)) if last < found.number else ""
    return {"first": found.start + 1, "last": last, "number": found.number, "before": before, "after": after}


def _found(actor: Actor, asked: Asked, day: date) -> Cockpit:
    if asked.show == _CLOSED:
        found = closed_complaints(actor, today=day)
        return replace(found, rows=tuple(row for row in found.rows if _matches(row, asked)))
    return complaint_list(actor, asked.wanted, today=day)


def _is_late(row: CockpitRow, day: date) -> bool:
    due = row.dossier.due_on
    return due is not None and due < day


def _nothing(asked: Asked) -> str:
    """The sentence of a block without complaints; empty when other filters may be why."""
    return "" if asked.step or asked.department or asked.show not in WORDS else WORDS[asked.show].nothing


def _matches(row: CockpitRow, asked: Asked) -> bool:
    if asked.step and row.step != asked.step:
        return False
    concerned = row.complaint.concerned_department_id
    return not asked.department or str(concerned or _NO_DEPARTMENT) == asked.department


def _title(actor: Actor, asked: Asked) -> str:
    if asked.show == _CLOSED:
        return "Afgesloten klachten"
    if asked.show:
        return WORDS[asked.show].title
    return "Alle open klachten" if actor.scope("complaints.view") is Scope.ALL else "Klachten die je onderzoekt"


def _counts(found: Cockpit, asked: Asked) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "number": found.counts[name],
            "url": asked.but(show=name),
            "look": look if found.counts[name] else "",
            "here": not name,
        }
        for name, label, look in STRIP
    ]


def _chips(asked: Asked) -> list[tuple[str, str, bool, bool]]:
    chips = [
        ("Alle open", ""),
        ("Wacht op mij", "wacht-op-mij"),
        ("Bij de ombudsman", "ombudsman"),
        ("Afgesloten", _CLOSED),
    ]
    return [(label, asked.but(show=show), asked.show == show, show == "wacht-op-mij") for label, show in chips]


def _selects(asked: Asked) -> list[dict[str, Any]]:
    """The filters: name, label, options with the chosen one marked."""
    known = sorted(department_names().items(), key=lambda pair: pair[1])
    departments = [(str(pk), name) for pk, name in known] + [(_NO_DEPARTMENT, "nog niet bepaald")]
    selects = [("dienst", "Dienst", "Alle diensten", departments, asked.department)]
    if asked.show != _CLOSED:
        steps = [(step.value, label) for step, label in STEP_LABELS.items() if step is not Step.CLOSED]
        selects.insert(0, ("stap", "Stap", "Alle stappen", steps, asked.step))
    return [
        {
            "name": name,
            "label": label,
            "options": [("", empty, not chosen)] + [(value, text, value == chosen) for value, text in options],
        }
        for name, label, empty, options, chosen in selects
    ]
