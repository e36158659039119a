"""Taking back a message before it leaves the house."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from gehoor.correspondence.actions import take_back
from gehoor.dossiers import entries
from gehoor.dossiers.actions.clock_changes import run_again
from gehoor.dossiers.actions.moving import move, require_work
from gehoor.dossiers.actions.unsent import put_back
from gehoor.dossiers.lifecycle import Step, not_asked
from gehoor.dossiers.models import Dossier, Held, WorkItem
from gehoor.journal.entries import dossier_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import Actor
from gehoor.kernel.errors import Conflict

TOO_LATE = "Te laat: dit bericht is al vertrokken of teruggehaald. Klopt er iets niet? Schrijf een nieuw bericht."


@transaction.atomic
def take_back_message(dossier: Dossier, public_id: UUID, *, by: Actor, at: datetime) -> None:
    """A message to the reporter does not leave after all: its text is this person's again. Too late raises Conflict."""
    require_work(by, dossier)
    undo_message(dossier, public_id, by=by, at=at)


def undo_message(dossier: Dossier, public_id: UUID, *, by: Actor, at: datetime) -> None:
    """The same, for who may. A question that is taken back was not asked: the dossier stands where it stood."""
    held = Held.objects.filter(dossier=dossier, message__public_id=public_id).select_related("message").first()
    if held is None:
        raise Conflict(TOO_LATE)
    files = take_back(held.message_id, at=at)
    if files is None:
        raise Conflict(TOO_LATE)
    Held.objects.filter(pk=held.pk).update(taken_back_at=at)
    _nothing_to_post(held, by=by, at=at)
    if held.step_before:
        _not_asked(dossier, held, by=by, at=at)
    put_back(dossier, text=held.text, files=files, by=by, at=at)
    Dossier.objects.filter(pk=dossier.pk).update(message_count=F("message_count") - 1, version=F("version") + 1)
    record(entries.MESSAGE_TAKEN_BACK, dossier_chain(dossier.pk), by=by, at=at, message=held.message_id)


def _nothing_to_post(held: Held, *, by: Actor, at: datetime) -> None:
    for item in WorkItem.objects.filter(message=held.message_id, kind=WorkItem.Kind.POST, done_at=None):
        WorkItem.objects.filter(pk=item.pk).update(done_at=at, done_by_id=by.staff_id, outcome="Teruggehaald.")
        record(entries.WORK_DONE, dossier_chain(held.dossier_id), by=by, at=at, work_item=item.pk)


def _not_asked(dossier: Dossier, held: Held, *, by: Actor, at: datetime) -> None:
    run_again(dossier, held.message, by=by, at=at)
    dossier.refresh_from_db(fields=["step", "waits_for"])
    if dossier.step == Step.WAITING_REPORTER:
        move(dossier, not_asked(Step(held.step_before)), waits_for=held.waits_before)
