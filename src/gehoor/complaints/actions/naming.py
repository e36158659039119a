"""Who is complained of: the names that were given, and the department."""

from datetime import datetime

from django.db import transaction

from gehoor.complaints import entries
from gehoor.complaints.actions.barring import keep_independent
from gehoor.complaints.actions.moving import hold, note, require_coordinator, require_handler_or_coordinator, words
from gehoor.complaints.models import Complaint, NamedPerson
from gehoor.kernel.actors import Actor
from gehoor.kernel.errors import Conflict, InvalidInput, NotFound
from gehoor.organisation.models import Department, Staff
from gehoor.organisation.queries import staff_named


@transaction.atomic
def add_named(complaint: Complaint, *, text: str, by: Actor, at: datetime) -> NamedPerson:
    """Note a name that came up later. When it is exactly one colleague, that person is barred at once."""
    hold(complaint)
    require_handler_or_coordinator(by, complaint)
    name = " ".join(words(text, sentence="Schrijf de naam.").split())[:200]
    if NamedPerson.objects.filter(complaint=complaint, text__iexact=name).exists():
        raise Conflict("Deze naam staat er al bij.")
    (found,) = staff_named(name)
    staff_id = found[0].pk if len(found) == 1 else None
    named = NamedPerson.objects.create(complaint=complaint, text=name, staff_id=staff_id)
    note(complaint, entries.NAME_ADDED, by=by, at=at, named=named.pk, staff=staff_id)
    keep_independent(complaint, by=by, at=at)
    return named


@transaction.atomic
def settle_name(complaint: Complaint, named_id: int, *, staff_id: int | None, by: Actor, at: datetime) -> None:
    """Say who a name is; None: nobody here. Whoever it is, is barred from the complaint at once; a sitting handler falls away.

    A mistake is put right by settling it again.
    """
    hold(complaint)
    require_coordinator(by, complaint)
    named = NamedPerson.objects.filter(complaint=complaint, pk=named_id).first()
    if named is None:
        raise NotFound("We vinden deze naam niet bij deze klacht.")
    if staff_id is not None and not Staff.objects.filter(pk=staff_id, is_external=False).exists():
        raise InvalidInput("Kies een collega uit de lijst.", field="staff")
    named.staff_id, named.is_nobody = staff_id, staff_id is None
    named.settled_by_id, named.settled_at = by.id, at
    named.save()
    payload = {"named": named.pk, "staff": staff_id, "nobody": named.is_nobody}
    note(complaint, entries.NAME_SETTLED, by=by, at=at, **payload)
    keep_independent(complaint, by=by, at=at)


@transaction.atomic
def set_department(complaint: Complaint, department_id: int, *, by: Actor, at: datetime) -> None:
    """Say which department is complained about. A handler who is no longer independent falls away."""
    hold(complaint)
    require_coordinator(by, complaint)
    department = Department.objects.filter(pk=department_id, is_active=True).first()
    if department is None:
        raise InvalidInput("Deze dienst bestaat niet (meer).", field="department")
    before = complaint.concerned_department_id
    if before == department.pk:
        return
    complaint.concerned_department = department
    Complaint.objects.filter(pk=complaint.pk).update(concerned_department=department)
    note(complaint, entries.DEPARTMENT_SET, by=by, at=at, department=department.pk, before=before)
    keep_independent(complaint, by=by, at=at)
