"""What may never be true of stored complaints, for the verify command."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q

from gehoor.complaints.models import Complaint
from gehoor.complaints.procedure import Step
from gehoor.correspondence.models import Direction, Message
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.models import Bar, Dossier


def problems() -> Iterator[str]:
    """Complaints and their dossiers that contradict each other, closed ones without a letter, handlers who are barred."""
    yield from _without_procedure()
    yield from _out_of_step()
    yield from _closed_in_silence()
    yield from _barred_handlers()


def _without_procedure() -> Iterator[str]:
    lost = Dossier.objects.filter(kind=Kind.COMPLAINT, complaint=None)
    for reference in lost.values_list("reference", flat=True).iterator():
        yield f"Klacht {reference}: het dossier heeft geen klachtenprocedure."


def _out_of_step() -> Iterator[str]:
    half = Q(step=Step.CLOSED) & ~Q(dossier__step="closed") | ~Q(step=Step.CLOSED) & Q(dossier__step="closed")
    for reference in Complaint.objects.filter(half).values_list("dossier__reference", flat=True).iterator():
        yield f"Klacht {reference}: de klacht en haar dossier zijn niet samen afgesloten."
    other = Complaint.objects.filter(~Q(handler=F("dossier__handler")) & Q(handler__isnull=False))
    for reference in other.values_list("dossier__reference", flat=True).iterator():
        yield f"Klacht {reference}: de behandelaar in de lijst is een andere dan die van de klacht."


def _closed_in_silence() -> Iterator[str]:
    letters = Message.objects.filter(thread=OuterRef("dossier__thread"), direction=Direction.OUT).exclude(letter="")
    silent = Complaint.objects.filter(step=Step.CLOSED).filter(~Exists(letters))
    for reference in silent.values_list("dossier__reference", flat=True).iterator():
        yield f"Klacht {reference}: afgesloten zonder brief."


def _barred_handlers() -> Iterator[str]:
    bar = Bar.objects.filter(dossier=OuterRef("pk"), staff=OuterRef("handler"), lifted_at=None)
    barred = Complaint.objects.exclude(step=Step.CLOSED).filter(Exists(bar))
    for reference in barred.values_list("dossier__reference", flat=True).iterator():
        yield f"Klacht {reference}: de behandelaar mag deze klacht niet behandelen."
