"""The blocks of the coordinator's day: what belongs to each. The count and the list behind it are this one condition."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Concat

from gehoor.complaints.models import Account, Complaint, Judgement, Referral
from gehoor.complaints.procedure import Step
from gehoor.dossiers.lifecycle import Kind, WaitsFor
from gehoor.dossiers.models import Deadline, WorkItem
from gehoor.dossiers.scope import visible
from gehoor.journal.entries import dossier_chain
from gehoor.journal.models import Read
from gehoor.kernel.actors import Actor
from gehoor.organisation.access import may

_HERE = {"complaint": OuterRef("pk")}
_OPEN = ~Q(step=Step.CLOSED)
_CHAIN = dossier_chain(0).removesuffix("0")


@dataclass(frozen=True)
class Day:
    """The day it is, and the last day of its week."""

    today: date
    sunday: date


def day_of(today: date) -> Day:
    """A week ends on Sunday."""
    return Day(today, today + timedelta(days=6 - today.weekday()))


@dataclass(frozen=True)
class Block:
    """Complaints that ask for the same. ``holds``: which, for who asks, on a day; ``name``: in the address of the list."""

    name: str
    holds: Callable[[Actor, Day], Q]


@dataclass(frozen=True)
class TaskBlock:
    """Open tasks of one kind about complaints, those that are closed too."""

    name: str
    kind: WorkItem.Kind


def _at(step: Step) -> Callable[[Actor, Day], Q]:
    return lambda actor, day: Q(step=step)


def _new(actor: Actor, day: Day) -> Q:
    """Whoever coordinates it did not open it yet."""
    chain = Concat(Value(_CHAIN), Cast(OuterRef("pk"), TextField()))
    looks = Read.objects.filter(chain=chain, actor_kind="staff", actor_id=OuterRef("coordinator"))
    return Q(step=Step.ADMISSIBILITY) & ~Q(Exists(looks))


def _to_acknowledge(actor: Actor, day: Day) -> Q:
    """The acknowledgement has not left: it has to be posted, or did not arrive."""
    letters = WorkItem.objects.filter(
        dossier=OuterRef("pk"),
        kind__in=(WorkItem.Kind.POST, WorkItem.Kind.MAIL_FAILED),
        message__letter="complaint_acknowledged",
        done_at=None,
    )
    return _OPEN & (Q(acknowledged_at=None) | Q(Exists(letters)))


def waits_for_reader(actor: Actor, day: Day) -> Q:
    """This actor has the next move."""
    waits = "dossier__waits_for"
    own = Q(coordinator__in=actor.does_work_of)
    if may(actor, "complaints.coordinate"):
        own |= Q(coordinator=None)
    found = Q(**{waits: WaitsFor.COORDINATOR}) & own | Q(**{waits: WaitsFor.HANDLER}) & Q(handler=actor.id)
    if may(actor, "complaints.advise"):
        found |= Q(**{waits: WaitsFor.DIRECTOR})
    return found


_ASKED = Q(dossier__waits_for=WaitsFor.HANDLER) & Q(Exists(Account.objects.filter(**_HERE, answered_at=None)))


def _for_department(actor: Actor, day: Day) -> Q:
    """It looks for a solution, or was asked for its account."""
    return Q(dossier__waits_for=WaitsFor.DEPARTMENT) | _ASKED


def _for_handler(actor: Actor, day: Day) -> Q:
    return Q(dossier__waits_for=WaitsFor.HANDLER) & ~_ASKED


def _waits_for(who: WaitsFor) -> Callable[[Actor, Day], Q]:
    return lambda actor, day: Q(dossier__waits_for=who)


def _late(actor: Actor, day: Day) -> Q:
    return _OPEN & Q(dossier__due_on__lt=day.today)


def _this_week(actor: Actor, day: Day) -> Q:
    return _OPEN & Q(dossier__due_on__gte=day.today, dossier__due_on__lte=day.sunday)


def _paused(actor: Actor, day: Day) -> Q:
    """One of its clocks stands still, whether another runs or not."""
    still = Deadline.objects.filter(dossier=OuterRef("pk"), due_on=None, met_on=None, ended_on=None)
    return _OPEN & (Q(dossier__is_paused=True) | Q(Exists(still)))


def _difference(actor: Actor, day: Day) -> Q:
    """Handler and coordinator see it otherwise, and it is not decided."""
    drafts = Judgement.objects.filter(complaint=OuterRef(OuterRef("pk"))).order_by("-pk")
    latest = Judgement.objects.filter(pk=Subquery(drafts.values("pk")[:1]), differs=True, decided_at=None)
    return Q(step__in=(Step.JUDGEMENT, Step.ADVICE)) & Q(Exists(latest))


def _referred(actor: Actor, day: Day) -> Q:
    return Q(Exists(Referral.objects.filter(**_HERE, ended_at=None)))


BLOCKS = (
    Block("nieuw", _new),
    Block("te-bevestigen", _to_acknowledge),
    Block("ontvankelijkheid", _at(Step.ADMISSIBILITY)),
    Block("wacht-op-mij", waits_for_reader),
    Block("wacht-op-coordinator", _waits_for(WaitsFor.COORDINATOR)),
    Block("wacht-op-behandelaar", _for_handler),
    Block("wacht-op-dienst", _for_department),
    Block("wacht-op-klager", _waits_for(WaitsFor.REPORTER)),
    Block("wacht-op-directeur", _waits_for(WaitsFor.DIRECTOR)),
    Block("te-laat", _late),
    Block("deze-week", _this_week),
    Block("klok-staat-stil", _paused),
    Block("oordeel", _at(Step.JUDGEMENT)),
    Block("verschil", _difference),
    Block("voorstel-te-sturen", _at(Step.PROPOSAL)),
    Block("zonder-reactie", _at(Step.REACTION)),
    Block("af-te-sluiten", _at(Step.CLOSING)),
    Block("ombudsman", _referred),
)
"""Every block of complaints, in the order of the day."""

TASK_BLOCKS = (
    TaskBlock("buiten-de-stad", WorkItem.Kind.OUTSIDE),
    TaskBlock("toezeggingen", WorkItem.Kind.COMMITMENT),
    TaskBlock("vragen", WorkItem.Kind.QUESTION),
    TaskBlock("aanbevelingen", WorkItem.Kind.RECOMMENDATION),
)
"""Every block of tasks."""

BLOCK_NAMES = frozenset(block.name for block in BLOCKS)
TASK_NAMES = frozenset(block.name for block in TASK_BLOCKS)
_BY_NAME = {block.name: block for block in BLOCKS}
_KIND_OF = {block.name: block.kind for block in TASK_BLOCKS}
BLOCK_OF = {str(block.kind): block.name for block in TASK_BLOCKS}
"""The block of tasks of a kind."""


def followed(actor: Actor, day: Day) -> QuerySet[Complaint]:
    """Every complaint this actor may see that is open, or with the second line now."""
    return Complaint.objects.filter(dossier__in=visible(actor)).filter(_OPEN | _referred(actor, day))


def complaints_in(name: str, actor: Actor, day: Day) -> QuerySet[Complaint]:
    """The complaints in a block, of those this actor may see: its list."""
    return Complaint.objects.filter(dossier__in=visible(actor)).filter(holds(name, actor, day))


def holds(name: str, actor: Actor, day: Day) -> Q:
    """What is in a block."""
    return _BY_NAME[name].holds(actor, day)


def flagged(rows: QuerySet[Complaint], actor: Actor, day: Day, names: Collection[str]) -> QuerySet[Complaint]:
    """Complaints that know of each of these blocks (:func:`flag_of`) whether they are in it: for its count."""
    return rows.annotate(
        **{flag_of(name): Case(When(holds(name, actor, day), then=True), default=False) for name in names}
    )


def flag_of(name: str) -> str:
    """Under which name a complaint knows that it is in a block."""
    return f"in_{name.replace('-', '_')}"


def tasks_in(names: Collection[str], actor: Actor) -> QuerySet[WorkItem]:
    """The open tasks of these blocks, about complaints that this actor may see."""
    kinds = [_KIND_OF[name] for name in names]
    seen = visible(actor).filter(kind=Kind.COMPLAINT)
    return WorkItem.objects.filter(kind__in=kinds, done_at=None, dossier__in=seen)
