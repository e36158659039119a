"""What became of what the ombudsman sent on: for the list and the page of the ombudsman, and for the notice at the end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from gehoor.complaints.forwarded import Forwarding
from gehoor.complaints.models import Complaint
from gehoor.complaints.procedure import OUTCOME_LABELS, STEP_LABELS, Outcome, Step
from gehoor.complaints.wording import finding_label, rules_of
from gehoor.correspondence.models import Direction, Message
from gehoor.correspondence.queries import shown_body
from gehoor.dossiers.lifecycle import CLOSE_REASON_LABELS, CloseReason
from gehoor.dossiers.models import Dossier
from gehoor.kernel.clock import local_date

ALONG: Final = ("dossier", "dossier__complaint", "forwarded_by", "registered_by")
_LAST_LETTERS: Final = ("closing", "mediated", "rejected", "requalified", "complaint_stopped", "closed")


@dataclass(frozen=True)
class SentOn:
    """One matter that was sent on. ``reference``: of what it became first; ``now``: of the complaint that arose from it, if one did.

    ``ended_on`` and ``outcome``: once all of it is over. ``at_the_ombudsman``: it was typed in there, and can be read there.
    """

    reference: str
    now: str
    title: str
    complainant: str
    their_reference: str
    notice_to: str
    filed_on: date
    forwarded_on: date
    received_on: date
    is_complaint: bool
    step: str
    due_on: date | None
    is_paused: bool
    ended_on: date | None
    outcome: str
    at_the_ombudsman: bool

    @property
    def is_open(self) -> bool:
        """The city is still at it."""
        return self.ended_on is None


@dataclass(frozen=True)
class Ending:
    """The last letter to the complainant."""

    subject: str
    text: str
    on: date


def sent_on(forwardings: Iterable[Forwarding]) -> list[SentOn]:
    """The lines of a list, in its order. One statement besides (two when a first-line matter became a complaint)."""
    rows = list(forwardings)
    newest = _newest([row.pk for row in rows])
    return [_line(row, newest.get(row.pk)) for row in rows]


def ended(forwarding_id: int) -> SentOn:
    """One, for the notice of its end."""
    return sent_on(Forwarding.objects.select_related(*ALONG).filter(pk=forwarding_id))[0]


def ending_of(forwarding: Forwarding) -> Ending | None:
    """The letter with which it ended; None as long as it runs."""
    newest = _newest([forwarding.pk]).get(forwarding.pk)
    dossier = forwarding.dossier if newest is None else newest.dossier
    if dossier.closed_at is None:
        return None
    letters = Message.objects.filter(thread=dossier.thread_id, direction=Direction.OUT, letter__in=_LAST_LETTERS)
    last = letters.order_by("-at", "-pk").first()
    return None if last is None else Ending(last.subject, shown_body(last).strip(), local_date(last.at))


def _newest(dossier_ids: list[int]) -> dict[int, Complaint]:
    """The last complaint that arose from each of these first-line dossiers."""
    rows = Complaint.objects.filter(dossier__arises_from__in=dossier_ids).select_related("dossier").order_by("pk")
    return {row.dossier.arises_from_id: row for row in rows if row.dossier.arises_from_id is not None}


def _line(row: Forwarding, arisen: Complaint | None) -> SentOn:
    complaint = arisen or getattr(row.dossier, "complaint", None)
    dossier = row.dossier if complaint is None else complaint.dossier
    closed_at = dossier.closed_at
    return SentOn(
        reference=row.dossier.reference,
        now=dossier.reference,
        title=row.dossier.title,
        complainant=row.dossier.reporter_name,
        their_reference=row.their_reference,
        notice_to=row.notice_to,
        filed_on=row.filed_on,
        forwarded_on=local_date(row.at),
        received_on=local_date(row.dossier.received_at),
        is_complaint=complaint is not None,
        step="bij de dienst, voor een eerste poging" if complaint is None else STEP_LABELS[Step(complaint.step)],
        due_on=dossier.due_on,
        is_paused=dossier.is_paused,
        ended_on=None if closed_at is None else local_date(closed_at),
        outcome=_outcome(dossier, complaint),
        at_the_ombudsman=row.forwarded_by_id is not None,
    )


def _outcome(dossier: Dossier, complaint: Complaint | None) -> str:
    """How it ended, in a few words; nothing as long as it runs."""
    if dossier.closed_at is None:
        return ""
    if complaint is None:
        return CLOSE_REASON_LABELS[CloseReason(dossier.close_reason)]
    outcome = Outcome(complaint.outcome)
    if not complaint.finding:
        return OUTCOME_LABELS[outcome]
    resolution = rules_of(complaint).resolutions.get(complaint.resolution)
    labels = [finding_label(complaint, complaint.finding), "" if resolution is None else resolution.label]
    return ", ".join(label for label in labels if label)
