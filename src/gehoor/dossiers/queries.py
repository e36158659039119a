"""What lists and pages show, already scoped to who asks."""

import base64
import binascii
import json
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.cache import cache
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject

from gehoor.correspondence.models import Message
from gehoor.correspondence.queries import Said, conversation, public_conversation
from gehoor.dossiers.clocks import reckoning_of, with_changes
from gehoor.dossiers.lifecycle import Kind, Step, WaitsFor
from gehoor.dossiers.models import (
    Assignment,
    Category,
    Correction,
    Deadline,
    Dossier,
    FirstLineOffer,
    Participant,
    WorkItem,
)
from gehoor.dossiers.scope import visible
from gehoor.journal.entries import dossier_chain
from gehoor.journal.models import Entry
from gehoor.journal.queries import timeline
from gehoor.kernel.actors import Actor
from gehoor.kernel.prepared import DAY_HOLE, HOLE, TEXT_HOLE, Prepared, Shapes, key_of, shape_of, values_of
from gehoor.organisation.models import Department, Staff
from gehoor.regulations.clock import Reckoning

PAGE = 50
_PEOPLE = ("staff", "ombudsman")
_NEXT_DAY_HOLE = DAY_HOLE + timedelta(days=1)
_KIND_HOLE, _WAITS_HOLE = f"{TEXT_HOLE} kind", f"{TEXT_HOLE} waits"
_LISTED = ("reference", "kind", "step", "title", "received_at")


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
    ``waiting`` (mine, for the reporter), ``department``, ``unassigned``, ``new`` (for the contact point), ``tasks``.
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
    dossiers, counts, beside, tasks = next(iter(found))
    shown = [_from_json(row) for row in dossiers or ()]
    return _page(shown, counts or {}, (beside or {}) | {"tasks": tasks or 0}, by_due=not wanted.closed)


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
        Subquery(_counted(_open_work(actor), Count("pk"))),
    )


def _counted(rows: QuerySet[Any], what: Any) -> QuerySet[Any]:
    """One row with an aggregate over all rows."""
    counted: QuerySet[Any] = rows.order_by().annotate(one=Value(1)).values("one").annotate(counts=what).values("counts")
    return counted


def _from_json(row: dict[str, Any]) -> Dossier:
    row["id"] = row.pop("pk")
    known = _dated(row)
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
    except (ValueError, TypeError, binascii.Error):
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
        moment = datetime.fromisoformat(place[0])
    except ValueError:
        return rows
    return rows.filter(Q(closed_at__lt=moment) | Q(closed_at=moment, pk__lt=place[1]))


@dataclass(frozen=True)
class Clock:
    """One deadline of a dossier with what the clock says about it now."""

    deadline: Deadline
    reckoning: Reckoning

    @property
    def is_running(self) -> bool:
        """Neither met nor ended."""
        return self.deadline.met_on is None and self.deadline.ended_on is None


def clocks_of(dossier: Dossier) -> list[Clock]:
    """All deadlines of a dossier with their proof, oldest first. One statement."""
    return clocks_of_all([dossier]).get(dossier.pk, [])


def clocks_of_all(dossiers: list[Dossier]) -> dict[int, list[Clock]]:
    """The clocks of several dossiers by dossier id. One statement, however many dossiers."""
    by_id = {dossier.pk: dossier for dossier in dossiers}
    found: dict[int, list[Clock]] = {}
    holes = {HOLE + place: pk for place, pk in enumerate(by_id)}
    ready = _CLOCKS.get(
        len(holes), lambda: Prepared(with_changes(Deadline.objects.filter(dossier__in=list(holes))), *holes)
    )
    for row in ready.ask(holes) if holes else ():
        found.setdefault(row.dossier_id, []).append(Clock(row, reckoning_of(row, by_id[row.dossier_id])))
    return found


_CLOCKS: Shapes[Deadline] = Shapes()


@dataclass(frozen=True)
class DossierPage:
    """All that the page of one dossier shows to staff.

    ``work_items``, ``offers``, ``corrections``, ``assignments``, ``related`` and ``earlier`` are plain dictionaries with the
    columns of their rows (dates are ``date`` and ``datetime``); ``reporter`` is a dictionary of the party, or None when anonymous.
    ``related`` and ``earlier`` (same e-mail address) hold only what the reader may see. ``colleagues``: who of the department
    may be assigned; ``names``: who wrote the entries, by staff id.
    """

    dossier: Dossier
    messages: list[Said]
    entries: list[Entry]
    clocks: list[Clock]
    reporter: dict[str, Any] | None
    work_items: list[dict[str, Any]]
    offers: list[dict[str, Any]]
    corrections: list[dict[str, Any]]
    assignments: list[dict[str, Any]]
    related: list[dict[str, Any]]
    earlier: list[dict[str, Any]]
    colleagues: list[dict[str, Any]]
    names: dict[int, str]


def dossier_page(dossier: Dossier, *, reader: Actor) -> DossierPage:
    """The page of one dossier in four statements, beside those of door, session and user."""
    few = _few_of(dossier, reader)
    return DossierPage(
        dossier=dossier,
        messages=conversation(dossier.thread_id),
        entries=timeline(dossier_chain(dossier.pk)),
        clocks=clocks_of(dossier),
        reporter=next(iter(few["reporters"]), None),
        work_items=few["work_items"],
        offers=few["offers"],
        corrections=few["corrections"],
        assignments=few["assignments"],
        related=few["related"],
        earlier=few["earlier"],
        colleagues=few["colleagues"],
        names={person["pk"]: person["name"] for person in few["names"]},
    )


def _few_of(dossier: Dossier, reader: Actor) -> dict[str, list[dict[str, Any]]]:
    """The few rows of several small tables that hang on a dossier, as JSON in one statement, whose SQL is made once."""
    holes = {
        HOLE: dossier.pk,
        HOLE + 1: dossier.arises_from_id,
        HOLE + 2: dossier.department_id,
        dossier_chain(HOLE): dossier_chain(dossier.pk),
    }
    shape = Dossier(pk=HOLE, arises_from_id=HOLE + 1, department_id=HOLE + 2)
    ready = _FEW.get(
        key_of(reader), lambda: Prepared(_few_rows(shape, shape_of(reader)), *holes, actor=shape_of(reader))
    )
    found = next(iter(ready.ask(holes | values_of(reader))))
    return {name: [_dated(item) for item in items or ()] for name, items in zip(_FEW_NAMES, found, strict=True)}


_FEW: Shapes[Dossier] = Shapes()
_FEW_NAMES = (
    "reporters", "work_items", "offers", "corrections", "assignments", "related", "earlier", "colleagues", "names",
)  # fmt: skip


def _few_rows(dossier: Dossier, reader: Actor) -> QuerySet[Dossier, Any]:
    here = {"dossier": dossier.pk}
    reporters = Participant.objects.filter(**here, role=Participant.Role.REPORTER)
    address = Subquery(reporters.exclude(party__email="").values("party__email")[:1])
    same_address = Participant.objects.filter(party__email=address).values("dossier")
    by_date = F("received_at") + Value(timedelta(0))  # the sum keeps the planner from walking all dossiers by date
    seen = visible(reader).exclude(pk=dossier.pk)
    writers = Entry.objects.filter(chain=dossier_chain(dossier.pk), actor_kind__in=_PEOPLE).values("actor_id")
    family = Q(arises_from=dossier.pk) | Q(pk=dossier.arises_from_id)
    reporter = ("name", "email", "phone", "address", "kind", "contact_name")
    rows = {
        "reporters": _as_json(reporters, *(f"party__{name}" for name in reporter)),
        "work_items": _as_json(
            WorkItem.objects.filter(**here).order_by("due_on", "pk"),
            "kind", "title", "due_on", "done_at", "outcome", "department__name", "assignee__name",
        ),
        "offers": _as_json(
            FirstLineOffer.objects.filter(**here).order_by("pk"),
            "message", "at", "by__name", "reply", "reply_text", "replied_at",
        ),
        "corrections": _as_json(
            Correction.objects.filter(**here).order_by("pk"), "field", "message", "before", "after", "by__name", "at"
        ),
        "assignments": _as_json(
            Assignment.objects.filter(**here).order_by("pk"), "department", "staff__name", "reason", "by__name", "at"
        ),
        "related": _as_json(seen.filter(family).order_by("pk"), *_LISTED),
        "earlier": _as_json(seen.filter(pk__in=same_address).order_by(by_date.desc(), "-pk")[:5], *_LISTED),
        "colleagues": _as_json(
            Staff.objects.filter(is_active=True, memberships__department=dossier.department_id).order_by("name"), "name"
        ),
        "names": _as_json(Staff.objects.filter(pk__in=writers), "name"),
    }  # fmt: skip
    return Dossier.objects.filter(pk=dossier.pk).values_list(*(ArraySubquery(rows[name]) for name in _FEW_NAMES))


def _as_json(rows: QuerySet[Any], *columns: str) -> QuerySet[Any]:
    """Rows as JSON with their key as ``pk``; ``by__name`` becomes ``by``, ``party__email`` becomes ``email``."""
    names = {column: column.removeprefix("party__").removesuffix("__name") for column in columns}
    return rows.values(json=JSONObject(pk="pk", **{names[column]: column for column in columns}))


def _dated(item: dict[str, Any]) -> dict[str, Any]:
    """JSON has no dates: give columns named ``…_on`` a date and ``at``/``…_at`` a datetime again."""
    for name, value in item.items():
        if isinstance(value, str) and name.endswith("_on"):
            item[name] = date.fromisoformat(value)
        elif isinstance(value, str) and (name == "at" or name.endswith("_at")):
            item[name] = datetime.fromisoformat(value)
    return item


def reporter_of(dossier: Dossier) -> Any:
    """The party who reported it, or None when anonymous. One statement."""
    row = Participant.objects.filter(dossier=dossier, role=Participant.Role.REPORTER).select_related("party").first()
    return None if row is None else row.party


@dataclass(frozen=True)
class TrackedDossier:
    """One dossier of a matter, as the citizen sees it. ``offers``: oldest first; ``complaint``: the open one that arose from it."""

    dossier: Dossier
    messages: list[Said]
    entries: list[Entry]
    clocks: list[Clock]
    offers: list[FirstLineOffer]
    late: Deadline | None
    complaint: Dossier | None

    @property
    def offer(self) -> FirstLineOffer | None:
        """The latest offer, when it still waits for an answer."""
        waiting = [offer for offer in self.offers if not offer.reply]
        return waiting[-1] if waiting and self.dossier.is_open else None


def tracked(dossiers: list[Dossier], *, today: date) -> list[TrackedDossier]:
    """The dossiers of a matter for the tracking page; nothing internal. Four statements, however many dossiers."""
    threads = {dossier.thread_id: dossier.pk for dossier in dossiers}
    messages: dict[int, list[Said]] = {}
    for said in public_conversation(*threads):
        messages.setdefault(threads[said.message.thread_id], []).append(said)
    entries: dict[str, list[Entry]] = {}
    for entry in Entry.objects.filter(chain__in=[dossier_chain(d.pk) for d in dossiers]).order_by("chain", "sequence"):
        entries.setdefault(entry.chain, []).append(entry)
    clocks = clocks_of_all(dossiers)
    offers: dict[int, list[FirstLineOffer]] = {}
    for offer in FirstLineOffer.objects.filter(dossier__in=dossiers).order_by("pk"):
        offers.setdefault(offer.dossier_id, []).append(offer)
    complaints = {one.arises_from_id: one for one in dossiers if one.kind == Kind.COMPLAINT and one.is_open}
    return [
        TrackedDossier(
            dossier=dossier,
            messages=messages.get(dossier.pk, []),
            entries=entries.get(dossier_chain(dossier.pk), []),
            clocks=clocks.get(dossier.pk, []),
            offers=offers.get(dossier.pk, []),
            late=_late(clocks.get(dossier.pk, []), today),
            complaint=complaints.get(dossier.pk),
        )
        for dossier in dossiers
    ]


def _late(clocks: list[Clock], today: date) -> Deadline | None:
    late = [c.deadline for c in clocks if c.is_running and c.deadline.due_on and c.deadline.due_on < today]
    return late[0] if late else None


def categories() -> list[Category]:
    """The active categories by name, remembered for half a minute."""
    found: list[Category] | None = cache.get("dossiers.categories")
    if found is None:
        found = list(Category.objects.filter(is_active=True))
        cache.set("dossiers.categories", found, 30)
    return found


def handlers_of_first_line(dossier: Dossier) -> set[int]:
    """Everybody of the city (staff ids) who handled, wrote or offered something on a dossier."""
    handlers = Assignment.objects.filter(dossier=dossier).values_list("staff_id", flat=True)
    offerers = FirstLineOffer.objects.filter(dossier=dossier).values_list("by_id", flat=True)
    authors = Message.objects.filter(thread=dossier.thread_id).values_list("author_id", flat=True)
    return {pk for pk in (*handlers, *offerers, *authors, dossier.handler_id) if pk is not None}


def work_for(actor: Actor, *, limit: int = PAGE) -> list[WorkItem]:
    """Open tasks of the actor and of the actor's departments that nobody took, by due date.

    ``dossier_seen`` says of each whether the actor may see its dossier.
    """
    rows = _open_work(actor).select_related("dossier", "department", "assignee")
    rows = rows.annotate(dossier_seen=Exists(visible(actor).filter(pk=OuterRef("dossier"))))
    return list(rows.order_by(F("due_on").asc(nulls_last=True), "pk")[:limit])


def _open_work(actor: Actor) -> QuerySet[WorkItem]:
    mine = Q(assignee=actor.id) | Q(assignee=None, department__in=actor.department_ids)
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


def silent_first_lines(*, today: date, limit: int = 500) -> list[Deadline]:
    """First-line terms that passed without an answer and of which the citizen was not told yet."""
    rows = Deadline.objects.filter(
        term="first_line", met_on=None, ended_on=None, due_on__lt=today, late_told_at=None
    ).exclude(dossier__kind="complaint")
    return list(rows.select_related("dossier", "dossier__department", "dossier__thread").order_by("due_on")[:limit])


def waits_for_contact_point() -> int:
    """How many open dossiers wait for the contact point."""
    return Dossier.objects.filter(waits_for=WaitsFor.CONTACT_POINT).exclude(step=Step.CLOSED).count()
