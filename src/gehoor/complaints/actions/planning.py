"""Work that a complaint asks for beside the procedure: who does what, by when."""

from datetime import date, datetime

from django.db import transaction

from gehoor.complaints.actions.moving import hold, require_handler_or_coordinator, words
from gehoor.complaints.conflicts import coordinators_for
from gehoor.complaints.models import Complaint
from gehoor.complaints.procedure import Step
from gehoor.dossiers.actions.tasks import add_work
from gehoor.dossiers.models import WorkItem
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import InvalidInput
from gehoor.organisation.models import Department, Staff

LONGEST_TASK = 300


def task_takers(complaint: Complaint) -> dict[int, str]:
    """Who may be given a task by name: who works on the complaint, and who may coordinate it. Id and name."""
    people = {one.pk: one.name for one in (complaint.coordinator, complaint.handler) if one is not None}
    return people | {one.staff_id: one.name for one in coordinators_for(complaint)}


@transaction.atomic
def plan_work(
    complaint: Complaint,
    *,
    title: str,
    due_on: date,
    by: Actor,
    at: datetime,
    assignee_id: int | None = None,
    department_id: int | None = None,
) -> WorkItem:
    """Give somebody who sees the complaint a task, or a department that sees only the words of the task.

    By handler or coordinator, also when the complaint is closed: what was promised has to be done. Raises InvalidInput.
    """
    hold(complaint, frozenset(Step))
    require_handler_or_coordinator(by, complaint)
    title = words(title, field="title", sentence="Schrijf wat er moet gebeuren.")
    if len(title) > LONGEST_TASK:
        raise InvalidInput(f"Schrijf hoogstens {LONGEST_TASK} tekens.", field="title")
    if due_on < local_date(at):
        raise InvalidInput("Deze dag is al voorbij. Kies vandaag of later.", field="due_on")
    return add_work(
        complaint.dossier,
        kind=WorkItem.Kind.TASK,
        title=title,
        department=complaint.dossier.department if department_id is None else _department(department_id),
        assignee=_taker(complaint, assignee_id) if department_id is None else None,
        due_on=due_on,
        by=by,
        at=at,
    )


def _taker(complaint: Complaint, staff_id: int | None) -> Staff:
    if staff_id not in task_takers(complaint):
        raise InvalidInput("Kies wie het doet.", field="who")
    return Staff.objects.get(pk=staff_id)


def _department(pk: int) -> Department:
    found = Department.objects.filter(pk=pk).first()
    if found is None:
        raise InvalidInput("Kies wie het doet.", field="who")
    return found
