"""A complaint ends: nothing of it goes on waiting."""

from datetime import datetime

from gehoor.complaints import entries
from gehoor.complaints.actions.first_talk import end_first_talk
from gehoor.complaints.actions.moving import note
from gehoor.complaints.models import Complaint, Suspension
from gehoor.kernel.actors import Actor

_CLOSED = "De klacht werd afgesloten."


def nothing_waits(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """End the suspension and the suggested first talk of a complaint that closes. In the caller's transaction."""
    for pk in list(Suspension.objects.filter(complaint=complaint, ended_at=None).values_list("pk", flat=True)):
        Suspension.objects.filter(pk=pk).update(ended_at=at, outcome=_CLOSED)
        note(complaint, entries.SUSPENSION_ENDED, by=by, at=at, suspension=pk)
    end_first_talk(complaint, f"Niet meer nodig. {_CLOSED}", by=by, at=at)
