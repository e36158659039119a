"""What the ombudsman sends on for a first try: typed in by the ombudsman, or by the coordinator when it came by letter or mail."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from procrastinate.contrib.django import app

from gehoor.complaints import entries
from gehoor.complaints.actions.filing import lodge
from gehoor.complaints.forwarded import Forwarding
from gehoor.complaints.models import Complaint
from gehoor.complaints.procedure import Step
from gehoor.dossiers.actions.intake import Receipt, Submission, register
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.models.contact import Route
from gehoor.journal.entries import dossier_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import SYSTEM, Actor, ActorKind, Scope
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import InvalidInput, NotFound
from gehoor.organisation.access import require
from gehoor.organisation.models import Staff
from gehoor.organisation.queries import contact_point
from gehoor.regulations.queries import content_of, version_on
from gehoor.regulations.schema import Content

AT_ONCE: Final = 100
LONGEST_AGO: Final = 5
"""Years: a date before that is a slip of the pen."""


@dataclass(frozen=True)
class Forwarded:
    """What comes along with the story. ``filed_on``: when the complainant went to the ombudsman; ``consent``: to pass it on to the
    city, and to hear how it ended. ``notice_to``: the address for that, when a letter was registered by the coordinator.
    """

    filed_on: date
    consent: bool
    their_reference: str = ""
    notice_to: str = ""


@transaction.atomic
def forward(submission: Submission, told: Forwarded, *, by: Actor, at: datetime) -> Receipt:
    """Take in what the ombudsman sends on: as a complaint, or as a first-line matter where the regulation says so.

    By the ombudsman (``ombuds.forward``), or the coordinator. Its terms start as for anybody else: from the day the city received it.
    The same key twice gives the same dossier. Raises InvalidInput (``field`` says which).
    """
    _require_hand(by)
    received_at = submission.received_at or at
    _check(submission, told, by=by, day=local_date(at))
    rules = content_of(version_on(contact_point().body_id, local_date(received_at)).pk)
    to_department = rules.first_line.forwarded_to_department
    sent_on = replace(submission, route=Route.OMBUDSMAN)
    registrar = _with_the_right_to_register(by)
    if to_department:
        receipt = register(replace(sent_on, kind=Kind.MELDING, is_first_line=True), by=registrar, at=at)
    else:
        receipt = lodge(replace(sent_on, kind=Kind.COMPLAINT), by=registrar, at=at)
    if not receipt.repeated:
        _keep(receipt, told, rules, day=local_date(received_at), by=by, at=at)
    return receipt


def _require_hand(by: Actor) -> None:
    if by.kind is not ActorKind.OMBUDSMAN:
        require(by, "complaints.coordinate")
    elif by.scope("ombuds.forward") is None:
        raise NotFound("Deze pagina bestaat niet.")


def _with_the_right_to_register(by: Actor) -> Actor:
    """Sending on is registering: for this one act the ombudsman has that right too."""
    rights = {**by.permissions, "dossiers.register": Scope.ALL}
    return Actor(by.kind, by.id, by.name, rights, by.department_ids)


def _check(submission: Submission, told: Forwarded, *, by: Actor, day: date) -> None:
    if not told.consent:
        raise InvalidInput("Dit kan alleen als de klager akkoord gaat. Vraag dat eerst.", field="consent")
    if told.filed_on > day:
        raise InvalidInput("Die dag moet nog komen.", field="filed_on")
    if told.filed_on.year < day.year - LONGEST_AGO:
        raise InvalidInput("Die dag ligt te ver terug. Kijk de datum na.", field="filed_on")
    received_on = local_date(submission.received_at) if submission.received_at else day
    if received_on > day:
        raise InvalidInput("Dit kan niet in de toekomst aangekomen zijn.", field="received_at")
    if received_on < told.filed_on:
        raise InvalidInput(
            "De stad kreeg het voor de klager naar de ombudsman ging. Kijk de datums na.", field="filed_on"
        )
    if not submission.reporter.name.strip():
        raise InvalidInput("Vul de naam van de klager in.", field="name")
    if by.kind is not ActorKind.OMBUDSMAN and not told.notice_to.strip():
        raise InvalidInput("Vul het e-mailadres in waar de ombudsman de afloop leest.", field="notice_to")


def _keep(receipt: Receipt, told: Forwarded, rules: Content, *, day: date, by: Actor, at: datetime) -> None:
    external = by.kind is ActorKind.OMBUDSMAN
    to = Staff.objects.values_list("email", flat=True).get(pk=by.staff_id) if external else told.notice_to
    Forwarding.objects.create(
        dossier=receipt.dossier,
        forwarded_by_id=by.id if external else None,
        registered_by_id=None if external else by.id,
        second_line=rules.second_line_on(day).name,
        their_reference=told.their_reference.strip()[:80],
        filed_on=told.filed_on,
        at=at,
        notice_to=to.strip(),
    )
    chain = dossier_chain(receipt.dossier.pk)
    record(entries.FORWARDED, chain, by=by, at=at, filed_on=told.filed_on, becomes=str(receipt.dossier.kind))


def tell_forwarders(*, at: datetime) -> int:
    """Tell the ombudsman of everything that was sent on and is over now; returns how many. Each once, also when it runs twice."""
    return sum(_tell(pk, at=at) for pk in _ended().values_list("pk", flat=True)[:AT_ONCE])


def _ended() -> QuerySet[Forwarding]:
    """Over, and not told. A first-line matter that went on as a complaint is over with that complaint."""
    goes_on = Complaint.objects.filter(dossier__arises_from=OuterRef("dossier")).exclude(step=Step.CLOSED)
    over = Forwarding.objects.filter(told_at=None, dossier__closed_at__isnull=False)
    return over.filter(~Exists(goes_on)).order_by("pk")


@transaction.atomic
def _tell(forwarding_id: int, *, at: datetime) -> bool:
    if not _ended().filter(pk=forwarding_id).update(told_at=at):
        return False
    app.configure_task("gehoor.complaints.jobs.tell_forwarder", queue="mail").defer(forwarding_id=forwarding_id)
    last = Complaint.objects.filter(dossier__arises_from=forwarding_id).order_by("-pk").values_list("pk", flat=True)
    about = last.first() or forwarding_id
    record(entries.FORWARDER_TOLD, dossier_chain(forwarding_id), by=SYSTEM, at=at, about=about)
    return True
