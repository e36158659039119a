"""Who investigates: assigning a handler, refusing one, lifting a refusal, declarations."""

from datetime import datetime

from django.db import transaction

from gehoor.complaints import entries
from gehoor.complaints.actions.barring import keep_independent, staff_member
from gehoor.complaints.actions.first_talk import suggest_first_talk
from gehoor.complaints.actions.joining import hand_to_joined
from gehoor.complaints.actions.moving import (
    begin,
    hold,
    move,
    note,
    note_decision,
    note_move,
    require_handler,
    staff_id_of,
    words,
)
from gehoor.complaints.conflicts import CANNOT_BE_LIFTED, concerned_in
from gehoor.complaints.models import Complaint, Declaration, Override
from gehoor.complaints.procedure import ASSIGN_HANDLER
from gehoor.dossiers.actions.messages import optional
from gehoor.kernel.actors import Actor
from gehoor.kernel.errors import InvalidInput, NotAllowed, RuleViolation
from gehoor.organisation.access import actor_for, may, require

DECLARED = "Ik was niet betrokken bij de feiten van deze klacht en ken de betrokkenen niet persoonlijk."


@transaction.atomic
def assign_handler(complaint: Complaint, staff_id: int, *, by: Actor, at: datetime) -> None:
    """Make somebody the handler. Refused in words when a name is unsettled or the person is not independent."""
    begin(complaint, ASSIGN_HANDLER, by=by, at=at)
    person = staff_member(staff_id)
    candidate = None if person is None else actor_for(staff_id)
    if person is None or candidate is None or not may(candidate, "complaints.investigate", own=True):
        raise InvalidInput("Deze collega onderzoekt geen klachten.", field="staff")
    found = concerned_in(complaint).conflicts_of(staff_id)
    if found:
        raise RuleViolation(f"{person.name} kan geen behandelaar zijn. {found[0].sentence}", field="staff")
    if complaint.handler_id == staff_id:
        return
    move(complaint, ASSIGN_HANDLER, at=at, handler_id=staff_id)
    decision = note_decision(complaint, ASSIGN_HANDLER, by=by, at=at)
    note_move(complaint, entries.HANDLER_ASSIGNED, by=by, at=at, staff=staff_id, **decision)
    suggest_first_talk(complaint, person, by=by, at=at)
    hand_to_joined(complaint, person, by=by, at=at)


@transaction.atomic
def override_conflict(complaint: Complaint, staff_id: int, *, reason: str, by: Actor, at: datetime) -> None:
    """A second person (``complaints.override``, not the coordinator of this complaint) lifts the refusals of one candidate.

    It stays visible in the dossier. Does not assign. Nobody can lift that somebody is named or declared an interest.
    """
    hold(complaint)
    require(by, "complaints.override")
    concerned = concerned_in(complaint)
    if by.id in (complaint.coordinator_id, staff_id):
        raise NotAllowed("Iemand anders dan de coördinator en de kandidaat zelf moet dit doen.")
    if concerned.conflicts_of(by.id):
        raise NotAllowed("Je bent zelf betrokken bij deze klacht.")
    found = concerned.conflicts_of(staff_id)
    if not found or staff_member(staff_id) is None:
        raise InvalidInput("Er is geen weigering om op te heffen.", field="staff")
    grave = [conflict for conflict in found if conflict.code in CANNOT_BE_LIFTED]
    if grave:
        raise RuleViolation(f"Deze weigering kan niemand opheffen. {grave[0].sentence}", field="staff")
    row = Override.objects.create(
        complaint=complaint,
        staff_id=staff_id,
        by_id=staff_id_of(by),
        reason=words(reason, field="reason", sentence="Zeg waarom."),
        at=at,
    )
    note(complaint, entries.OVERRIDDEN, by=by, at=at, override=row.pk, staff=staff_id)
    keep_independent(complaint, by=by, at=at)


@transaction.atomic
def declare_not_involved(complaint: Complaint, *, by: Actor, at: datetime, text: str = "") -> Declaration:
    """The handler signs not to be involved."""
    hold(complaint)
    require_handler(by, complaint)
    row = _declare(complaint, Declaration.Kind.NOT_INVOLVED, optional(text) or DECLARED, by=by, at=at)
    note(complaint, entries.NOT_INVOLVED, by=by, at=at, declaration=row.pk, staff=by.id)
    return row


@transaction.atomic
def declare_interest(complaint: Complaint, *, text: str, by: Actor, at: datetime) -> Declaration:
    """Somebody who handles or coordinates says to be involved: falls away at once, and the complaint waits for a coordinator."""
    hold(complaint)
    if not (by.is_staff and (complaint.handler_id == by.id or may(by, "complaints.view"))):
        raise NotAllowed("Je hebt niet het recht om dit te doen.")
    said = words(text, sentence="Zeg kort hoe je betrokken bent.")
    row = _declare(complaint, Declaration.Kind.INTEREST, said, by=by, at=at)
    note(complaint, entries.INTEREST, by=by, at=at, declaration=row.pk, staff=by.id)
    keep_independent(complaint, by=by, at=at)
    return row


def _declare(complaint: Complaint, kind: str, text: str, *, by: Actor, at: datetime) -> Declaration:
    return Declaration.objects.create(complaint=complaint, staff_id=staff_id_of(by), kind=kind, text=text, at=at)
