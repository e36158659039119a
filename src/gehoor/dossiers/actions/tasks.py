"""Work for somebody, found again under *Taken*."""

from datetime import date, datetime

from django.db import transaction

from gehoor.dossiers import entries
from gehoor.dossiers.models import Dossier, WorkItem
from gehoor.journal.entries import dossier_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import SYSTEM, Actor
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import InvalidInput
from gehoor.organisation.models import Department, Staff

LONGEST_TITLE = 300
READ_IT = "De melder schreef een bericht. Lees het en kijk of er nog iets moet gebeuren."


@transaction.atomic
def add_work(
    dossier: Dossier,
    *,
    kind: WorkItem.Kind,
    title: str,
    department: Department,
    by: Actor,
    at: datetime,
    due_on: date | None = None,
    assignee: Staff | None = None,
) -> WorkItem:
    """Put something on the list of a department or a person. The caller checked who may. A long title is cut, with a mark."""
    title = " ".join(title.replace("\x00", "").split())
    if not title:
        raise InvalidInput("Schrijf eerst een tekst.", field="title")
    item = WorkItem.objects.create(
        dossier=dossier,
        kind=kind,
        title=title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 2].rstrip() + " …",
        department=department,
        assignee=assignee,
        due_on=due_on,
        created_at=at,
        created_by_id=by.id if by.is_staff else None,
    )
    record(entries.WORK_ADDED, dossier_chain(dossier.pk), by=by, at=at, work_item=item.pk, kind=kind.value)
    return item


@transaction.atomic
def ask_to_read(dossier: Dossier, *, at: datetime) -> None:
    """Have somebody read what the reporter wrote where no step waits for it: in a closed dossier, in a complaint.

    One task, however many messages came before somebody read them. For whoever handles it while it is open.
    """
    waiting = WorkItem.objects.filter(dossier=dossier, kind=WorkItem.Kind.TASK, title=READ_IT, done_at=None)
    if waiting.exists():
        return
    add_work(
        dossier,
        kind=WorkItem.Kind.TASK,
        title=READ_IT,
        department=dossier.department,
        assignee=dossier.handler if dossier.is_open else None,
        by=SYSTEM,
        at=at,
        due_on=local_date(at),
    )
