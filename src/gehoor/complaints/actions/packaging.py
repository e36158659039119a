"""The hand-over package: asking for it, making it, taking it along. By the coordinator, and by the ombudsman while it is referred."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app

from gehoor.complaints import entries
from gehoor.complaints.actions.exhibiting import number_exhibits
from gehoor.complaints.actions.moving import hold, note, require_coordinator
from gehoor.complaints.models import Complaint, Package, Referral
from gehoor.complaints.package.contents import Gathered, gather
from gehoor.complaints.package.making import packed
from gehoor.complaints.package.state import LOST_AFTER, last_entry, package_of
from gehoor.complaints.procedure import Step
from gehoor.files.actions import discard, store_pieces
from gehoor.files.models import StoredFile
from gehoor.kernel.actors import SYSTEM, Actor, ActorKind
from gehoor.kernel.errors import Conflict, NotFound, RuleViolation

ALL_STEPS = frozenset(Step)
AT_ONCE = 50
NOT_MADE = "Het pakket kon niet gemaakt worden. Probeer het nog eens. Lukt het weer niet, bel dan wie Gehoor beheert."


@transaction.atomic
def ask_package(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """Have the package made by the worker. Asked for again while it is being made, or when it is ready: nothing happens."""
    hold(complaint, ALL_STEPS)
    _require_hand(by, complaint)
    let_package_be_made(complaint, at=at)


def let_package_be_made(complaint: Complaint, *, at: datetime) -> None:
    """The same as a part of another action: a referral has its package made without anybody asking. Under the complaint's lock."""
    row = Package.objects.select_for_update(of=("self",)).filter(complaint=complaint).first()
    state = package_of(complaint)
    if state.ready or (row is not None and state.busy and row.asked_at > at - LOST_AFTER):
        return
    values = {"state": Package.State.WAITING, "asked_at": at, "done": 0, "total": 0, "failure": ""}
    Package.objects.update_or_create(complaint=complaint, defaults=values)
    app.configure_task("gehoor.complaints.jobs.make", queue="packages").defer(complaint_id=complaint.pk)


def make_lost_packages(*, at: datetime) -> int:
    """Have those made of which nothing was heard for long: the job is gone. Returns how many."""
    lost = Package.objects.exclude(state__in=[Package.State.READY, Package.State.FAILED])
    found = list(lost.filter(asked_at__lte=at - LOST_AFTER).values_list("pk", flat=True)[:AT_ONCE])
    for complaint_id in found:
        _defer(complaint_id, at=at)
    return len(found)


@transaction.atomic
def _defer(complaint_id: int, *, at: datetime) -> None:
    Package.objects.filter(pk=complaint_id).update(asked_at=at)
    app.configure_task("gehoor.complaints.jobs.make", queue="packages").defer(complaint_id=complaint_id)


def make_package(complaint_id: int, *, clock: Callable[[], datetime]) -> None:
    """Make what was asked for, also after a try that failed or a worker that died. May run twice: then there is nothing to do."""
    complaint = Complaint.objects.select_related(
        "dossier__body", "dossier__department", "dossier__category", "dossier__arises_from", "concerned_department"
    ).get(pk=complaint_id)
    asked = Package.objects.filter(complaint=complaint).exclude(state=Package.State.READY)
    if not asked.update(state=Package.State.MAKING, done=0, total=0):
        return
    at = clock()
    try:
        covers, gathered = _gathered(complaint, at=at)
        stored = _stored(gathered, clock=clock)
    except Exception as trouble:
        failure = trouble.message if isinstance(trouble, RuleViolation) else NOT_MADE
        asked.update(state=Package.State.FAILED, failure=failure[:300])
        raise
    _ready(complaint, stored, covers=covers, at=clock())


@transaction.atomic
def _gathered(complaint: Complaint, *, at: datetime) -> tuple[int, Gathered]:
    """All of it as it stands at one moment, each exhibit with its number: no action comes between."""
    hold(complaint, ALL_STEPS)
    number_exhibits(complaint, by=SYSTEM, at=at)
    return last_entry(complaint), gather(complaint, at=at)


def _stored(gathered: Gathered, *, clock: Callable[[], datetime]) -> StoredFile:
    row, at = Package.objects.filter(complaint=gathered.complaint), gathered.at

    def progress(done: int, total: int) -> None:
        row.update(done=done, total=total, asked_at=clock())  # still at it: not lost

    name = f"Overdracht {gathered.complaint.dossier.reference}.zip"
    pieces = packed(gathered, at=at, progress=progress)
    return store_pieces(pieces, name=name, media_type="application/zip", by=SYSTEM, at=at)


@transaction.atomic
def _ready(complaint: Complaint, stored: StoredFile, *, covers: int, at: datetime) -> None:
    hold(complaint, ALL_STEPS)
    row = Package.objects.select_for_update(of=("self",)).get(complaint=complaint)
    before = row.file_id
    if row.state == Package.State.READY and row.covers >= covers:
        discard([stored.pk])  # another worker was first
        return
    row.state, row.file, row.covers, row.made_at, row.failure = Package.State.READY, stored, covers, at, ""
    row.save(update_fields=["state", "file", "covers", "made_at", "failure"])
    if before is not None:
        discard([before])
    note(complaint, entries.PACKAGE_MADE, by=SYSTEM, at=at, sha256=stored.sha256, size=stored.size)


@transaction.atomic
def fetch_package(complaint: Complaint, *, by: Actor, at: datetime) -> StoredFile:
    """Take the package along: the journal says who did and which one. Raises Conflict when it is not ready or not the latest."""
    hold(complaint, ALL_STEPS)
    _require_hand(by, complaint)
    state = package_of(complaint)
    if state.file is None or not state.ready:
        raise Conflict("Het dossier veranderde intussen, of het pakket is nog niet klaar. Maak het pakket opnieuw.")
    note(complaint, entries.PACKAGE_FETCHED, by=by, at=at, sha256=state.file.sha256)
    return state.file


def _require_hand(by: Actor, complaint: Complaint) -> None:
    if by.kind is not ActorKind.OMBUDSMAN:
        require_coordinator(by, complaint)
        return
    here = Referral.objects.filter(complaint=complaint, ended_at=None, opened_at__isnull=False)
    if by.scope("ombuds.view") is None or not here.exists():
        raise NotFound("We vinden deze klacht niet.")
