"""Warning whoever has to act before a term runs out. Found from the data, so a weekend of downtime loses none; may run twice."""

from datetime import datetime
from functools import partial

from django.db import transaction

from gehoor.dossiers import entries
from gehoor.dossiers.actions.deadlines import next_warning
from gehoor.dossiers.actions.tasks import add_work
from gehoor.dossiers.clocks import reckoning_of, with_changes
from gehoor.dossiers.models import Deadline, Dossier, WorkItem
from gehoor.dossiers.wording import day_in_words
from gehoor.journal.entries import dossier_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import SYSTEM
from gehoor.kernel.clock import local_date
from gehoor.kernel.sweeping import one_by_one

AT_ONCE = 500


def warn_of_deadlines(*, at: datetime, limit: int = AT_ONCE) -> int:
    """Make a task of each deadline whose warning day has come and that nobody was warned of; returns how many.

    Of several warning days that passed while nobody was there to warn, one warning comes.
    """
    running = Deadline.objects.filter(met_on=None, ended_on=None, warn_on__lte=local_date(at))
    rows = with_changes(running.select_related("dossier__department", "dossier__handler").order_by("due_on", "pk"))
    return one_by_one(rows[:limit], partial(_warn, at=at))


@transaction.atomic
def _warn(row: Deadline, *, at: datetime) -> bool:
    dossier, today = row.dossier, local_date(at)
    reckoning = reckoning_of(row, dossier)
    later = next_warning(reckoning.term, reckoning.counted_from or row.started_on, row.due_on, after=today)
    still = Deadline.objects.filter(pk=row.pk, warn_on=row.warn_on, met_on=None, ended_on=None)
    if not still.update(warn_on=later) or row.due_on is None:
        return False
    Dossier.objects.select_for_update().get(pk=dossier.pk)
    item = WorkItem.objects.filter(deadline=row.pk, done_at=None).first() or _task(row, dossier, at=at)
    record(
        entries.DEADLINE_WARNED,
        dossier_chain(dossier.pk),
        by=SYSTEM,
        at=at,
        deadline=row.pk,
        term=row.term,
        due_on=row.due_on,
        work_item=item.pk,
    )
    return True


def _task(row: Deadline, dossier: Dossier, *, at: datetime) -> WorkItem:
    due_on = day_in_words(row.due_on) if row.due_on else ""
    item = add_work(
        dossier,
        kind=WorkItem.Kind.TERM,
        title=f"{row.label}: uiterlijk op {due_on}",
        department=dossier.department,
        assignee=dossier.handler,
        by=SYSTEM,
        at=at,
        due_on=row.due_on,
    )
    WorkItem.objects.filter(pk=item.pk).update(deadline=row)
    return item
