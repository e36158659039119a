"""How much mail one address gets: what is over that waits its turn, in its order, and nothing is dropped.

Whoever fills in somebody else's address a thousand times does not fill their mailbox; what the law asks to send, is sent, later.
"""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import F, QuerySet, Value

from gehoor.correspondence.models import Delivery, Message, mailbox

HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)


def room_for(message: Message, *, at: datetime) -> datetime:
    """The first moment at which this mail keeps within the limits of its address: now, or later."""
    return max(
        _room(message, int(settings.GEHOOR_MAILS_AN_HOUR), HOUR, at=at),
        _room(message, int(settings.GEHOOR_MAILS_A_DAY), DAY, at=at),
    )


def wait_for_room(message: Message, until: datetime) -> None:
    """Let all that is due for this address wait until then: in one statement, so that a flood costs no more than a mail."""
    waiting = _to_same_mailbox(message).filter(delivery=Delivery.QUEUED, retry_at__lt=until)
    waiting.update(retry_at=until)


def _room(message: Message, most: int, window: timedelta, *, at: datetime) -> datetime:
    """When the oldest of the last so many leaves the window."""
    sent = _to_same_mailbox(message).filter(sent_at__gt=at - window, sent_at__lte=at).order_by("-sent_at")
    full: datetime | None = sent.values_list("sent_at", flat=True)[most - 1 : most].first()
    return at if full is None else full + window


def _to_same_mailbox(message: Message) -> QuerySet[Message]:
    own = mailbox(Value(message.to_address))
    return Message.objects.alias(mailbox=mailbox(F("to_address"))).filter(mailbox=own)
