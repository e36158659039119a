"""A dossier as one line of a list: what the template writes, worked out beforehand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse

from gehoor.dossiers.lifecycle import (
    CLOSE_REASON_LABELS,
    KIND_LABELS,
    STEP_LABELS,
    WAITS_FOR_LABELS,
    CloseReason,
    Kind,
    Step,
    WaitsFor,
)
from gehoor.kernel.actors import Actor
from gehoor.organisation.queries import department_names

if TYPE_CHECKING:
    from gehoor.dossiers.models import Dossier


def dossier_url(kind: str, reference: str) -> str:
    """The page of a dossier; a complaint has its own."""
    return reverse("desk:complaint" if kind == Kind.COMPLAINT else "desk:dossier", args=[reference])


@dataclass(frozen=True)
class Row:
    """One line. ``is_new``: nobody looked at its kind yet; ``came_back``: a department said it is not theirs."""

    dossier: "Dossier"
    url: str
    kind: str
    is_complaint: bool
    step: str
    waits_for: str
    where: str
    is_new: bool
    came_back: bool
    may_be_complaint: bool
    closed: str
    department: str


def row_of(dossier: "Dossier", actor: Actor, departments: dict[int, str], *, today: date) -> Row:
    """The line of one dossier; ``departments``: names by id."""
    is_complaint = dossier.kind == Kind.COMPLAINT
    waiting = dossier.is_open and dossier.waits_for == WaitsFor.CONTACT_POINT
    late = dossier.due_on is not None and dossier.due_on < today
    unsettled = dossier.is_first_line and late
    return Row(
        dossier=dossier,
        url=dossier_url(dossier.kind, dossier.reference),
        kind=KIND_LABELS[Kind(dossier.kind)],
        is_complaint=is_complaint,
        step=step_of(dossier),
        waits_for=waits_for(dossier, actor),
        where=dossier.place or dossier.reporter_name or "Anoniem",
        is_new=waiting and not dossier.kind_confirmed,
        came_back=waiting and dossier.returns > 0,
        may_be_complaint=dossier.is_open and not is_complaint and (dossier.reopened > 0 or unsettled),
        closed=CLOSE_REASON_LABELS[CloseReason(dossier.close_reason)] if dossier.close_reason else "",
        department=departments.get(dossier.department_id, ""),
    )


def step_of(dossier: "Dossier") -> str:
    """The step in one word; a dossier that was opened again says so."""
    if dossier.reopened and dossier.step == Step.IN_PROGRESS:
        return "Heropend"
    return dossier.step_label or STEP_LABELS[Step(dossier.step)]


def waits_for(dossier: "Dossier", actor: Actor) -> str:
    """Who has the next move, seen from who reads: ``ons`` when it is one's own department."""
    who = WaitsFor(dossier.waits_for)
    if who in (WaitsFor.DEPARTMENT, WaitsFor.CONTACT_POINT) and dossier.department_id in actor.department_ids:
        return "ons"
    return WAITS_FOR_LABELS[who]


@dataclass(frozen=True)
class Group:
    """Lines under one heading. ``count`` is over all pages; None where nobody counted."""

    title: str
    count: int | None
    rows: list[Row]


def grouped(rows: Iterable[Row], counts: dict[str, int], *, today: date) -> list[Group]:
    """Open dossiers by how soon they are due: late, today and tomorrow, later, clock stopped, no date."""
    known = sum(counts.get(name, 0) for name in ("late", "soon", "on_time", "paused"))
    titles = {
        "late": ("Te laat", counts.get("late")),
        "soon": ("Vandaag en morgen", counts.get("soon")),
        "on_time": ("Later", counts.get("on_time")),
        "paused": ("Klok staat stil", counts.get("paused")),
        "none": ("Zonder uiterste datum", max(counts.get("open", 0) - known, 0)),
    }
    found: dict[str, list[Row]] = {name: [] for name in titles}
    for row in rows:
        found[_group_of(row.dossier, today)].append(row)
    return [Group(*titles[name], held) for name, held in found.items() if held]


def _group_of(dossier: "Dossier", today: date) -> str:
    if dossier.due_on is None:
        return "paused" if dossier.is_paused else "none"
    if dossier.due_on < today:
        return "late"
    return "soon" if dossier.due_on <= today + timedelta(days=1) else "on_time"


def rows_of(dossiers: Iterable["Dossier"], actor: Actor, *, today: date) -> Iterator[Row]:
    """The lines of several dossiers."""
    names = department_names()
    return (row_of(dossier, actor, names, today=today) for dossier in dossiers)
