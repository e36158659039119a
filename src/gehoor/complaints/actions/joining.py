"""Complaints about the same matter: investigated and judged once, each with its own points, clock and answer."""

from datetime import datetime

from django.db import transaction

from gehoor.complaints import entries
from gehoor.complaints.actions.answering import take_over
from gehoor.complaints.actions.committing import copy_to
from gehoor.complaints.actions.first_talk import end_first_talk
from gehoor.complaints.actions.letters import send_letter
from gehoor.complaints.actions.moving import (
    begin,
    hold,
    move,
    note,
    note_decision,
    note_move,
    require_coordinator,
    show_on_dossier,
    staff_id_of,
    words,
)
from gehoor.complaints.conflicts import conflicts_of
from gehoor.complaints.models import Complaint, Joining
from gehoor.complaints.procedure import FOLLOW, Step
from gehoor.kernel.actors import Actor
from gehoor.kernel.errors import InvalidInput, MoveNotAllowed, RuleViolation
from gehoor.organisation.models import Staff

_INVESTIGATION = frozenset({Step.INVESTIGATION})


def _running(**where: object) -> list[Joining]:
    rows = Joining.objects.filter(ended_at=None, **where)
    along = ("complaint__dossier__thread", "into__dossier", "complaint__handler")
    return list(rows.select_related(*along).order_by("pk"))


@transaction.atomic
def join(complaint: Complaint, into: Complaint, *, reason: str, by: Actor, at: datetime) -> Joining:
    """Handle this complaint together with another one, both under investigation. Its handler becomes that of the other one.

    Refused in words where the two would not stay independent. Letter ``joined``; no clock moves.
    """
    for one in sorted((complaint, into), key=lambda each: each.pk):
        hold(one, _INVESTIGATION)
    require_coordinator(by, complaint)
    require_coordinator(by, into)
    _check_pair(complaint, into)
    handler = _handler_for_both(complaint, into)
    joining = Joining.objects.create(
        complaint=complaint,
        into=into,
        reason=words(reason, field="reason", sentence="Zeg waarom ze samen horen."),
        by_id=staff_id_of(by),
        at=at,
    )
    _hand_over(complaint, handler, at=at)
    message = send_letter(complaint, "joined", by=by, at=at)
    note(
        complaint, entries.JOINED, by=by, at=at, joining=joining.pk, into=into.pk, staff=handler.pk, message=message.pk
    )
    note(into, entries.JOINED_HERE, by=by, at=at, joining=joining.pk, other=complaint.pk)
    return joining


def _check_pair(complaint: Complaint, into: Complaint) -> None:
    if complaint.pk == into.pk:
        raise InvalidInput("Dit is deze klacht zelf. Kies een andere.", field="reference")
    if complaint.dossier.body_id != into.dossier.body_id:
        raise RuleViolation("De twee klachten gaan over een ander bestuur.", field="reference")
    if _running(complaint=complaint):
        raise RuleViolation("Deze klacht is al bij een andere gevoegd.", field="reference")
    if _running(into=complaint):
        raise RuleViolation(
            "Bij deze klacht zijn er zelf klachten gevoegd. Voeg de andere klacht bij deze.", field="reference"
        )
    if _running(complaint=into):
        raise RuleViolation("Die klacht is zelf bij een andere gevoegd. Kies die andere.", field="reference")


def _handler_for_both(complaint: Complaint, into: Complaint) -> Staff:
    handler = Staff.objects.filter(pk=into.handler_id).first() if into.handler_id else None
    if handler is None:
        raise RuleViolation("Duid eerst een behandelaar aan in de andere klacht.", field="reference")
    _check_independent(complaint, handler)
    return handler


def _check_independent(complaint: Complaint, handler: Staff) -> None:
    found = conflicts_of(complaint, handler.pk)
    if found:
        raise RuleViolation(
            f"{handler.name} onderzoekt de andere klacht, maar kan klacht {complaint.dossier.reference} niet behandelen. "
            f"{found[0].sentence}",
            field="reference",
        )


def _hand_over(complaint: Complaint, handler: Staff, *, at: datetime) -> None:
    Complaint.objects.filter(pk=complaint.pk).update(handler=handler)
    complaint.handler_id = handler.pk
    show_on_dossier(complaint, at=at)


def hand_to_joined(complaint: Complaint, handler: Staff, *, by: Actor, at: datetime) -> None:
    """Another handler of the one is another handler of all that are joined to it; refused when not independent in each."""
    for joining in _running(into=complaint):
        _check_independent(joining.complaint, handler)
        _hand_over(joining.complaint, handler, at=at)
        note(joining.complaint, entries.JOINED, by=by, at=at, joining=joining.pk, into=complaint.pk, staff=handler.pk)


@transaction.atomic
def take_apart(complaint: Complaint, *, reason: str, by: Actor, at: datetime) -> None:
    """Go on with it by itself. It keeps its handler and its findings. Letter ``taken_apart``; no clock moves."""
    hold(complaint, _INVESTIGATION)
    require_coordinator(by, complaint)
    found = _running(complaint=complaint)
    if not found:
        raise MoveNotAllowed("Deze klacht is bij geen andere gevoegd.")
    _part(found[0], words(reason, field="reason", sentence="Zeg waarom."), by=by, at=at)


def _part(joining: Joining, reason: str, *, by: Actor, at: datetime) -> None:
    Joining.objects.filter(pk=joining.pk).update(ended_at=at)
    message = send_letter(joining.complaint, "taken_apart", by=by, at=at, text=reason)
    note(joining.complaint, entries.TAKEN_APART, by=by, at=at, joining=joining.pk, message=message.pk)
    note(joining.into, entries.JOINED_LEFT, by=by, at=at, joining=joining.pk, other=joining.complaint_id)


def part_all(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """It ends before the judgement: what was joined to it goes on by itself, and it is no longer joined to another."""
    for joining in _running(complaint=complaint):
        Joining.objects.filter(pk=joining.pk).update(ended_at=at)
        note(joining.into, entries.JOINED_LEFT, by=by, at=at, joining=joining.pk, other=complaint.pk)
    for joining in _running(into=complaint):
        if joining.complaint.step == Step.INVESTIGATION:
            _part(joining, "De andere klacht is afgesloten.", by=by, at=at)


@transaction.atomic
def follow(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """The complaint that this one is joined to was judged: this one goes to its own proposal, with its own findings."""
    begin(complaint, FOLLOW, by=by, at=at)
    joining = _running(complaint=complaint)[0]
    take_over(complaint, joining.into, by=by, at=at)
    copy_to(complaint, joining.into, by=by, at=at)
    end_first_talk(complaint, "Niet meer nodig. Het onderzoek is afgerond.", by=by, at=at)
    move(complaint, FOLLOW, at=at)
    decision = note_decision(complaint, FOLLOW, by=by, at=at, reason=joining.reason)
    note_move(complaint, entries.FOLLOWED, by=by, at=at, joining=joining.pk, **decision)


def joined_follow(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """After the judgement of the one, what is joined to it follows at once, where this coordinator may; else its own does it."""
    for joining in _running(into=complaint):
        if joining.complaint.step != Step.INVESTIGATION:
            continue
        try:
            with transaction.atomic():
                follow(joining.complaint, by=by, at=at)
        except RuleViolation:
            continue
