"""The door to what was sent: who opened it on the tracking page is written down there, as every look at a file of somebody is."""

from collections.abc import Iterable
from datetime import datetime

from gehoor.correspondence.models import Direction
from gehoor.correspondence.queries import Said
from gehoor.journal.entries import message_chain
from gehoor.journal.reads import log_reads
from gehoor.kernel.actors import Actor


def opened(shown: Iterable[Said], *, by: Actor, at: datetime) -> None:
    """The citizen has these messages before them: the first time of each is kept. One statement the first time, none after."""
    new = [said.message.pk for said in shown if said.seen_at is None and said.message.direction == Direction.OUT]
    if new:
        log_reads(map(message_chain, new), by=by, at=at)
