"""The doors: to a message that something went wrong with, and to what the data protection officer judges."""

from datetime import datetime
from uuid import UUID

from gehoor.complaints.access import complaint_for
from gehoor.correspondence.models import Message
from gehoor.correspondence.personal import PERSONAL
from gehoor.correspondence.queries import Said, conversation
from gehoor.dossiers.access import dossier_for
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.models import Dossier
from gehoor.dossiers.scope import visible
from gehoor.kernel.actors import Actor
from gehoor.kernel.errors import NotFound
from gehoor.mishaps.models import BreachReport
from gehoor.organisation.access import require

JUDGE = "breaches.judge"
MOST = 200
NO_SUCH_MESSAGE = "We vinden dit bericht niet."


def place_for(actor: Actor, reference: str, *, at: datetime) -> Dossier:
    """The dossier or complaint with that reference, through its own door. Raises NotFound."""
    found = dossier_for(actor, reference)
    if found.kind != Kind.COMPLAINT:
        return found
    return complaint_for(actor, reference, at=at, why="vergissing").dossier


def said_in(dossier: Dossier, public_id: UUID) -> Said:
    """A message of the dossier's own conversation, with its files. Raises NotFound."""
    for said in conversation(dossier.thread_id):
        if said.message.public_id == public_id:
            return said
    raise NotFound(NO_SUCH_MESSAGE)


def is_formal(message: Message) -> bool:
    """Whether it is a letter of the procedure rather than what somebody wrote."""
    return bool(message.letter) and message.letter not in PERSONAL


def reports_for(actor: Actor) -> list[BreachReport]:
    """What waits for a judgement, the oldest first, then what was judged; of dossiers this person may see. Raises NotAllowed."""
    require(actor, JUDGE)
    rows = BreachReport.objects.filter(mishap__dossier__in=visible(actor))
    rows = rows.select_related("mishap__dossier", "by", "judged_by")
    return [*rows.filter(judged_at=None)[:MOST], *rows.exclude(judged_at=None).order_by("-judged_at")[:MOST]]


def report_for(actor: Actor, pk: int) -> BreachReport:
    """One of them. Raises NotAllowed and NotFound."""
    require(actor, JUDGE)
    rows = BreachReport.objects.filter(mishap__dossier__in=visible(actor), pk=pk)
    found = rows.select_related("mishap__dossier", "mishap__message", "by", "judged_by", "work_item").first()
    if found is None:
        raise NotFound("We vinden deze melding niet.")
    return found
