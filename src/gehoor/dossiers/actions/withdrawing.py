"""What withdrawing a message means for its dossier: nothing waits for it any more, and nobody posts it."""

from datetime import datetime

from gehoor.correspondence.models import Message
from gehoor.dossiers import entries
from gehoor.dossiers.actions.clock_changes import run_again
from gehoor.dossiers.actions.moving import move
from gehoor.dossiers.lifecycle import HEAR_BACK, WaitsFor
from gehoor.dossiers.models import Dossier, FirstLineOffer, Held, WorkItem
from gehoor.journal.entries import dossier_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import Actor

_ABOUT_SENDING = (WorkItem.Kind.POST, WorkItem.Kind.MAIL_FAILED)


def nothing_waits_for(dossier: Dossier, message: Message, *, by: Actor, at: datetime) -> None:
    """Letter tasks are done; a question that waited for its answer, or an offer, was not made: the department goes on."""
    for item in WorkItem.objects.filter(message=message, kind__in=_ABOUT_SENDING, done_at=None):
        WorkItem.objects.filter(pk=item.pk).update(done_at=at, done_by_id=by.staff_id, outcome="Ingetrokken.")
        record(entries.WORK_DONE, dossier_chain(dossier.pk), by=by, at=at, work_item=item.pk)
    if _waited_for(message):
        run_again(dossier, message, by=by, at=at)
        dossier.refresh_from_db(fields=["step"])
        if dossier.step in HEAR_BACK.from_steps:
            move(dossier, HEAR_BACK, waits_for=WaitsFor.DEPARTMENT)


def typed_words(message: Message) -> str:
    """The words as somebody typed them, when they were kept apart from the letter around them."""
    return Held.objects.filter(message=message).values_list("text", flat=True).first() or ""


def _waited_for(message: Message) -> bool:
    offered = FirstLineOffer.objects.filter(message=message, reply="").exists()
    return offered or Held.objects.filter(message=message).exclude(step_before="").exists()
