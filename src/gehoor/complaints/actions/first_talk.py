"""The first talk with the complainant: a task that is suggested, and that ends when it has no sense any more."""

from datetime import datetime, timedelta

from gehoor.complaints.models import Complaint, Hearing
from gehoor.dossiers.actions.tasks import add_work
from gehoor.dossiers.entries import WORK_DONE
from gehoor.dossiers.models import WorkItem
from gehoor.journal.entries import dossier_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import local_date
from gehoor.organisation.models import Staff

FIRST_TALK = "Eerste gesprek met de klager: luister, en vraag wat het zou oplossen"
FIRST_TALK_WITHIN = timedelta(days=7)


def suggest_first_talk(complaint: Complaint, handler: Staff, *, by: Actor, at: datetime) -> None:
    """Put the first talk with the complainant on the list of who investigates, unless they were heard already."""
    if Hearing.objects.filter(complaint=complaint, whom=Hearing.Whom.COMPLAINANT).exists():
        return
    open_talks = WorkItem.objects.filter(
        dossier=complaint.pk, kind=WorkItem.Kind.CALLBACK, title=FIRST_TALK, done_at=None
    )
    if open_talks.update(assignee=handler):
        return
    add_work(
        complaint.dossier,
        kind=WorkItem.Kind.CALLBACK,
        title=FIRST_TALK,
        department=complaint.dossier.department,
        assignee=handler,
        due_on=local_date(at + FIRST_TALK_WITHIN),
        by=by,
        at=at,
    )


def end_first_talk(complaint: Complaint, outcome: str, *, by: Actor, at: datetime) -> None:
    """Take it off the list, with the reason why. In the caller's transaction; nothing happens when it is not there."""
    open_talks = WorkItem.objects.filter(
        dossier=complaint.pk, kind=WorkItem.Kind.CALLBACK, title=FIRST_TALK, done_at=None
    )
    done_by = by.id if by.is_staff else None
    for pk in list(open_talks.values_list("pk", flat=True)):
        WorkItem.objects.filter(pk=pk).update(done_at=at, done_by_id=done_by, outcome=outcome)
        record(WORK_DONE, dossier_chain(complaint.pk), by=by, at=at, work_item=pk)
