"""What every action of this room shares: holding the complaint, who may, the guarded move, the decision with its reasons."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from secrets import token_hex
from typing import Any

from django.db import transaction
from django.db.models import F

from gehoor.complaints.conflicts import conflicts_of, coordinators_for
from gehoor.complaints.facts import facts_of
from gehoor.complaints.models import Complaint, Decision
from gehoor.complaints.procedure import (
    OPEN_STEPS,
    STEP_LABELS,
    By,
    Move,
    Step,
    missing,
)
from gehoor.dossiers.actions.messages import written
from gehoor.dossiers.actions.moving import only_if_unchanged as only_if_dossier_unchanged
from gehoor.dossiers.lifecycle import CloseReason, WaitsFor
from gehoor.dossiers.lifecycle import Step as DossierStep
from gehoor.dossiers.models import Dossier
from gehoor.journal.entries import EntryType, Value, dossier_chain, salted
from gehoor.journal.record import record
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import MoveNotAllowed, NotAllowed, RuleViolation
from gehoor.organisation.access import may
from gehoor.organisation.models import Staff

MOVED_ALREADY = "Dit kan niet (meer): de klacht is intussen in een andere stap. Bekijk ze opnieuw."
NOT_YOURS = "Je hebt niet het recht om dit te doen."

_WAITS: dict[Step, WaitsFor] = {
    Step.ADMISSIBILITY: WaitsFor.COORDINATOR,
    Step.CLARIFICATION: WaitsFor.REPORTER,
    Step.FIRST_LINE: WaitsFor.DEPARTMENT,
    Step.INVESTIGATION: WaitsFor.HANDLER,
    Step.JUDGEMENT: WaitsFor.COORDINATOR,
    Step.ADVICE: WaitsFor.DIRECTOR,
    Step.PROPOSAL: WaitsFor.COORDINATOR,
    Step.REACTION: WaitsFor.REPORTER,
    Step.CLOSING: WaitsFor.COORDINATOR,
    Step.CLOSED: WaitsFor.NOBODY,
}


def words(text: str, *, field: str = "text", sentence: str = "Schrijf eerst een tekst.") -> str:
    """The text without surrounding white space; raises InvalidInput when it is empty or too long."""
    return written(text, field=field, sentence=sentence)


def hold(complaint: Complaint, steps: Collection[Step] = OPEN_STEPS) -> None:
    """Lock the complaint until the end of the transaction and see it as it is now; raises MoveNotAllowed in another step.

    All that an action reads afterwards (names, points, declarations) changes only under this lock. One statement.
    """
    row = Complaint.objects.select_for_update().filter(pk=complaint.pk).values().get()
    for name, value in row.items():
        setattr(complaint, name, value)
    if complaint.step not in steps:
        raise MoveNotAllowed(MOVED_ALREADY)


@contextmanager
def only_if_unchanged(complaint: Complaint, version: int) -> Iterator[None]:
    """One act on a complaint as somebody saw it (the version of its dossier): all of it, or Conflict when it changed since.

    The complaint is locked before its dossier, as every action here does: two people at once wait for each other, never both.
    """
    with transaction.atomic():
        hold(complaint, frozenset(Step))
        with only_if_dossier_unchanged(complaint.dossier, version):
            yield


def require_coordinator(by: Actor, complaint: Complaint) -> None:
    """Raise unless this actor may coordinate this complaint, and is independent of it.

    The ladder: a coordinator; when each of them is concerned, the algemeen directeur. Never nobody.
    """
    if by.kind is ActorKind.SYSTEM:
        return
    if may(by, "complaints.coordinate"):
        found = conflicts_of(complaint, by.id)
        if found:
            raise RuleViolation(f"Je kan deze klacht niet coördineren. {found[0].sentence}")
        return
    if may(by, "complaints.advise") and by.id in {person.id for person in coordinators_for(complaint)}:
        return
    raise NotAllowed(NOT_YOURS)


def require_handler(by: Actor, complaint: Complaint) -> None:
    """Raise unless this actor is the handler, may investigate, and is still independent."""
    if complaint.handler_id != by.id or not may(by, "complaints.investigate", own=complaint.handler_id == by.id):
        raise NotAllowed(NOT_YOURS)
    found = conflicts_of(complaint, by.id)
    if found:
        raise RuleViolation(f"Je kan deze klacht niet (meer) behandelen. {found[0].sentence}")


def require_handler_or_coordinator(by: Actor, complaint: Complaint) -> None:
    """Raise unless :func:`require_handler` or :func:`require_coordinator`."""
    if by.is_staff and complaint.handler_id == by.id:
        require_handler(by, complaint)
    else:
        require_coordinator(by, complaint)


def require_director(by: Actor, complaint: Complaint) -> None:
    """Raise unless this actor may advise on a difference, and is independent of the complaint."""
    if not may(by, "complaints.advise"):
        raise NotAllowed(NOT_YOURS)
    found = conflicts_of(complaint, by.id)
    if found:
        raise RuleViolation(f"Je kan over deze klacht geen advies geven. {found[0].sentence}")


def staff_id_of(by: Actor) -> int:
    """The account of a colleague (or the ombudsman) who signs something; raises NotAllowed for anybody else."""
    if by.id is None or by.kind not in (ActorKind.STAFF, ActorKind.OMBUDSMAN):
        raise NotAllowed(NOT_YOURS)
    return by.id


def is_complainant(by: Actor, complaint: Complaint) -> bool:
    """Whether this is the citizen whose link opens the complaint."""
    return by.kind is ActorKind.CITIZEN and complaint.pk in by.dossier_ids


def require_mover(by: Actor, row: Move, complaint: Complaint) -> None:
    """Raise unless it is this actor's move. One of the hands that the table names is enough."""
    if by.kind is ActorKind.CITIZEN:
        if By.COMPLAINANT in row.by and is_complainant(by, complaint):
            return
        raise NotAllowed("Dit is niet jouw klacht.")
    if row.by >= {By.COORDINATOR, By.HANDLER}:
        require_handler_or_coordinator(by, complaint)
    elif By.COORDINATOR in row.by:
        require_coordinator(by, complaint)
    elif By.HANDLER in row.by:
        require_handler(by, complaint)
    else:
        require_director(by, complaint)


def begin(
    complaint: Complaint,
    row: Move,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    grounds: Collection[str] = (),
) -> None:
    """Lock the complaint, and raise unless it is in the right step, it is this actor's move, and nothing is missing."""
    hold(complaint, row.from_steps)
    require_mover(by, row, complaint)
    if row.needs:
        facts = facts_of(complaint, today=local_date(at))
        lacking = missing(row, facts, reason=reason, grounds=grounds)
        if lacking:
            raise RuleViolation(facts.sentence(lacking[0]), field=lacking[0].value)


def move(complaint: Complaint, row: Move, *, at: datetime, **values: Any) -> None:
    """Move along one row of the table and show it on the dossier's row; raises MoveNotAllowed. Two statements."""
    if row.to_step is Step.CLOSED:
        values |= {"closed_at": at, "outcome": "" if row.outcome is None else row.outcome.value}
    moved = Complaint.objects.filter(pk=complaint.pk, step__in=row.from_steps).update(step=row.to_step, **values)
    if not moved:
        raise MoveNotAllowed(MOVED_ALREADY)
    complaint.step = row.to_step
    for name, value in values.items():
        setattr(complaint, name, value)
    show_on_dossier(complaint, at=at)


def show_on_dossier(complaint: Complaint, *, at: datetime, waits_for: WaitsFor | None = None) -> None:
    """Write what lists show of a complaint on its dossier: step, whose turn, handler. Closes the dossier with it."""
    handler = None if complaint.handler_id is None else Staff.objects.only("name").get(pk=complaint.handler_id)
    values = shown_in_lists(Step(complaint.step), handler, at=at, waits_for=waits_for)
    Dossier.objects.filter(pk=complaint.pk).update(version=F("version") + 1, **values)
    for name, value in values.items():
        setattr(complaint.dossier, name, value)


def shown_in_lists(
    step: Step, handler: Staff | None, *, at: datetime, waits_for: WaitsFor | None = None
) -> dict[str, Any]:
    """The columns of the dossier's row for a complaint in this step. No statement."""
    turn = waits_for or _WAITS[step]
    if step is Step.INVESTIGATION and handler is None:
        turn = WaitsFor.COORDINATOR
    values: dict[str, Any] = {
        "step_label": STEP_LABELS[step],
        "waits_for": turn,
        "handler_id": None if handler is None else handler.pk,
        "handler_name": "" if handler is None else handler.name,
    }
    if step is Step.CLOSED:
        values |= {"step": DossierStep.CLOSED, "closed_at": at, "close_reason": CloseReason.PROCEDURE_ENDED}
    return values


def note_decision(
    complaint: Complaint,
    row: Move,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    grounds: Collection[str] = (),
    refer_to: str = "",
) -> dict[str, Value]:
    """Keep what was decided with its reasons; returns what the journal entry says of it: an id and a salted hash."""
    kept = Decision.objects.create(
        complaint=complaint,
        move=row.name,
        grounds=list(grounds),
        reason=reason,
        refer_to=refer_to,
        by_id=by.id if by.is_staff else None,
        by_name=by.name or complaint.dossier.reporter_name,
        at=at,
        salt=token_hex(16),
    )
    return {"decision": kept.pk, "reason_hash": salted(reason, kept.salt) if reason else None}


def note(complaint: Complaint, entry: EntryType, *, by: Actor, at: datetime, **payload: Value) -> None:
    """Write one fact in the chain of the complaint."""
    record(entry, dossier_chain(complaint.pk), by=by, at=at, **payload)


def note_move(complaint: Complaint, entry: EntryType, *, by: Actor, at: datetime, **payload: Value) -> None:
    """Write a move in the chain of the complaint, with the step it led to."""
    note(complaint, entry, by=by, at=at, step=Step(complaint.step), **payload)
