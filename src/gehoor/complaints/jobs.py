"""Work for the worker: what the clock asks of complaints, and mail to colleagues who are asked something."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from gehoor.complaints.actions.committing import tell_late_commitments
from gehoor.complaints.actions.exhibiting import number_all_exhibits
from gehoor.complaints.actions.forwarding import tell_forwarders
from gehoor.complaints.actions.packaging import make_lost_packages, make_package
from gehoor.complaints.actions.reminding import remind_of_proposals
from gehoor.complaints.actions.replaying import replay_some
from gehoor.complaints.actions.sweeping import (
    ask_for_coordinators,
    hand_back_silences,
    keep_all_independent,
    remind_departments,
    tell_late_complaints,
)
from gehoor.complaints.conflicts import CANNOT_SPEAK_FOR_IT, concerned_in
from gehoor.complaints.models import Account
from gehoor.complaints.sent_on import ended
from gehoor.dossiers.wording import day_in_words
from gehoor.kernel.clock import now
from gehoor.organisation.access import actors_with
from gehoor.organisation.queries import staff_by_id

_AGAIN = RetryStrategy(max_attempts=5, exponential_wait=4)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="complaints_sweep")
def sweep(timestamp: int) -> None:
    """Tell complainants that the city is late, remind them and departments, hand back silences, keep complaints in independent hands."""
    tell_late_complaints(at=now())
    remind_of_proposals(at=now())
    tell_late_commitments(at=now())
    remind_departments(at=now())
    hand_back_silences(at=now())
    keep_all_independent(at=now())
    number_all_exhibits(at=now())
    ask_for_coordinators(at=now())
    tell_forwarders(at=now())
    make_lost_packages(at=now())


@app.task(queue="mail", retry=_AGAIN)
def remind_department(*, account_id: int) -> None:
    """Mail who can give the account of a department that the question still waits. Nothing of the complaint stands in it."""
    account = Account.objects.select_related("department", "deadline", "complaint").get(pk=account_id)
    if account.answered_at is not None:
        return
    concerned = concerned_in(account.complaint)
    members = [
        person.id
        for person in actors_with("complaints.account")
        if account.department_id in person.department_ids
        and person.id != account.complaint.handler_id
        and not {conflict.code for conflict in concerned.conflicts_of(person.id)} & CANNOT_SPEAK_FOR_IT
    ]
    due_on = account.deadline.due_on
    by = f"Het antwoord wordt verwacht uiterlijk op {day_in_words(due_on)}.\n" if due_on else ""
    text = f"Er wacht een vraag over een klacht op het relaas van {account.department.name}.\n{by}"
    _tell([pk for pk in members if pk is not None], "Er wacht een klachtvraag op je dienst", text)


@app.task(queue="mail", retry=_AGAIN)
def ask_to_check(*, staff_id: int) -> None:
    """Mail a colleague who was heard that the report waits to be read."""
    text = "Je werd gehoord over een klacht. Het verslag van dat gesprek staat klaar: lees het na, en verbeter wat niet klopt.\n"
    _tell([staff_id], "Lees het verslag van je gesprek na", text)


@app.task(queue="mail", retry=_AGAIN)
def tell_forwarder(*, forwarding_id: int) -> None:
    """Mail the ombudsman how something ended that was sent on to the city. Nobody's name stands in it."""
    told = ended(forwarding_id)
    if told.ended_on is None:
        return  # it was opened again
    where = f"{settings.GEHOOR_BASE_URL}{reverse('ombuds:forwarded_one', args=[told.reference])}"
    theirs = f" (je kenmerk: {told.their_reference})" if told.their_reference else ""
    more = f"\nWat de klager daarover van ons las, staat hier:\n{where}\n" if told.at_the_ombudsman else ""
    body = (
        f"Dag\n\nOp {day_in_words(told.forwarded_on)} stuurde je ons een klacht door{theirs}. Bij ons heeft ze nummer "
        f"{told.reference}.\n\nZe is afgesloten op {day_in_words(told.ended_on)}: {told.outcome}.\n{more}\n"
        f"Gehoor, {settings.GEHOOR_CITY}\n"
    )
    subject = f"Afgesloten: de klacht {told.reference} die je doorstuurde"
    headers = {"Auto-Submitted": "auto-generated"}
    EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [told.notice_to], headers=headers).send()


def _tell(staff_ids: list[int], subject: str, text: str) -> None:
    where = f"{settings.GEHOOR_BASE_URL}{reverse('desk:account_requests')}"
    for person in staff_by_id(staff_ids).values():
        body = f"Dag {person.name}\n\n{text}\nJe leest het hier:\n{where}\n\nGehoor, {settings.GEHOOR_CITY}\n"
        headers = {"Auto-Submitted": "auto-generated"}
        EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [person.email], headers=headers).send()


@app.task(queue="packages", retry=_AGAIN)
def make(*, complaint_id: int) -> None:
    """Make the hand-over package of one complaint. What fails is tried again; after the kill of a worker another one makes it."""
    make_package(complaint_id, clock=now)


@app.task()
def replay(*, replay_id: int) -> None:
    """Replay past dossiers under a draft of a regulation; goes on where it was when it runs again."""
    while replay_some(replay_id, at=now()):
        pass
