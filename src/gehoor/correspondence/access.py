"""The door to what was sent: who opened it on the tracking page is written down there, as every look at a file of somebody is."""

from collections.abc import Iterable
from datetime import datetime

from gehoor.correspondence.letters import codes
from gehoor.correspondence.models import Direction, Letterhead, Wording
from gehoor.correspondence.queries import Outbox, Said, outbox
from gehoor.journal.entries import message_chain
from gehoor.journal.reads import log_reads
from gehoor.kernel.actors import Actor
from gehoor.kernel.errors import NotFound
from gehoor.organisation.access import require
from gehoor.organisation.models import Body


def opened(shown: Iterable[Said], *, by: Actor, at: datetime) -> None:
    """The citizen has these messages before them: the first time of each is kept. One statement the first time, none after."""
    told = [said for said in shown if said.message.direction == Direction.OUT and said.message.withdrawn_at is None]
    new = [said.message.pk for said in told if said.seen_at is None]
    if new:
        log_reads(map(message_chain, new), by=by, at=at)


_NO_SUCH_LETTER = "We vinden deze brief niet."


def wordings_for(actor: Actor, code: str = "") -> list[Wording]:
    """All versions of the letters (or of one), newest first, for who may edit them. Raises NotAllowed, NotFound."""
    require(actor, "letters.manage")
    if code and code not in codes():
        raise NotFound(_NO_SUCH_LETTER)
    rows = Wording.objects.select_related("written_by", "decided_by").order_by("code", "-number")
    return list(rows.filter(code=code) if code else rows)


def wording_for(actor: Actor, code: str, number: int) -> Wording:
    """One version. Raises NotAllowed, NotFound."""
    for row in wordings_for(actor, code):
        if row.number == number:
            return row
    raise NotFound(_NO_SUCH_LETTER)


def outbox_for(actor: Actor, *, at: datetime) -> Outbox:
    """How mail out stands, for who sets it up. Raises NotAllowed."""
    require(actor, "organisation.manage")
    return outbox(at=at)


def letterhead_for(actor: Actor, code: str) -> tuple[Body, Letterhead | None]:
    """A body and how its mail looks, when that was ever set. Raises NotAllowed, NotFound."""
    require(actor, "organisation.manage")
    body = Body.objects.filter(code=code).first()
    if body is None:
        raise NotFound("We vinden dit bestuur niet.")
    return body, Letterhead.objects.filter(body=body).first()
