"""What may never be true of stored complaints, for the verify command."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q

from gehoor.complaints import entries
from gehoor.complaints.commitments import LIVE
from gehoor.complaints.models import Complaint
from gehoor.complaints.procedure import Step
from gehoor.complaints.promised import Commitment
from gehoor.correspondence.models import Direction, Message
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.models import Bar, Dossier
from gehoor.journal.models import Entry


def problems() -> Iterator[str]:
    """Complaints and their dossiers that contradict each other, closed ones without a letter, handlers who are barred."""
    yield from _without_procedure()
    yield from _out_of_step()
    yield from _closed_in_silence()
    yield from _barred_handlers()
    yield from _forgotten_promises()
    yield from _promises_otherwise_in_journal()


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


def _forgotten_promises() -> Iterator[str]:
    """What was promised in a complaint that is over has work that is done when, and only when, nothing is left to do."""
    over = Commitment.objects.filter(complaint__step=Step.CLOSED).select_related("complaint__dossier")
    nobody = over.filter(LIVE, work_item=None)
    dropped = over.filter(LIVE, work_item__done_at__isnull=False)
    waiting = over.exclude(LIVE).filter(work_item__isnull=False, work_item__done_at=None)
    for rows, wrong in (
        (nobody, "niemand moet ze nakomen"),
        (dropped, "de taak is gedaan en de toezegging niet"),
        (waiting, "ze is gedaan of ingetrokken en de taak staat nog open"),
    ):
        for row in rows.iterator():
            yield f"Klacht {row.complaint.dossier.reference}: toezegging {row.number}, {wrong}."


_DAYS = {entry.verb for entry in (entries.COMMITMENT_ADDED, entries.COMMITMENT_EDITED, entries.COMMITMENT_MOVED)}
_STATES = {
    entries.COMMITMENT_KEPT.verb: "kept",
    entries.COMMITMENT_WITHDRAWN.verb: "withdrawn",
    entries.COMMITMENT_DROPPED.verb: "withdrawn",
}


def _promises_otherwise_in_journal() -> Iterator[str]:
    """The journal, replayed, says the same day and the same end of each commitment as its row."""
    days: dict[object, object] = {}
    ends: dict[object, str] = {}
    told = Entry.objects.filter(verb__in=[*_DAYS, *_STATES]).order_by("chain", "sequence")
    for verb, payload in told.values_list("verb", "payload").iterator():
        if verb in _STATES:
            ends[payload["commitment"]] = _STATES[verb]
        else:
            days[payload["commitment"]] = payload["due_on"]
    for row in Commitment.objects.select_related("complaint__dossier").iterator():
        end = "kept" if row.kept_at else "withdrawn" if row.withdrawn_at else ""
        if (days.get(row.pk), ends.get(row.pk, "")) != (row.due_on.isoformat(), end):
            yield f"Klacht {row.complaint.dossier.reference}: toezegging {row.number} is anders dan in het logboek."
