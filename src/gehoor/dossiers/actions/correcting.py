"""Correcting a typo, with the original kept; and work to be done."""

from datetime import date, datetime

from django.db import transaction

from gehoor.correspondence.models import Direction, Message
from gehoor.dossiers import entries
from gehoor.dossiers.actions.messages import optional, written
from gehoor.dossiers.actions.moving import require_work
from gehoor.dossiers.actions.posting import require_finish
from gehoor.dossiers.actions.tasks import add_work
from gehoor.dossiers.models import Correction, Dossier, WorkItem
from gehoor.journal.entries import dossier_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import Conflict, InvalidInput, NotFound
from gehoor.organisation.models import Staff

CORRECTABLE = {"title": 200, "place": 250, "occurred": 200}
"""What may be corrected on the row, and how long it may be."""


@transaction.atomic
def correct(dossier: Dossier, field: str, after: str, *, by: Actor, at: datetime) -> Correction:
    """Correct the title, the place or the moment on a dossier; what it was stays readable."""
    require_work(by, dossier, "dossiers.correct")
    if field not in CORRECTABLE:
        raise InvalidInput("Dit veld kan je niet verbeteren.", field=field)
    longest = CORRECTABLE[field]
    after = after.replace("\x00", "").strip()
    if len(after) > longest or (field == "title" and not after):
        raise InvalidInput(f"Schrijf hoogstens {longest} tekens.", field="after")
    before = getattr(dossier, field)
    changed = Dossier.objects.filter(pk=dossier.pk, **{field: before}).update(**{field: after})
    if not changed:
        raise Conflict("Iemand anders verbeterde dit net. Bekijk het opnieuw.")
    return _keep(dossier, field, None, before, after, by=by, at=at)


@transaction.atomic
def correct_message(dossier: Dossier, message_id: int, after: str, *, by: Actor, at: datetime) -> Correction:
    """Correct a typo in what was typed in for a reporter; the original text is kept."""
    require_work(by, dossier, "dossiers.correct")
    message = (
        Message.objects.select_for_update()
        .filter(pk=message_id, thread=dossier.thread_id, direction=Direction.IN)
        .first()
    )
    if message is None:
        raise NotFound("We vinden dit bericht niet.")
    before, message.body = message.body, written(after, field="after")
    message.save(update_fields=["body"])
    return _keep(dossier, "message", message, before, message.body, by=by, at=at)


def _keep(
    dossier: Dossier, field: str, message: Message | None, before: str, after: str, *, by: Actor, at: datetime
) -> Correction:
    correction = Correction.objects.create(
        dossier=dossier, field=field, message=message, before=before, after=after, by_id=by.staff_id, at=at
    )
    record(entries.CORRECTED, dossier_chain(dossier.pk), by=by, at=at, correction=correction.pk, field=field)
    return correction


@transaction.atomic
def plan_work(
    dossier: Dossier, *, title: str, by: Actor, at: datetime, due_on: date | None = None, assignee: Staff | None = None
) -> WorkItem:
    """Add a task to a dossier one works on."""
    require_work(by, dossier)
    return add_work(
        dossier,
        kind=WorkItem.Kind.TASK,
        title=title,
        department=dossier.department,
        by=by,
        at=at,
        due_on=due_on,
        assignee=assignee,
    )


@transaction.atomic
def plan_callback(dossier: Dossier, *, who: str, by: Actor, at: datetime) -> WorkItem:
    """Promise the reporter a call, today."""
    require_work(by, dossier)
    return add_work(
        dossier,
        kind=WorkItem.Kind.CALLBACK,
        title=f"Bel {who} terug",
        department=dossier.department,
        by=by,
        at=at,
        due_on=local_date(at),
    )


@transaction.atomic
def finish_work(item: WorkItem, *, outcome: str, by: Actor, at: datetime) -> None:
    """Say what came of it. Doing it twice raises Conflict. A letter to post is finished by :mod:`posting`."""
    require_finish(by, item)
    if item.kind == WorkItem.Kind.POST:
        raise InvalidInput("Open de brief: daar zeg je dat hij verstuurd is.")
    if item.kind == WorkItem.Kind.QUESTION:
        raise InvalidInput("Antwoord op de vraag van de ombudsman: dan is deze taak gedaan.")
    if item.kind == WorkItem.Kind.COMMITMENT:
        raise InvalidInput("Zeg bij de toezegging wat er gedaan is: de klager krijgt daar bericht van.")
    if item.kind == WorkItem.Kind.BREACH:
        raise InvalidInput("Schrijf je oordeel bij de melding van het datalek: dan is deze taak gedaan.")
    done = WorkItem.objects.filter(pk=item.pk, done_at=None).update(
        done_at=at, done_by_id=by.id, outcome=optional(outcome, field="outcome")
    )
    if not done:
        raise Conflict("Deze taak is al gedaan.")
    record(entries.WORK_DONE, dossier_chain(item.dossier_id), by=by, at=at, work_item=item.pk)
