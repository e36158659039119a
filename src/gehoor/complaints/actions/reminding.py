"""Reminding the complainant of a proposal, before the term to react ends. Found from the data; may run twice."""

from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction

from gehoor.complaints import entries
from gehoor.complaints.actions.letters import send_letter
from gehoor.complaints.actions.moving import hold, note
from gehoor.complaints.models import Proposal
from gehoor.complaints.procedure import Step
from gehoor.dossiers.clocks import reckoning_of, with_changes
from gehoor.dossiers.models import Deadline
from gehoor.dossiers.wording import day_in_words
from gehoor.kernel.actors import SYSTEM
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import MoveNotAllowed
from gehoor.kernel.sweeping import one_by_one
from gehoor.regulations.clock import warning_days

AT_ONCE = 500
DAYS_BEFORE = 3
"""When the regulation does not say when to warn."""


def remind_of_proposals(*, at: datetime) -> int:
    """Remind each complainant who did not react to a proposal yet, once, before the last day; returns how many were reminded.

    After days of downtime the reminder still comes, as long as the last day is not over.
    """
    waiting = Proposal.objects.filter(reaction="", reminded_at=None, complaint__step=Step.REACTION)
    waiting = waiting.filter(deadline__due_on__gte=local_date(at), deadline__met_on=None, deadline__ended_on=None)
    rows = waiting.select_related("complaint__dossier__thread").order_by("pk")[:AT_ONCE]
    return one_by_one(list(rows), partial(_remind, at=at))


@transaction.atomic
def _remind(proposal: Proposal, *, at: datetime) -> bool:
    complaint, today = proposal.complaint, local_date(at)
    row = with_changes(Deadline.objects.filter(pk=proposal.deadline_id)).get()
    if row.due_on is None or not _reminder_day(row, proposal) <= today <= row.due_on:
        return False
    try:
        hold(complaint, {Step.REACTION})
    except MoveNotAllowed:
        return False
    if not Proposal.objects.filter(pk=proposal.pk, reaction="", reminded_at=None).update(reminded_at=at):
        return False
    sent_on = day_in_words(local_date(proposal.sent_at))
    due_on = day_in_words(row.due_on)
    message = send_letter(complaint, "proposal_reminder", by=SYSTEM, at=at, sent_on=sent_on, due_on=due_on)
    note(complaint, entries.REACTION_REMINDED, by=SYSTEM, at=at, proposal=proposal.pk, message=message.pk)
    return True


def _reminder_day(row: Deadline, proposal: Proposal) -> date:
    """The first day on which the regulation warns of this term, and never the day on which the proposal left."""
    due_on: date = row.due_on  # type: ignore[assignment]
    reckoning = reckoning_of(row, proposal.complaint.dossier)
    days = warning_days(reckoning.term, reckoning.counted_from or row.started_on, due_on)
    return max(min(days, default=due_on - timedelta(days=DAYS_BEFORE)), row.started_on + timedelta(days=1))
