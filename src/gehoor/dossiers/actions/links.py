"""Tracking links: making a new one for who lost theirs."""

from datetime import datetime

from django.db import transaction

from gehoor.correspondence.actions import queue_letter
from gehoor.dossiers import entries
from gehoor.dossiers.actions.messages import addressee_of
from gehoor.dossiers.models import Dossier
from gehoor.journal.entries import dossier_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import Actor
from gehoor.kernel.references import parse_reference


def _folded(address: str) -> str:
    return address.strip().casefold()


@transaction.atomic
def send_new_link(reference: str, email: str, *, by: Actor, at: datetime) -> None:
    """Mail a new link to the stored address, when number and address belong together. Never says whether they do."""
    spelled = parse_reference(reference)
    dossier = Dossier.objects.select_related("thread").filter(reference=spelled).first() if spelled else None
    if dossier is None:
        return
    to = addressee_of(dossier)
    if not to.email or _folded(to.email) != _folded(email):
        return
    queue_letter(dossier.thread, "new_link", {"reference": dossier.reference}, to=to, at=at)
    record(entries.LINKED, dossier_chain(dossier.pk), by=by, at=at)
