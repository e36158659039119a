"""Who follows complaints: the blocks of the day with their counts, and the list behind each."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When, Window

from gehoor.complaints.blocks import (
    BLOCK_NAMES,
    BLOCK_OF,
    TASK_NAMES,
    Day,
    complaints_in,
    day_of,
    flag_of,
    flagged,
    followed,
    holds,
    tasks_in,
)
from gehoor.complaints.cockpit import Cockpit, CockpitRow, First, InBlock
from gehoor.complaints.facts import facts_from, with_facts
from gehoor.complaints.models import Complaint, Grievance, Judgement, NamedPerson, Proposal, Referral
from gehoor.complaints.procedure import Step
from gehoor.complaints.queries import independence_of
from gehoor.complaints.track import Came, track_of
from gehoor.complaints.wording import finding_label
from gehoor.dossiers.lifecycle import WAITS_FOR_LABELS, WaitsFor
from gehoor.dossiers.models import WorkItem
from gehoor.dossiers.queries import Clock, clocks_of_all
from gehoor.dossiers.scope import visible
from gehoor.kernel.actors import Actor
from gehoor.kernel.prepared import DAY_HOLE, Prepared, Shapes, key_of, shape_of, values_of
from gehoor.organisation.access import may
from gehoor.organisation.queries import department_names

CLOSED_AT_MOST = 200
PAGE = 50
SHOWN_OF_A_BLOCK = 3
ON_THE_LIST = ("te-laat", "deze-week", "wacht-op-mij", "klok-staat-stil", "ombudsman")
"""The blocks whose counts stand above the list of everything that is open."""
_ASKED, _MINE = "wacht-op-dienst", "wacht-op-mij"
_NAMES = sorted(BLOCK_NAMES)
_SHORT = ("reference", "title", "due_on", "is_paused", "waits_for")
_PEOPLE = ("coordinator__name", "handler__name")
_BY_DATE = (F("dossier__due_on").asc(nulls_last=True), "pk")
_NO_DEPARTMENT = {False: "nog niet bepaald", True: "geen dienst bepaald"}


def blocks(actor: Actor, *, today: date) -> dict[str, InBlock]:
    """Every block of the day by name, over all that this actor may see. Two statements, whatever there is."""
    rows = list(_flags(actor, today))
    found = {name: [row for row in rows if row[place]] for place, name in enumerate(_NAMES)}
    counted = {name: InBlock(len(held), tuple(map(_first, held[:SHOWN_OF_A_BLOCK]))) for name, held in found.items()}
    return counted | {name: InBlock(len(held), tuple(held[:SHOWN_OF_A_BLOCK])) for name, held in _tasks(actor).items()}


def _first(row: tuple[Any, ...]) -> First:
    known = dict(zip((*_NAMES, *_SHORT, *_PEOPLE), row, strict=True))
    return First(known["reference"], known["title"], known["due_on"], known["is_paused"], _who(known))


_FLAGS: Shapes[Complaint] = Shapes()


def _flags(actor: Actor, today: date) -> QuerySet[Complaint, Any]:
    """Each complaint that is followed, by due date, with the blocks that it is in: one statement, its SQL made once."""
    shape = shape_of(actor)
    ready = _FLAGS.get(key_of(actor), lambda: Prepared(_flag_rows(shape, _ANY_DAY), *_DAY_HOLES, actor=shape))
    return ready.ask(_filled(actor, today))


_ANY_DAY = Day(DAY_HOLE, DAY_HOLE + timedelta(days=1))
_DAY_HOLES = (_ANY_DAY.today, _ANY_DAY.sunday)


def _filled(actor: Actor, today: date) -> dict[Any, Any]:
    day = day_of(today)
    return {_ANY_DAY.today: day.today, _ANY_DAY.sunday: day.sunday} | values_of(actor)


def _flag_rows(actor: Actor, day: Day) -> QuerySet[Complaint, Any]:
    rows = flagged(followed(actor, day), actor, day, _NAMES).order_by(*_BY_DATE)
    short = (f"dossier__{name}" for name in _SHORT)
    return rows.values_list(*(flag_of(name) for name in _NAMES), *short, *_PEOPLE)


def _who(known: dict[str, Any]) -> str:
    waits = WaitsFor(known["waits_for"])
    people = {WaitsFor.COORDINATOR: known["coordinator__name"], WaitsFor.HANDLER: known["handler__name"]}
    return _turn(waits, people.get(waits) or "", asked=known[_ASKED])


def _turn(waits: WaitsFor, name: str, *, asked: bool) -> str:
    """Whose turn it is, in words. ``asked``: the department owes its account."""
    if asked:
        return WAITS_FOR_LABELS[WaitsFor.DEPARTMENT]
    return name or ("de klager" if waits is WaitsFor.REPORTER else WAITS_FOR_LABELS[waits])


def _tasks(actor: Actor) -> dict[str, list[First]]:
    found: dict[str, list[First]] = {name: [] for name in TASK_NAMES}
    for item in tasks(actor, sorted(TASK_NAMES)):
        found[BLOCK_OF[item.kind]].append(First(item.dossier.reference, item.title, item.due_on))
    return found


def tasks(actor: Actor, names: list[str]) -> list[WorkItem]:
    """The open tasks of these blocks with their dossier, department and who has them, by due date. One statement."""
    rows = tasks_in(names, actor).select_related("dossier", "department", "assignee")
    return list(rows.order_by(F("due_on").asc(nulls_last=True), "pk"))


@dataclass(frozen=True)
class Wanted:
    """Which complaints: those of a block (``show``), of a step, of a department (0: not known yet); from which place on."""

    show: str = ""
    step: str = ""
    department: int | None = None
    start: int = 0


def complaints(actor: Actor, wanted: Wanted = Wanted(), *, today: date, most: int = PAGE) -> Cockpit:
    """The complaints of a block that this actor may see, one line each, by due date, a page at a time. Two statements.

    Without a block: everything open, with the counts above the list.
    """
    day = day_of(today)
    rows = complaints_in(wanted.show, actor, day) if wanted.show else followed(actor, day)
    if wanted.step:
        rows = rows.filter(step=wanted.step)
    if wanted.department is not None:
        rows = rows.filter(concerned_department=wanted.department or None)
    told = _told(rows, actor, day).annotate(**_numbers(wanted.show, actor, day))
    found = list(told.order_by(*_OPEN_FIRST, *_BY_DATE)[wanted.start : wanted.start + most])
    if not found and wanted.start:
        return complaints(actor, replace(wanted, start=0), today=today, most=most)
    seen = vars(found[0]) if found else {}
    counts = {name: seen.get(_number_of(name), 0) for name in (*ON_THE_LIST, "")}
    here = found if wanted.show else [row for row in found if row.step != Step.CLOSED]
    return Cockpit(_lines(here), {} if wanted.show else counts, seen.get(_number_of(""), 0), wanted.start, most)


_OPEN_FIRST = (Case(When(step=Step.CLOSED, then=1), default=0),)


def _numbers(show: str, actor: Actor, day: Day) -> dict[str, Window]:
    """How many there are on all pages together; of everything that is open, how many in each block above the list too."""
    if show:
        return {_number_of(""): Window(Count("pk"))}
    numbers = {_number_of(name): Window(Count("pk", filter=holds(name, actor, day))) for name in ON_THE_LIST}
    return numbers | {_number_of(""): Window(Count("pk", filter=~Q(step=Step.CLOSED)))}


def _number_of(name: str) -> str:
    return f"number_{flag_of(name)}"


def most_urgent(actor: Actor, show: str, *, today: date, limit: int) -> tuple[CockpitRow, ...]:
    """The first lines of a block. Two statements; the SQL of the first is made once: the day begins with it."""
    shape = shape_of(actor)
    ready = _URGENT.get(
        (key_of(actor), show, limit),
        lambda: Prepared(_urgent_rows(shape, show, limit), *_DAY_HOLES, actor=shape),
    )
    return _lines(ready.ask(_filled(actor, today)))


_URGENT: Shapes[Complaint] = Shapes()


def _urgent_rows(actor: Actor, show: str, limit: int) -> QuerySet[Complaint]:
    rows = complaints_in(show, actor, _ANY_DAY).order_by(*_BY_DATE)
    return _told(rows, actor, _ANY_DAY)[:limit]


def closed_complaints(actor: Actor, *, today: date) -> Cockpit:
    """The complaints that were closed last, the newest first. Two statements."""
    rows = Complaint.objects.filter(dossier__in=visible(actor), step=Step.CLOSED).order_by("-closed_at", "-pk")
    return Cockpit(_lines(_told(rows, actor, day_of(today))[:CLOSED_AT_MOST]))


def _told(rows: QuerySet[Complaint], actor: Actor, day: Day) -> QuerySet[Complaint]:
    """Complaints with all that their line says but the clocks."""
    here = {"complaint": OuterRef("pk")}
    told = flagged(with_facts(rows, today=day.today), actor, day, (_ASKED, _MINE)).annotate(
        unsettled=_count(NamedPerson.objects.filter(**here, staff=None, is_nobody=False)),
        points=_count(Grievance.objects.filter(**here)),
        points_open=_count(Grievance.objects.filter(**here).filter(Q(finding="") | Q(reasons=""))),
        is_referred=Exists(Referral.objects.filter(**here, ended_at=None)),
        was_drafted=Exists(Judgement.objects.filter(**here)),
        was_proposed=Exists(Proposal.objects.filter(**here)),
    )
    return told.select_related("dossier", "coordinator", "handler")


def _lines(rows: Iterable[Complaint]) -> tuple[CockpitRow, ...]:
    found = list(rows)
    clocks = clocks_of_all([row.dossier for row in found])
    return tuple(_line(row, clocks.get(row.pk, [])) for row in found)


def _count(rows: QuerySet[Any]) -> Subquery:
    counted = rows.order_by().values("complaint").annotate(count=Count("pk")).values("count")
    return Subquery(counted)


def _line(row: Complaint, clocks: list[Clock]) -> CockpitRow:
    facts, seen = facts_from(row), vars(row)
    running = [clock for clock in clocks if clock.is_running and clock.deadline.term != "reaction"]
    by_date = sorted(running, key=lambda clock: (clock.deadline.due_on is None, clock.deadline.due_on or date.max))
    names = department_names()
    return CockpitRow(
        complaint=row,
        dossier=row.dossier,
        department=names.get(row.concerned_department_id or 0, _NO_DEPARTMENT[row.step == Step.CLOSED]),
        step=Step(row.step),
        track=track_of(row, Came(seen["was_drafted"], seen["was_proposed"]), clocks),
        clock=by_date[0] if by_date else None,
        clocks=tuple(clocks),
        waits_for=_whose_turn(row),
        waits_for_me=seen[flag_of(_MINE)],
        finding=finding_label(row, row.finding) if row.finding else "",
        independence=independence_of(row, facts.names_settled, facts.declaration),
        unsettled_names=seen["unsettled"] or 0,
        points=seen["points"] or 0,
        points_answered=(seen["points"] or 0) - (seen["points_open"] or 0),
        is_referred=seen["is_referred"],
    )


def _whose_turn(row: Complaint) -> str:
    asked = vars(row)[flag_of(_ASKED)]
    return _turn(WaitsFor(row.dossier.waits_for), "", asked=True) if asked else waits_for(row)


def waits_for(row: Complaint) -> str:
    """Who has the next move, in words; handler and coordinator by name. No statement when these came along."""
    waits = WaitsFor(row.dossier.waits_for)
    person = {WaitsFor.HANDLER: row.handler, WaitsFor.COORDINATOR: row.coordinator}.get(waits)
    return _turn(waits, "" if person is None else person.name, asked=False)


def waits_for_me(row: Complaint, actor: Actor) -> bool:
    """Whether this actor has the next move."""
    waits = WaitsFor(row.dossier.waits_for)
    if waits is WaitsFor.COORDINATOR:
        return row.coordinator_id in actor.does_work_of or (
            row.coordinator_id is None and may(actor, "complaints.coordinate")
        )
    if waits is WaitsFor.HANDLER:
        return row.handler_id == actor.id
    return waits is WaitsFor.DIRECTOR and may(actor, "complaints.advise")
