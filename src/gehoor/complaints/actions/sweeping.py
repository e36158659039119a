"""Finding from the data what should have happened to complaints and did not. Everything here may run twice."""

from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef
from procrastinate.contrib.django import app

from gehoor.complaints import entries
from gehoor.complaints.actions.barring import keep_independent
from gehoor.complaints.actions.letters import send_letter
from gehoor.complaints.actions.moving import hold, note, show_on_dossier
from gehoor.complaints.lateness import late_fields, promised
from gehoor.complaints.models import Account, Complaint
from gehoor.complaints.procedure import OPEN_STEPS, Step
from gehoor.complaints.wording import rules_of
from gehoor.dossiers.actions.correcting import finish_work
from gehoor.dossiers.actions.tasks import add_work
from gehoor.dossiers.lifecycle import WaitsFor
from gehoor.dossiers.models import Deadline, WorkItem
from gehoor.journal.entries import EntryType
from gehoor.kernel.actors import SYSTEM
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import MoveNotAllowed
from gehoor.kernel.sweeping import one_by_one
from gehoor.organisation.queries import contact_point
from gehoor.regulations.clock import warning_days

AT_ONCE = 500


def _passed(term: str, *, today: date, **unmarked: None) -> list[Deadline]:
    """Running deadlines of open complaints whose last day is over and that are not marked yet."""
    running = Deadline.objects.filter(term=term, met_on=None, ended_on=None, due_on__lt=today, **unmarked)
    rows = running.filter(dossier__complaint__step__in=OPEN_STEPS)
    return list(rows.select_related("dossier__complaint", "dossier__thread").order_by("due_on")[:AT_ONCE])


def _promises_passed(*, today: date) -> dict[int, list[Deadline]]:
    """Every promise to a complainant whose last day is over and of which nobody was told yet, by complaint."""
    running = Deadline.objects.filter(met_on=None, ended_on=None, due_on__lt=today, late_told_at=None, binding=True)
    rows = running.filter(dossier__complaint__step__in=OPEN_STEPS)
    found: dict[int, list[Deadline]] = {}
    for row in rows.select_related("dossier__complaint", "dossier__thread").order_by("due_on", "pk")[:AT_ONCE]:
        if promised(row, rules_of(_complaint(row)).terms):
            found.setdefault(row.dossier_id, []).append(row)
    return found


def _complaint(row: Deadline) -> Complaint:
    complaint: Complaint = row.dossier.complaint
    complaint.dossier = row.dossier
    return complaint


def tell_late_complaints(*, at: datetime) -> int:
    """Tell each complainant that a promise of the city passed: each clock once, those that passed together in one letter.

    The letter names the second line. Returns how many letters were written.
    """
    passed = _promises_passed(today=local_date(at))
    return one_by_one(list(passed.values()), partial(_tell_late, at=at))


@transaction.atomic
def _tell_late(rows: list[Deadline], *, at: datetime) -> bool:
    complaint = _complaint(rows[0])
    try:
        hold(complaint)
    except MoveNotAllowed:
        return False
    still = Deadline.objects.filter(pk__in=[row.pk for row in rows], met_on=None, ended_on=None, late_told_at=None)
    untold = set(still.filter(due_on__lt=local_date(at)).values_list("pk", flat=True))
    rows = [row for row in rows if row.pk in untold]
    if not rows:
        return False
    still.filter(pk__in=untold).update(late_told_at=at)
    fields = late_fields(complaint, rows, day=local_date(at))
    message = send_letter(complaint, "complaint_late", by=SYSTEM, at=at, files=(), **fields)
    for row in rows:
        note(complaint, entries.TOLD_LATE, by=SYSTEM, at=at, deadline=row.pk, message=message.pk)
    return True


def hand_back_silences(*, at: datetime) -> int:
    """A reaction or a first line that stayed out: the coordinator has the next move. Nothing closes by itself."""
    today = local_date(at)
    told = 0
    for term, step, entry in (
        ("reaction", Step.REACTION, entries.REACTION_PASSED),
        ("first_line", Step.FIRST_LINE, entries.FIRST_LINE_PASSED),
    ):
        told += one_by_one(
            _passed(term, today=today, warned_on=None), partial(_hand_back, step=step, entry=entry, at=at)
        )
    return told


@transaction.atomic
def _hand_back(row: Deadline, step: Step, entry: EntryType, *, at: datetime) -> bool:
    complaint = _complaint(row)
    try:
        hold(complaint, {step})
    except MoveNotAllowed:
        return False
    still = Deadline.objects.filter(pk=row.pk, met_on=None, ended_on=None, warned_on=None)
    if not still.update(warned_on=local_date(at)):
        return False
    show_on_dossier(complaint, at=at, waits_for=WaitsFor.COORDINATOR)
    note(complaint, entry, by=SYSTEM, at=at, deadline=row.pk)
    return True


def remind_departments(*, at: datetime) -> int:
    """Remind each department of the question it did not answer yet: once before the date, once when it has passed.

    Returns how many reminders went out. After days of downtime only the one that still makes sense goes.
    """
    today = local_date(at)
    waiting = Account.objects.filter(answered_at=None, chased_at=None, deadline__due_on__isnull=False)
    waiting = waiting.filter(complaint__step__in=OPEN_STEPS, deadline__met_on=None, deadline__ended_on=None)
    passed = waiting.filter(deadline__due_on__lt=today)
    coming = waiting.filter(deadline__due_on__gte=today, reminded_at=None)
    rows = (passed | coming).select_related("deadline", "complaint__dossier").order_by("pk")[:AT_ONCE]
    return one_by_one([row for row in rows if _reminder_day(row) <= today], partial(_remind, at=at))


def _reminder_day(row: Account) -> date:
    """The first day on which the regulation warns of this term; without one, the day before the last."""
    deadline, term = row.deadline, rules_of(row.complaint).terms.get(row.deadline.term)
    due_on: date = deadline.due_on  # type: ignore[assignment]
    days = [] if term is None else warning_days(term, deadline.started_on, due_on)
    return min(days, default=due_on - timedelta(days=1))


@transaction.atomic
def _remind(row: Account, *, at: datetime) -> bool:
    passed = row.deadline.due_on is not None and row.deadline.due_on < local_date(at)
    field = "chased_at" if passed else "reminded_at"
    if not Account.objects.filter(pk=row.pk, answered_at=None, **{field: None}).update(**{field: at}):
        return False
    note(row.complaint, entries.ACCOUNT_REMINDED, by=SYSTEM, at=at, account=row.pk, passed=passed)
    app.configure_task("gehoor.complaints.jobs.remind_department", queue="mail").defer(account_id=row.pk)
    return True


def keep_all_independent(*, at: datetime) -> int:
    """See of every open complaint that its handler is still independent and that somebody coordinates it.

    For what changes elsewhere: somebody moved to the department complained about, took part in the first line, left the city.
    Returns how many complaints changed hands.
    """
    going = Complaint.objects.filter(step__in=OPEN_STEPS).order_by("pk").values_list("pk", flat=True)
    return one_by_one(list(going), partial(_keep_independent, at=at))


@transaction.atomic
def _keep_independent(pk: int, *, at: datetime) -> bool:
    complaint = Complaint.objects.select_related("dossier").get(pk=pk)
    try:
        hold(complaint)
    except MoveNotAllowed:
        return False
    before = (complaint.handler_id, complaint.coordinator_id)
    keep_independent(complaint, by=SYSTEM, at=at)
    return before != (complaint.handler_id, complaint.coordinator_id)


NOBODY_COORDINATES = "Niemand die onafhankelijk is, kan deze klacht coördineren. Vraag de beheerder wie dat wel kan."
"""The top of the ladder: every coordinator and the algemeen directeur are concerned, or left."""


def ask_for_coordinators(*, at: datetime) -> int:
    """Give the contact point a task for each open complaint that nobody may coordinate, and end it when somebody does.

    Who has the task sees the number of the complaint, and nothing of what is in it. Returns how many tasks were made.
    """
    asked = WorkItem.objects.filter(kind=WorkItem.Kind.TASK, title=NOBODY_COORDINATES, done_at=None)
    answered = asked.exclude(dossier__complaint__step__in=OPEN_STEPS, dossier__complaint__coordinator=None)
    one_by_one(list(answered), partial(_end, at=at))
    waiting = Complaint.objects.filter(step__in=OPEN_STEPS, coordinator=None)
    unasked = waiting.filter(~Exists(asked.filter(dossier=OuterRef("pk")))).select_related("dossier").order_by("pk")
    return one_by_one(list(unasked[:AT_ONCE]), partial(_ask_for_coordinator, at=at))


@transaction.atomic
def _ask_for_coordinator(complaint: Complaint, *, at: datetime) -> int:
    hold(complaint)
    if complaint.coordinator_id is not None:
        return 0
    add_work(
        complaint.dossier,
        kind=WorkItem.Kind.TASK,
        title=NOBODY_COORDINATES,
        department=contact_point(),
        by=SYSTEM,
        at=at,
        due_on=local_date(at),
    )
    return 1


@transaction.atomic
def _end(item: WorkItem, *, at: datetime) -> int:
    finish_work(item, outcome="Niet meer nodig.", by=SYSTEM, at=at)
    return 1
