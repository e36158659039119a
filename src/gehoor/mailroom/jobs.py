"""Work for the worker: looking in the mailboxes, and reading what was kept. Everything here may run twice."""

from datetime import timedelta

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from gehoor.kernel.clock import now
from gehoor.mailroom.actions.collecting import active_mailboxes, collect
from gehoor.mailroom.actions.reading import read_mail, unread

_TURN = 200
_PATIENCE = timedelta(minutes=5)
"""How long a kept mail may wait for its own job before the sweeper reads it."""


@app.task(queue="mailroom")
def read(*, mail_id: int) -> None:
    """Read one kept mail."""
    read_mail(mail_id, at=now())


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
    """Every minute: a look in each mailbox, apart, so that one that hangs holds up no other."""
    for mailbox_id in active_mailboxes():
        look_later(mailbox_id)


@app.periodic(cron="*/2 * * * *")
@app.task(queue="mailroom", queueing_lock="mailroom.read_forgotten")
def read_forgotten(timestamp: int) -> None:
    """Read what was kept and whose job got lost."""
    for mail_id in unread(_TURN, kept_before=now() - _PATIENCE):
        read_mail(mail_id, at=now())
