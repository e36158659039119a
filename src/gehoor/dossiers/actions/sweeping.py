"""Finding from the data what should have happened and did not, and doing it. Everything here may run twice."""

from datetime import datetime
from functools import partial

from django.db import transaction

from gehoor.correspondence.models import Message
from gehoor.dossiers import entries
from gehoor.dossiers.actions.messages import addressee_of, count_message
from gehoor.dossiers.actions.posting import write_letter
from gehoor.dossiers.actions.tasks import add_work
from gehoor.dossiers.lists import silent_first_lines, unreported_failures
from gehoor.dossiers.models import Deadline, Dossier, WorkItem
from gehoor.dossiers.wording import day_in_words
from gehoor.journal.entries import dossier_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import SYSTEM
from gehoor.kernel.clock import local_date
from gehoor.kernel.sweeping import one_by_one


def tell_silences(*, at: datetime) -> int:
    """Tell each citizen whose department let the first-line term pass, once; returns how many were told."""
    return one_by_one(silent_first_lines(today=local_date(at)), partial(_tell_silence, at=at))


@transaction.atomic
def _tell_silence(row: Deadline, *, at: datetime) -> int:
    first = Deadline.objects.filter(pk=row.pk, late_told_at=None, met_on=None, ended_on=None).update(late_told_at=at)
    if not first or row.due_on is None:
        return 0
    dossier = row.dossier
    message = write_letter(
        dossier,
        "first_line_late",
        {
            "reference": dossier.reference,
            "department": dossier.department.name,
            "due_on": day_in_words(row.due_on),
        },
        to=addressee_of(dossier),
        at=at,
    )
    count_message(dossier)
    record(entries.LATE_TOLD, dossier_chain(dossier.pk), by=SYSTEM, at=at, deadline=row.pk, message=message.pk)
    return 1


def report_failed_mail(*, at: datetime) -> int:
    """Make one task for a person of each message that never arrived; returns how many were made."""
    return one_by_one(unreported_failures(), partial(report_failed, at=at))


@transaction.atomic
def report_failed(message: Message, *, at: datetime) -> int:
    """Make one task for a person of a message that never arrived; 0 when it was made before."""
    dossier = Dossier.objects.select_for_update(of=["self"]).select_related("department").get(thread=message.thread_id)
    if WorkItem.objects.filter(message=message).exists():
        return 0
    item = add_work(
        dossier,
        kind=WorkItem.Kind.MAIL_FAILED,
        title=f"Bericht {message.pk} kwam niet aan. Bel of schrijf de melder.",
        department=dossier.department,
        by=SYSTEM,
        at=at,
        due_on=local_date(at),
    )
    WorkItem.objects.filter(pk=item.pk).update(message=message)
    return 1
