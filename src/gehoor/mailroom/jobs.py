"""Work for the worker: looking in the mailboxes, and reading what was kept. Everything here may run twice."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from gehoor.kernel.clock import now
from gehoor.mailroom.actions.alerting import tell_troubles
from gehoor.mailroom.actions.collecting import collect, due_mailboxes
from gehoor.mailroom.actions.reading import read_each, unread
from gehoor.mailroom.models import Mailbox
from gehoor.organisation.queries import staff_by_id

_AGAIN = RetryStrategy(max_attempts=5, exponential_wait=4)
_TURN = 200
_PATIENCE = timedelta(minutes=5)
"""How long a kept mail may wait for its own job before the sweeper reads it."""


@app.task(queue="mailroom")
def read(*, mail_ids: list[int]) -> None:
    """Read some kept mails. One that fails is left for later and holds up none behind it."""
    read_each(mail_ids, clock=now)


@app.task(queue="mailroom")
def look(*, mailbox_id: int) -> None:
    """Take what waits in one mailbox; when more waits, once more."""
    if collect(mailbox_id, clock=now):
        look_later(mailbox_id)


def look_later(mailbox_id: int) -> None:
    """Defer a look; one at a time per mailbox, and one waiting at most."""
    name = f"mailroom.look:{mailbox_id}"
    try:
        with transaction.atomic():
            look.configure(lock=name, queueing_lock=name).defer(mailbox_id=mailbox_id)
    except AlreadyEnqueued:
        pass


@app.periodic(cron="* * * * *")
@app.task(queue="mailroom", queueing_lock="mailroom.look_everywhere")
def look_everywhere(timestamp: int) -> None:
    """Every minute: a look in each mailbox that nobody watches, apart, so that one that hangs holds up no other."""
    for mailbox_id in due_mailboxes(at=now()):
        look_later(mailbox_id)


@app.periodic(cron="*/2 * * * *")
@app.task(queue="mailroom", queueing_lock="mailroom.read_forgotten")
def read_forgotten(timestamp: int) -> None:
    """Read what was kept and whose job got lost."""
    read_each(unread(_TURN, kept_before=now() - _PATIENCE), clock=now)


@app.periodic(cron="* * * * *")
@app.task(queue="mailroom", queueing_lock="mailroom.tell_troubles")
def tell(timestamp: int) -> None:
    """Tell people of a mailbox that stays unreadable, and that it works again."""
    tell_troubles(at=now())


@app.task(queue="mail", retry=_AGAIN)
def tell_of_mailbox(*, mailbox_id: int, staff_id: int, failing: bool) -> None:
    """Mail one of them; not when meanwhile it is the other way round."""
    box = Mailbox.objects.filter(pk=mailbox_id).first()
    person = staff_by_id([staff_id]).get(staff_id)
    if box is None or person is None or failing is (box.failing_since is None):
        return
    subject = f"De mailbox “{box.name}” {'is niet te lezen' if failing else 'werkt weer'}"
    where = f"{settings.GEHOOR_BASE_URL}{reverse('desk:mailboxes')}"
    context = {"name": person.name, "box": box, "failing": failing, "where": where, "city": settings.GEHOOR_CITY}
    body = render_to_string("mailroom/mailbox_failing.txt", context)
    headers = {"Auto-Submitted": "auto-generated"}
    EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [person.email], headers=headers).send()
