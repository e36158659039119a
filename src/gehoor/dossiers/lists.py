"""The lists: the queue with its counts, tasks, what somebody asked before, what stayed silent. Scoped to who asks."""

import base64
import binascii
import json
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject

from gehoor.correspondence.models import Delivery, Message
from gehoor.dossiers.lifecycle import Kind, Step, WaitsFor
from gehoor.dossiers.models import Deadline, Dossier, Participant, WorkItem
from gehoor.dossiers.scope import taken_by, visible
from gehoor.kernel.actors import Actor, Scope
from gehoor.kernel.prepared import DAY_HOLE, HOLE, TEXT_HOLE, Prepared, Shapes, key_of, shape_of, values_of
from gehoor.kernel.rows import dated
from gehoor.organisation.models import Department

PAGE = 50
SHARED = (WorkItem.Kind.POST, WorkItem.Kind.MAIL_FAILED, WorkItem.Kind.RECOMMENDATION)
"""Tasks about a complaint that any coordinator may do: letters that have to arrive, what the ombudsman recommends."""
_NEXT_DAY_HOLE = DAY_HOLE + timedelta(days=1)
_KIND_HOLE, _WAITS_HOLE = f"{TEXT_HOLE} kind", f"{TEXT_HOLE} waits"


@dataclass(frozen=True)
class QueueFilter:
    """What the queue is narrowed to; comes from the address of the page."""

    department_id: int | None = None
    mine: bool = False
    unassigned: bool = False
    closed: bool = False
    kind: str = ""
    waits_for: str = ""
    after: str = ""


@dataclass(frozen=True)
class QueuePage:
    """One page of the queue. ``next_after`` opens the next page.

    ``counts``: what is open under this filter, over all its pages. ``beside``: what is open elsewhere for who asks: ``mine``,
    ``waiting`` (mine, for the reporter), ``department``, ``unassigned``, ``new`` (for the contact point), ``tasks``, and of
    these ``outside``: what somebody outside the city was asked and is late.
    """

    rows: list[Dossier]
    next_after: str
    counts: dict[str, int] = field(default_factory=dict)
    beside: dict[str, int] = field(default_factory=dict)


LISTED_FIELDS = (
    "reference", "kind", "kind_confirmed", "is_first_line", "step", "step_label", "waits_for", "title", "place",
    "department_id", "handler_id", "handler_name", "reporter_name", "due_on", "is_paused", "reopened", "returns",
    "received_at", "closed_at", "close_reason", "message_count",
)  # fmt: skip


def queue(actor: Actor, wanted: QueueFilter, *, today: date) -> QueuePage:
    """A page of 50 by due date (open) or by the moment of closing (closed), with all counts beside it. One statement.

    The rows come as JSON in one row that is always there, so that an empty page costs what a full one costs.
    """
    found = (
        _queue_rows(actor, wanted, today) if wanted.after or not actor.is_staff else _ready_queue(actor, wanted, today)
    )
    dossiers, counts, beside, work = next(iter(found))
    shown = [_from_json(row) for row in dossiers or ()]
    return _page(shown, counts or {}, (beside or {}) | (work or {"tasks": 0, "outside": 0}), by_due=not wanted.closed)


_QUEUES: Shapes[Department] = Shapes()


def _ready_queue(actor: Actor, wanted: QueueFilter, today: date) -> QuerySet[Department, Any]:
    """The first page is asked all day: its SQL is made once per shape of rights and filter."""
    shape = shape_of(actor)
    holes: dict[Any, Any] = {DAY_HOLE: today, _NEXT_DAY_HOLE: today + timedelta(days=1)}
    asked = wanted
    if wanted.department_id is not None:
        asked, holes[HOLE] = replace(asked, department_id=HOLE), wanted.department_id
    if wanted.kind:
        asked, holes[_KIND_HOLE] = replace(asked, kind=_KIND_HOLE), wanted.kind
    if wanted.waits_for:
        asked, holes[_WAITS_HOLE] = replace(asked, waits_for=_WAITS_HOLE), wanted.waits_for
    ready = _QUEUES.get(
        (key_of(actor), asked), lambda: Prepared(_queue_rows(shape, asked, DAY_HOLE), *holes, actor=shape)
    )
    return ready.ask(holes | values_of(actor))


def _queue_rows(actor: Actor, wanted: QueueFilter, today: date) -> QuerySet[Department, Any]:
    scope = _narrowed(actor, wanted)
    open_rows = scope.exclude(step=Step.CLOSED).order_by()
    if wanted.closed:
        rows = _after_closed(scope.filter(step=Step.CLOSED).order_by("-closed_at", "-pk"), wanted.after)
    else:
        rows = _after_due(open_rows.order_by(F("due_on").asc(nulls_last=True), "pk"), wanted.after)
    return Department.objects.filter(is_contact_point=True).values_list(
        ArraySubquery(rows.values(json=JSONObject(pk="pk", **{name: name for name in LISTED_FIELDS}))[: PAGE + 1]),
        Subquery(_counted(open_rows, _counts(today))),
        Subquery(_counted(_around(actor), _beside(actor))),
        Subquery(_counted(_open_work(actor), _work(today))),
    )


def _counted(rows: QuerySet[Any], what: Any) -> QuerySet[Any]:
    """One row with an aggregate over all rows."""
    counted: QuerySet[Any] = rows.order_by().annotate(one=Value(1)).values("one").annotate(counts=what).values("counts")
    return counted


def _from_json(row: dict[str, Any]) -> Dossier:
    row["id"] = row.pop("pk")
    known = dated(row)
    names = [column.attname for column in Dossier._meta.concrete_fields if column.attname in known]
    return Dossier.from_db("default", names, [known[name] for name in names])


def _around(actor: Actor) -> QuerySet[Dossier]:
    """What is open and of the actor or of the actor's departments."""
    near = Q(handler=actor.id) | Q(department__in=actor.department_ids)
    return visible(actor).filter(near).exclude(step=Step.CLOSED)


def _beside(actor: Actor) -> JSONObject:
    own = Q(department__in=actor.department_ids)
    return JSONObject(
        mine=Count("pk", filter=Q(handler=actor.id)),
        waiting=Count("pk", filter=Q(handler=actor.id, waits_for=WaitsFor.REPORTER)),
        department=Count("pk", filter=own),
        unassigned=Count("pk", filter=own & Q(handler=None)),
        new=Count("pk", filter=own & Q(waits_for=WaitsFor.CONTACT_POINT)),
    )


def _work(today: date) -> JSONObject:
    late = Q(kind=WorkItem.Kind.OUTSIDE, due_on__lt=today)
    return JSONObject(tasks=Count("pk"), outside=Count("pk", filter=late))


def _counts(today: date) -> JSONObject:
    return JSONObject(
        late=Count("pk", filter=Q(due_on__lt=today)),
        soon=Count("pk", filter=Q(due_on__gte=today, due_on__lte=today + timedelta(days=1))),
        on_time=Count("pk", filter=Q(due_on__gt=today + timedelta(days=1))),
        paused=Count("pk", filter=Q(is_paused=True)),
        open=Count("pk"),
        unassigned=Count("pk", filter=Q(handler=None)),
    )


def _narrowed(actor: Actor, wanted: QueueFilter) -> QuerySet[Dossier]:
    rows = visible(actor)
    if wanted.department_id is not None:
        rows = rows.filter(department=wanted.department_id)
    if wanted.mine:
        rows = rows.filter(handler=actor.id)
    if wanted.unassigned:
        rows = rows.filter(handler=None)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.waits_for:
        rows = rows.filter(waits_for=wanted.waits_for)
    return rows


def _page(found: list[Dossier], counts: dict[str, int], beside: dict[str, int], *, by_due: bool) -> QueuePage:
    shown = found[:PAGE]
    mark = ""
    if len(found) > PAGE:
        last = shown[-1]
        key: Any = last.due_on if by_due else last.closed_at
        mark = _mark(None if key is None else key.isoformat(), last.pk)
    return QueuePage(shown, mark, counts, beside)


def _mark(key: str | None, pk: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([key, pk]).encode()).decode().rstrip("=")


def _read_mark(mark: str) -> tuple[str | None, int] | None:
    try:
        key, pk = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        return (None if key is None else str(key)), int(pk)
    except (ValueError, TypeError, OverflowError, binascii.Error):
        return None


def _after_due(rows: QuerySet[Dossier], mark: str) -> QuerySet[Dossier]:
    place = _read_mark(mark) if mark else None
    if place is None:
        return rows
    key, pk = place
    if key is None:
        return rows.filter(due_on=None, pk__gt=pk)
    try:
        day = date.fromisoformat(key)
    except ValueError:
        return rows
    return rows.filter(Q(due_on__gt=day) | Q(due_on=day, pk__gt=pk) | Q(due_on=None))


def _after_closed(rows: QuerySet[Dossier], mark: str) -> QuerySet[Dossier]:
    place = _read_mark(mark) if mark else None
    if place is None or place[0] is None:
        return rows
    try:
        moment = datetime.fromisoformat(place[0]).astimezone(UTC)
    except (ValueError, OverflowError):
        return rows
    return rows.filter(Q(closed_at__lt=moment) | Q(closed_at=moment, pk__lt=place[1]))


def work_for(actor: Actor, *, limit: int = PAGE) -> list[WorkItem]:
    """Open tasks of the actor, and those of the actor's departments that are there to take, by due date.

    ``dossier_seen`` says of each whether the actor may see its dossier.
    """
    rows = _open_work(actor).select_related("dossier", "department", "assignee")
    rows = rows.annotate(dossier_seen=Exists(visible(actor).filter(pk=OuterRef("dossier"))))
    return list(rows.order_by(F("due_on").asc(nulls_last=True), "pk")[:limit])


def _open_work(actor: Actor) -> QuerySet[WorkItem]:
    """Of the actor and of who the actor stands in for; and of the actor's departments, what nobody took or somebody who left.

    Letters and recommendations do not wait for one coordinator who is away: each who may read the complaint finds them.
    """
    free = Q(assignee=None) | Q(assignee__is_active=False)
    if actor.scope("complaints.coordinate") is Scope.ALL:
        readable = Exists(visible(actor).filter(pk=OuterRef("dossier"), kind=Kind.COMPLAINT))
        free |= Q(kind__in=SHARED) & Q(readable)
    mine = taken_by(actor) | free & Q(department__in=actor.department_ids)
    return WorkItem.objects.filter(mine, done_at=None)


def earlier_of(actor: Actor, *, email: str, phone: str, limit: int = 5) -> list[Dossier]:
    """Dossiers of somebody with that e-mail address or phone number, newest first; a hint, for people share phones."""
    known = [Q(party__email=email.strip())] if email.strip() else []
    if phone.strip():
        known.append(Q(party__phone=phone.strip()))
    if not known:
        return []
    theirs = Participant.objects.filter(reduce(or_, known)).values("dossier")
    rows = visible(actor).only(*LISTED_FIELDS).filter(pk__in=theirs)
    by_date = F("received_at") + Value(timedelta(0))  # not by walking all dossiers
    return list(rows.order_by(by_date.desc(), "-pk")[:limit])


def broken_promises(*, today: date, limit: int = 500) -> list[Deadline]:
    """Promises on what is no complaint that passed without an answer and of which the citizen was not told yet.

    A first line always is one; what the regulation gives as a target is none.
    """
    untold = Deadline.objects.filter(met_on=None, ended_on=None, due_on__lt=today, late_told_at=None)
    rows = untold.filter(Q(term="first_line") | Q(binding=True)).exclude(dossier__kind="complaint")
    return list(rows.select_related("dossier", "dossier__department", "dossier__thread").order_by("due_on")[:limit])


def unreported_failures(*, limit: int = 500) -> list[Message]:
    """Messages of dossiers that never arrived and of which nobody has the task yet: each asks for a person."""
    reported = WorkItem.objects.filter(message=OuterRef("pk"))
    failed = Message.objects.filter(delivery=Delivery.FAILED).filter(~Exists(reported))
    failed = failed.filter(Q(thread__dossier__isnull=False) | Q(thread__inquiry__isnull=False))
    return list(failed.order_by("pk")[:limit])


def waits_for_contact_point() -> int:
    """How many open dossiers wait for the contact point."""
    return Dossier.objects.filter(waits_for=WaitsFor.CONTACT_POINT).exclude(step=Step.CLOSED).count()
