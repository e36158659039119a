"""Getting mail out of the house: one at a time, whatever the number of workers, so that a kill repeats one mail at the most."""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.db import DatabaseError, OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

from gehoor.correspondence import post
from gehoor.correspondence.actions import make_link_on
from gehoor.correspondence.limits import room_for, wait_for_room
from gehoor.correspondence.models import Delivery, Message
from gehoor.correspondence.trouble import verdict_on

PAUSES: Final = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=30))
"""How long to wait after each attempt that failed; the last one for all that follow."""
MOST_ATTEMPTS: Final = 150
"""Three days of half hours: then somebody has to look at it."""
_ONE_AT_A_TIME: Final = 4_862_019
"""The advisory lock of whoever is sending, held from before the mail server is called until the answer is stored."""
_PATIENCE: Final = "2s"
"""How long a worker waits while another sends, before it does something else: a slow mail server holds up mail only."""

_logger = logging.getLogger(__name__)


def send_next(*, at: datetime) -> bool:
    """Hand the mail that waited longest to the mail server; whether it makes sense to go on with the next one at once.

    Not when nothing is due, when another worker takes long over its mail, or when the mail server cannot be reached.
    A kill between the server's answer and the commit sends this one mail once more, with the same Message-ID.
    """
    try:
        return _send_next(at=at)
    except OperationalError as fault:
        if isinstance(fault.__cause__, LockNotAvailable):
            return False
        raise


@transaction.atomic
def _send_next(*, at: datetime) -> bool:
    _wait_for_ones_turn()
    due = Message.objects.filter(delivery=Delivery.QUEUED, retry_at__lte=at).order_by("retry_at", "pk")
    message = due.select_related("thread").select_for_update(of=["self"]).first()
    if message is None:
        return False
    room_at = room_for(message, at=at)
    if room_at > at:
        wait_for_room(message, room_at)
        return True
    reachable = _try(message, at=at)
    message.attempts += 1
    message.save(update_fields=["delivery", "sent_at", "retry_at", "attempts", "failure"])
    return reachable


def _wait_for_ones_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [_PATIENCE])
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])


def _try(message: Message, *, at: datetime) -> bool:
    """Send it, or note why it did not leave. False when that says something of the server rather than of this mail."""
    try:
        with transaction.atomic():
            post.hand_over(message, make_link_on(message.thread, at=at))
    except DatabaseError:
        raise
    except Exception as failure:  # whatever it is, it may not hold up those behind it
        verdict = verdict_on(failure)
        if verdict.final and not verdict.why[:1].isdigit():
            _logger.exception("Message %s cannot be made into a mail", message.pk)
        _put_off(message, verdict.why, at=at, final=verdict.final)
        return not verdict.server
    message.delivery, message.sent_at, message.retry_at, message.failure = Delivery.SENT, at, None, ""
    return True


def _put_off(message: Message, why: str, *, at: datetime, final: bool) -> None:
    message.failure = why[:300]
    if final or message.attempts + 1 >= MOST_ATTEMPTS:
        message.delivery, message.retry_at = Delivery.FAILED, None
    else:
        message.retry_at = at + PAUSES[min(message.attempts, len(PAUSES) - 1)]
