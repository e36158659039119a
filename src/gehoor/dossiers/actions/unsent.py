"""What somebody of the city keeps to send later: a text for themselves, until it is sent."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gehoor.dossiers.actions.messages import LONGEST_MESSAGE, optional
from gehoor.dossiers.actions.moving import require_work
from gehoor.dossiers.models import Dossier, Unsent
from gehoor.files.models import StoredFile
from gehoor.kernel.actors import Actor


@transaction.atomic
def keep_for_later(dossier: Dossier, *, text: str, by: Actor, at: datetime) -> None:
    """Keep what one is writing to the reporter of a dossier one works on."""
    require_work(by, dossier)
    keep_unsent(dossier, text=text, by=by, at=at)


def keep_unsent(dossier: Dossier, *, text: str, by: Actor, at: datetime) -> None:
    """Keep this text for this person; an empty one is nothing to keep. The caller checked who may."""
    text = optional(text)
    if text:
        kept = {"text": text, "changed_at": at}
        Unsent.objects.update_or_create(dossier=dossier, staff_id=by.staff_id, defaults=kept)
    else:
        forget_unsent(dossier, by=by)


def put_back(dossier: Dossier, *, text: str, files: Sequence[StoredFile], by: Actor, at: datetime) -> None:
    """What was sent is being written again, before whatever this person had begun since. Nothing is cut off."""
    row, _ = Unsent.objects.select_for_update().get_or_create(
        dossier=dossier, staff_id=by.staff_id, defaults={"text": "", "changed_at": at}
    )
    both = f"{text}\n\n{row.text}".strip()
    row.text = both if len(both) <= LONGEST_MESSAGE else text
    row.changed_at = at
    row.save(update_fields=["text", "changed_at"])
    row.files.add(*files)


def forget_unsent(dossier: Dossier, *, by: Actor) -> None:
    """It was sent, or is not wanted any more."""
    Unsent.objects.filter(dossier=dossier, staff_id=by.staff_id).delete()
