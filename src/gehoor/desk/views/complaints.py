"""The overview of who follows complaints: each complaint one line, by due date."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gehoor.complaints.cockpit import Cockpit, CockpitRow
from gehoor.complaints.procedure import OUTCOME_LABELS, STEP_LABELS, Outcome, Step
from gehoor.complaints.queries import cockpit
from gehoor.desk.doors import staff_only
from gehoor.kernel.actors import Actor, Scope
from gehoor.kernel.clock import today
from gehoor.kernel.errors import NotAllowed
from gehoor.organisation.queries import department_names
from gehoor.web.clocks import ShownClock, shown

_CLOSED = "afgesloten"
_CLOSED_AT_MOST = 200
_NO_DEPARTMENT = "geen"


@dataclass(frozen=True)
class View:
    """A part of the list. ``count``: its number in the overview; ``holds``: which lines belong to it."""

    name: str
    label: str
    count: str
    look: str
    holds: Callable[[CockpitRow, date], bool]


def _due(row: CockpitRow) -> date | None:
    return None if row.step is Step.CLOSED else row.dossier.due_on


def _is_late(row: CockpitRow, day: date) -> bool:
    due = _due(row)
    return due is not None and due < day


def _is_this_week(row: CockpitRow, day: date) -> bool:
    due = _due(row)
    return due is not None and day <= due <= day + timedelta(days=6 - day.weekday())


VIEWS = (
    View("te-laat", "te laat", "late", "is-late", _is_late),
    View("deze-week", "deze week", "this_week", "is-soon", _is_this_week),
    View("wacht-op-mij", "wacht op jou", "waits_for_me", "", lambda row, day: row.waits_for_me),
    View("klok-staat-stil", "klok staat stil", "paused", "", lambda row, day: row.dossier.is_paused),
    View("ombudsman", "bij de ombudsman", "referred", "", lambda row, day: row.is_referred),
    View("", "open", "open", "", lambda row, day: row.step is not Step.CLOSED),
)
_BY_NAME = {view.name: view for view in VIEWS}


@dataclass(frozen=True)
class Asked:
    """What the address of the page asks for, in its own words; anything else is ignored."""

    show: str = ""
    step: str = ""
    department: str = ""

    def but(self, **changes: str) -> str:
        """The address of this page with something else."""
        names = {"show": "toon", "step": "stap", "department": "dienst"}
        values = {word: changes.get(name, getattr(self, name)) for name, word in names.items()}
        filled = {word: value for word, value in values.items() if value}
        return reverse("desk:complaints") + (f"?{urlencode(filled)}" if filled else "")


def asked_of(request: HttpRequest) -> Asked:
    """Read the address."""
    department = request.GET.get("dienst", "")
    known = department == _NO_DEPARTMENT or (department.isascii() and department.isdigit() and len(department) < 10)
    return Asked(
        show=_one_of(request.GET.get("toon"), (*_BY_NAME, _CLOSED)),
        step=_one_of(request.GET.get("stap"), list(Step)),
        department=department if known else "",
    )


def _one_of(text: str | None, allowed: Iterable[str]) -> str:
    return text if text in set(allowed) else ""


@dataclass(frozen=True)
class Line:
    """One complaint as the template writes it. ``independence``: kind of badge, word, icon.

    ``reacts_by``: when the city has no term left, the last day of the complainant to react.
    """

    row: CockpitRow
    url: str
    step: str
    track: list[tuple[str, str, str]]
    clock: ShownClock | None
    reacts_by: date | None
    independence: tuple[str, str, str]
    outcome: str


def _line(row: CockpitRow, day: date) -> Line:
    nearest = row.clock or next((clock for clock in row.clocks if clock.is_running), None)
    clocks = shown([nearest] if nearest else [], today=day)
    return Line(
        row=row,
        url=reverse("desk:complaint", args=[row.dossier.reference]),
        step=STEP_LABELS[row.step],
        track=[(stop.label, stop.sub, stop.state) for stop in row.track],
        clock=next(iter(clocks), None),
        reacts_by=nearest.deadline.due_on if nearest and not row.clock else None,
        independence=_independence(row),
        outcome=OUTCOME_LABELS[Outcome(row.complaint.outcome)] if row.complaint.outcome else "",
    )


def _independence(row: CockpitRow) -> tuple[str, str, str]:
    if row.step is Step.CLOSED and row.independence.state == "open":
        return "plain", "niet aan de orde", ""
    if row.unsettled_names:
        number = row.unsettled_names
        return "no", f"{number} {'naam' if number == 1 else 'namen'} onbekend", "person"
    if row.independence.state == "proven":
        return "plain", "aangetoond", "check"
    if row.independence.state == "refused":
        return "no", "niet onafhankelijk", "cross"
    if row.complaint.handler_id is not None:
        return "soon", "nog te tekenen", "clock"
    if row.step is Step.INVESTIGATION:
        return "soon", "nog te toetsen", "clock"
    return "plain", "nog niet aan de orde", ""


@staff_only
def complaints(request: HttpRequest) -> HttpResponse:
    """Every complaint one may see. Raises NotAllowed for who follows none."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.scope("complaints.view") is None:
        raise NotAllowed("Deze pagina is voor wie klachten opvolgt.")
    asked, day = asked_of(request), today()
    closed = asked.show == _CLOSED
    found = cockpit(actor, today=day, closed=closed)
    here = found.rows if closed else [row for row in found.rows if _BY_NAME[asked.show].holds(row, day)]
    lines = [_line(row, day) for row in here if _matches(row, asked)]
    context = {
        "today": day,
        "asked": asked,
        "closed": closed,
        "lines": lines,
        "most": closed and len(found.rows) >= _CLOSED_AT_MOST,
        "counts": [] if closed else _counts(found, asked),
        "late": [] if closed or asked.show else [_line(row, day) for row in here if _is_late(row, day)],
        "title": _title(actor, asked),
        "chips": _chips(asked),
        "selects": _selects(here, asked),
        "all_url": reverse("desk:complaints"),
        "filtered": bool(asked.show or asked.step or asked.department) and not (closed and not found.rows),
    }
    return render(request, "desk/complaints.html", context)


def _matches(row: CockpitRow, asked: Asked) -> bool:
    if asked.step and row.step != asked.step:
        return False
    concerned = row.complaint.concerned_department_id
    return not asked.department or str(concerned or _NO_DEPARTMENT) == asked.department


def _title(actor: Actor, asked: Asked) -> str:
    if asked.show == _CLOSED:
        return "Afgesloten klachten"
    return "Klachten vandaag" if actor.scope("complaints.view") is Scope.ALL else "Klachten die je onderzoekt"


def _counts(found: Cockpit, asked: Asked) -> list[dict[str, Any]]:
    return [
        {
            "label": view.label,
            "number": found.counts.get(view.count, 0),
            "url": asked.but(show=view.name),
            "look": view.look if found.counts.get(view.count) else "",
            "here": asked.show == view.name,
        }
        for view in VIEWS
    ]


def _chips(asked: Asked) -> list[tuple[str, str, bool, bool]]:
    chips = [
        ("Alle open", ""),
        ("Wacht op mij", "wacht-op-mij"),
        ("Bij de ombudsman", "ombudsman"),
        ("Afgesloten", _CLOSED),
    ]
    return [(label, asked.but(show=show), asked.show == show, show == "wacht-op-mij") for label, show in chips]


def _selects(rows: Iterable[CockpitRow], asked: Asked) -> list[dict[str, Any]]:
    """The filters: name, label, options with the chosen one marked. Only departments that occur, and the one that is chosen."""
    names = department_names()
    occurring = {row.complaint.concerned_department_id for row in rows}
    if asked.department.isdigit():
        occurring.add(int(asked.department))
    departments = sorted(
        ((str(pk), names.get(pk, "onbekende dienst")) for pk in occurring if pk is not None), key=lambda pair: pair[1]
    )
    if None in occurring or asked.department == _NO_DEPARTMENT:
        departments.append((_NO_DEPARTMENT, "nog niet bepaald"))
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
