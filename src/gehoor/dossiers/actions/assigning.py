"""Who answers for a dossier: giving it to a department, to a person, and giving it back."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from gehoor.dossiers import entries
from gehoor.dossiers.actions.deadlines import begin_rows, deadline_rows, end, end_rows, running
from gehoor.dossiers.actions.intake import TERM_OF_KIND
from gehoor.dossiers.actions.moving import move, require_work
from gehoor.dossiers.lifecycle import (
    PASS_ON_ANSWERED,
    PASS_ON_WAITING,
    RETURN,
    ROUTE,
    TAKE_UP,
    Kind,
    Move,
    Step,
    WaitsFor,
)
from gehoor.dossiers.models import Assignment, Dossier
from gehoor.journal.entries import dossier_chain
from gehoor.journal.record import record, record_all
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import InvalidInput
from gehoor.organisation.access import require
from gehoor.organisation.models import Department, Staff
from gehoor.organisation.queries import contact_point

_WITH_THE_REPORTER: dict[str, Move] = {Step.WAITING_REPORTER: PASS_ON_WAITING, Step.ANSWERED: PASS_ON_ANSWERED}


def reassign(
    dossier: Dossier, *, department: Department, staff: Staff | None, reason: str, by: Actor, at: datetime
) -> Assignment:
    """End the running assignment and start another: somebody always answers for the dossier. Two statements."""
    Assignment.objects.filter(dossier=dossier, ended_at=None).update(ended_at=at)
    return Assignment.objects.create(
        dossier=dossier,
        department=department,
        staff=staff,
        reason=reason,
        by_id=by.id if by.is_staff else None,
        at=at,
    )


@transaction.atomic
def route(
    dossier: Dossier,
    *,
    kind: Kind,
    department: Department,
    by: Actor,
    at: datetime,
    category_id: int | None = None,
    staff: Staff | None = None,
    is_first_line: bool | None = None,
) -> None:
    """Give a dossier its kind, category and department, and send it there. Clocks keep running from the receipt.

    A complaint is not named here but by ``complaints.actions``. Raises NotAllowed, InvalidInput, MoveNotAllowed.
    """
    require(by, "dossiers.triage")
    if kind is Kind.COMPLAINT:
        raise InvalidInput("Een klacht volgt haar eigen procedure.", field="kind")
    if not department.is_active:
        raise InvalidInput("Deze dienst bestaat niet meer.", field="department")
    before = (dossier.kind, dossier.is_first_line)
    first_line = dossier.is_first_line if is_first_line is None else is_first_line
    move(
        dossier,
        ROUTE,
        kind=kind.value,
        kind_confirmed=True,
        is_first_line=first_line,
        category_id=category_id,
        department=department,
        handler=staff,
        handler_name="" if staff is None else staff.name,
        waits_for=WaitsFor.DEPARTMENT,
    )
    assignment = reassign(dossier, department=department, staff=staff, reason="", by=by, at=at)
    chain = dossier_chain(dossier.pk)
    facts = [
        (
            entries.ROUTED,
            {
                "department": department.pk,
                "category": category_id,
                "kind": kind.value,
                "staff": None if staff is None else staff.pk,
                "assignment": assignment.pk,
            },
        )
    ]
    if before[0] != kind:
        facts.append((entries.KIND_CHANGED, {"before": before[0], "after": kind.value}))
    record_all(facts, chain, by=by, at=at)
    if before != (kind, first_line):
        _fit_terms(dossier, by=by, at=at)


def _fit_terms(dossier: Dossier, *, by: Actor, at: datetime) -> None:
    """Another kind has another term, counted from the same receipt. A clock that ends earlier stays beside it: nobody gains time
    by renaming. A kind without a term asks for no answer."""
    code = "first_line" if dossier.is_first_line else TERM_OF_KIND.get(Kind(dossier.kind))
    if code is None:
        end(dossier, by=by, at=at)
        return
    rows = running(dossier)
    there = {row.term: row for row in rows}
    started = {} if code in there else {code: local_date(dossier.received_at)}
    new = [row for row in deadline_rows(dossier, started, at=at) if row.term not in there]
    begin_rows(dossier, new, by=by, at=at)
    latest = next((row.due_on for row in (*new, *rows) if row.term == code), None)
    over = [row for row in rows if row.term != code and later_than(row.due_on, latest)]
    end_rows(dossier, over, by=by, at=at)


def later_than(due_on: date | None, other: date | None) -> bool:
    """Whether a clock with this date asks nothing beside one with the other. One that stands still may still end first."""
    return due_on is not None and other is not None and due_on >= other


@transaction.atomic
def assign(dossier: Dossier, staff: Staff, *, by: Actor, at: datetime) -> None:
    """Give a dossier to a person of its department. While the reporter has the next move, that stays so."""
    require_work(by, dossier, "dossiers.assign")
    if not staff.is_active or not staff.memberships.filter(department=dossier.department_id).exists():
        raise InvalidInput("Deze collega werkt niet bij de dienst van dit dossier.", field="staff")
    if (waiting := _WITH_THE_REPORTER.get(dossier.step)) is not None:
        move(dossier, waiting, handler=staff, handler_name=staff.name)
    else:
        move(dossier, TAKE_UP, handler=staff, handler_name=staff.name, waits_for=WaitsFor.DEPARTMENT)
    assignment = reassign(dossier, department=dossier.department, staff=staff, reason="", by=by, at=at)
    record(entries.ASSIGNED, dossier_chain(dossier.pk), by=by, at=at, staff=staff.pk, assignment=assignment.pk)


@transaction.atomic
def give_back(dossier: Dossier, *, reason: str, by: Actor, at: datetime) -> None:
    """ "Not for us": back to the contact point with a reason. From the second time on the contact point decides."""
    require_work(by, dossier)
    if not reason.strip():
        raise InvalidInput("Zeg waarom dit niet voor jullie is.", field="reason")
    point = contact_point()
    if dossier.department_id == point.pk:
        raise InvalidInput("Dit dossier is al bij het contactpunt.")
    if dossier.returns >= 2:
        raise InvalidInput("Dit dossier kwam al twee keer terug. Het contactpunt besliste dat het bij jullie blijft.")
    move(
        dossier,
        RETURN,
        department=point,
        handler=None,
        handler_name="",
        waits_for=WaitsFor.CONTACT_POINT,
        returns=F("returns") + 1,
    )
    assignment = reassign(dossier, department=point, staff=None, reason=reason.strip(), by=by, at=at)
    record(entries.RETURNED, dossier_chain(dossier.pk), by=by, at=at, department=point.pk, assignment=assignment.pk)
