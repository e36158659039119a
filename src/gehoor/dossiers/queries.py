"""What the pages of one dossier show, to staff and to the citizen, scoped to who asks."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.cache import cache
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject

from gehoor.correspondence.models import Message
from gehoor.correspondence.queries import Said, conversation, with_the_citizen
from gehoor.dossiers.canned import canned_rows
from gehoor.dossiers.clocks import reckoning_of, with_changes
from gehoor.dossiers.entries import MESSAGE_SENT
from gehoor.dossiers.inquiries import asked_outside, in_two, inquiry_rows
from gehoor.dossiers.lifecycle import Kind
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
from gehoor.dossiers.outside import AskedOutside
from gehoor.dossiers.scope import visible
from gehoor.dossiers.writing import Begun, own_text, unsent_rows
from gehoor.journal.entries import dossier_chain
from gehoor.journal.models import Entry
from gehoor.journal.queries import timeline
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import local_date
from gehoor.kernel.prepared import HOLE, Prepared, Shapes, key_of, shape_of, values_of
from gehoor.kernel.rows import dated
from gehoor.organisation.models import Staff
from gehoor.regulations.clock import Reckoning
from gehoor.regulations.terms import is_owed

_PEOPLE = ("staff", "ombudsman")
_LISTED = ("reference", "kind", "step", "title", "received_at")


@dataclass(frozen=True)
class Clock:
    """One deadline of a dossier with what the clock says about it now."""

    deadline: Deadline
    reckoning: Reckoning

    @property
    def is_running(self) -> bool:
        """Neither met nor ended."""
        return self.deadline.met_on is None and self.deadline.ended_on is None


def clocks_of(dossier: Dossier, *, today: date | None = None) -> list[Clock]:
    """All deadlines of a dossier with their proof, oldest first. One statement.

    ``today``: for the date it would be when a clock stands still.
    """
    return clocks_of_all([dossier], today=today).get(dossier.pk, [])


def clocks_of_all(dossiers: list[Dossier], *, today: date | None = None) -> dict[int, list[Clock]]:
    """The clocks of several dossiers by dossier id. One statement, however many dossiers."""
    by_id = {dossier.pk: dossier for dossier in dossiers}
    found: dict[int, list[Clock]] = {}
    holes = {HOLE + place: pk for place, pk in enumerate(by_id)}
    ready = _CLOCKS.get(
        len(holes), lambda: Prepared(with_changes(Deadline.objects.filter(dossier__in=list(holes))), *holes)
    )
    for row in ready.ask(holes) if holes else ():
        found.setdefault(row.dossier_id, []).append(Clock(row, reckoning_of(row, by_id[row.dossier_id], today=today)))
    return found


_CLOCKS: Shapes[Deadline] = Shapes()


@dataclass(frozen=True)
class DossierPage:
    """All that the page of one dossier shows to staff.

    ``work_items``, ``offers``, ``corrections``, ``assignments``, ``related`` and ``earlier`` are plain dictionaries with the
    columns of their rows (dates are ``date`` and ``datetime``); ``reporter`` is a dictionary of the party (with whom they
    speak for as ``represented``), or None when anonymous.
    ``related`` and ``earlier`` (same e-mail address) hold only what the reader may see. ``colleagues``: who of the department
    may be assigned; ``names``: who wrote the entries, by staff id; ``unsent``: what the reader keeps to send;
    ``canned``: the texts that come back; ``inquiries``: what was asked outside the city; ``outside``: the messages of that.
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
    unsent: Begun | None
    canned: list[dict[str, Any]]
    inquiries: tuple[AskedOutside, ...]
    outside: list[Said]


def dossier_page(dossier: Dossier, *, reader: Actor) -> DossierPage:
    """The page of one dossier in four statements, beside those of door, session and user."""
    few = _few_of(dossier, reader)
    inquiries = asked_outside(few["inquiries"])
    messages, outside = in_two(conversation(dossier.thread_id, *(one.thread for one in inquiries)), inquiries)
    return DossierPage(
        dossier=dossier,
        messages=messages,
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
        unsent=own_text(few["unsent"], reader),
        canned=few["canned"],
        inquiries=inquiries,
        outside=outside,
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
    return {name: [dated(item) for item in items or ()] for name, items in zip(_FEW_NAMES, found, strict=True)}


_FEW: Shapes[Dossier] = Shapes()
_FEW_NAMES = (
    "reporters", "work_items", "offers", "corrections", "assignments", "related", "earlier", "colleagues", "names",
    "unsent", "canned", "inquiries",
)  # fmt: skip


def _few_rows(dossier: Dossier, reader: Actor) -> QuerySet[Dossier, Any]:
    here = {"dossier": dossier.pk}
    reporters = reporters_of(dossier.pk)
    address = Subquery(reporters.exclude(party__email="").values("party__email")[:1])
    same_address = Participant.objects.filter(party__email=address).values("dossier")
    by_date = F("received_at") + Value(timedelta(0))  # the sum keeps the planner from walking all dossiers by date
    seen = visible(reader).exclude(pk=dossier.pk)
    writers = Entry.objects.filter(chain=dossier_chain(dossier.pk), actor_kind__in=_PEOPLE).values("actor_id")
    family = Q(arises_from=dossier.pk) | Q(pk=dossier.arises_from_id)
    reporter = ("name", "email", "phone", "address", "kind", "contact_name")
    rows = {
        "reporters": _as_json(reporters, *(f"party__{name}" for name in reporter), *REPRESENTED),
        "work_items": _as_json(
            WorkItem.objects.filter(**here).order_by("due_on", "pk"),
            "kind", "title", "due_on", "done_at", "outcome", "department__name", "assignee__name",
        ),
        "offers": _as_json(
            FirstLineOffer.objects.filter(**here).exclude(reply="", message__withdrawn_at__isnull=False).order_by("pk"),
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
        "unsent": unsent_rows(dossier.pk),
        "canned": canned_rows(dossier.department_id),
        "inquiries": inquiry_rows(dossier.pk),
    }  # fmt: skip
    return Dossier.objects.filter(pk=dossier.pk).values_list(*(ArraySubquery(rows[name]) for name in _FEW_NAMES))


REPRESENTED = ("represented", "represented_address")
"""For whom the reporter speaks, when that is somebody else: columns of :func:`reporters_of`."""


def reporters_of(dossier: Any) -> QuerySet[Participant]:
    """The reporter of a dossier (id or outer reference), with name and address of the person they speak for."""
    spoken_for = Participant.objects.filter(dossier=OuterRef("dossier"), role=Participant.Role.REPRESENTED)
    return Participant.objects.filter(dossier=dossier, role=Participant.Role.REPORTER).annotate(
        represented=Subquery(spoken_for.values("party__name")[:1]),
        represented_address=Subquery(spoken_for.values("party__address")[:1]),
    )


def _as_json(rows: QuerySet[Any], *columns: str) -> QuerySet[Any]:
    """Rows as JSON with their key as ``pk``; ``by__name`` becomes ``by``, ``party__email`` becomes ``email``."""
    names = {column: column.removeprefix("party__").removesuffix("__name") for column in columns}
    return rows.values(json=JSONObject(pk="pk", **{names[column]: column for column in columns}))


def reporter_of(dossier: Dossier) -> Any:
    """The party who reported it, or None when anonymous. One statement."""
    row = Participant.objects.filter(dossier=dossier, role=Participant.Role.REPORTER).select_related("party").first()
    return None if row is None else row.party


def spoken_for(dossier: Dossier) -> Any:
    """The party for whom the reporter speaks, or None when that is nobody else. One statement."""
    row = Participant.objects.filter(dossier=dossier, role=Participant.Role.REPRESENTED).select_related("party").first()
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


def tracked(dossiers: list[Dossier], *, at: datetime) -> list[TrackedDossier]:
    """The dossiers of a matter for the tracking page; nothing internal. Four statements, however many dossiers.

    Of a message that has not left (yet) it shows nothing, not even that it was written.
    """
    today = local_date(at)
    withheld: set[int] = set()
    threads = {dossier.thread_id: dossier.pk for dossier in dossiers}
    messages: dict[int, list[Said]] = {}
    for said in with_the_citizen(*threads):
        if said.message.is_out(at):
            messages.setdefault(threads[said.message.thread_id], []).append(said)
        else:
            withheld.add(said.message.pk)
    entries: dict[str, list[Entry]] = {}
    for entry in Entry.objects.filter(chain__in=[dossier_chain(d.pk) for d in dossiers]).order_by("chain", "sequence"):
        if entry.verb == MESSAGE_SENT.verb and entry.payload["message"] in withheld:
            continue
        entries.setdefault(entry.chain, []).append(entry)
    clocks = clocks_of_all(dossiers, today=today)
    offers: dict[int, list[FirstLineOffer]] = {}
    standing = FirstLineOffer.objects.exclude(reply="", message__withdrawn_at__isnull=False)
    for offer in standing.filter(dossier__in=dossiers).order_by("pk"):
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
    running = [c for c in clocks if c.is_running and is_owed(c.reckoning.term)]
    late = [c.deadline for c in running if c.deadline.due_on and c.deadline.due_on < today]
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
