"""Tracking links: making a new one for who lost theirs."""

from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app

from gehoor.correspondence.actions import make_link, queue_letter
from gehoor.dossiers import entries
from gehoor.dossiers.actions.messages import addressee_of
from gehoor.dossiers.models import Dossier, Draft
from gehoor.journal.entries import dossier_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import Actor
from gehoor.kernel.references import parse_reference


def _folded(address: str) -> str:
    return address.strip().casefold()


def ask_new_link(reference: str, email: str) -> None:
    """Let the worker look whether number and address belong together, and mail a new link when they do.

    The request does the same work either way: neither the answer nor the wait tells a stranger what exists.
    """
    app.configure_task("gehoor.dossiers.jobs.new_link", queue="mail").defer(reference=reference, email=email)


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
    queue_letter(dossier.thread, "new_link", {"reference": dossier.reference}, to=to, at=at, body_id=dossier.body_id)
    record(entries.LINKED, dossier_chain(dossier.pk), by=by, at=at)


@transaction.atomic
def link_of_sent(draft: Draft, *, by: Actor, at: datetime) -> str | None:
    """Another link for whoever still holds the draft that was sent, as after a double click; None when it was not sent."""
    dossier = Dossier.objects.filter(reference=draft.sent_reference).first() if draft.sent_reference else None
    if dossier is None:
        return None
    record(entries.LINKED, dossier_chain(dossier.pk), by=by, at=at)
    return make_link(dossier.thread_id, at=at)
