"""Reminding people outside of what they were asked. Found from the data, so downtime loses none; may run twice."""

from datetime import datetime
from functools import partial

from django.db import transaction

from gehoor.dossiers import entries
from gehoor.dossiers.actions.inquiring import remind_by_mail
from gehoor.dossiers.actions.inquiry_letters import coming, passed
from gehoor.dossiers.inquiries import facts_of
from gehoor.dossiers.lifecycle import Step
from gehoor.dossiers.models import Inquiry
from gehoor.dossiers.outside import Reminder, reminder
from gehoor.journal.entries import dossier_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import SYSTEM
from gehoor.kernel.clock import local_date
from gehoor.kernel.sweeping import one_by_one
from gehoor.regulations.queries import calendar_under

AT_ONCE = 500
_MARK = {Reminder.COMING: "reminded_at", Reminder.PASSED: "chased_at"}
_NOTE = {Reminder.COMING: coming, Reminder.PASSED: passed}


def remind_outside(*, at: datetime) -> int:
    """Remind each who did not answer yet: once before the last day, once after it; returns how many.

    Not once the dossier is closed: nobody waits for it any more. Two statements and one for each that waits.
    """
    waiting = Inquiry.objects.filter(ending="", answered_at=None, declined_at=None, chased_at=None)
    waiting = waiting.exclude(dossier__step=Step.CLOSED).select_related("dossier__department", "thread")
    return one_by_one(list(waiting.order_by("due_on", "pk")[:AT_ONCE]), partial(_remind, at=at))


@transaction.atomic
def _remind(inquiry: Inquiry, *, at: datetime) -> int:
    dossier = inquiry.dossier
    calendar = calendar_under(dossier.body_id, dossier.regulation_version_id)
    due = reminder(facts_of(inquiry), calendar, today=local_date(at))
    if due is None:
        return 0
    still = Inquiry.objects.filter(pk=inquiry.pk, ending="", answered_at=None, declined_at=None)
    if not still.filter(due_on=inquiry.due_on, **{_MARK[due]: None}).update(**{_MARK[due]: at}):
        return 0
    message = remind_by_mail(inquiry, _NOTE[due](inquiry.due_on), at=at)
    record(
        entries.INQUIRY_REMINDED,
        dossier_chain(dossier.pk),
        by=SYSTEM,
        at=at,
        inquiry=inquiry.pk,
        number=inquiry.number,
        message=message.pk,
        passed=due is Reminder.PASSED,
    )
    return 1
