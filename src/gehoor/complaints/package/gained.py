"""What a dossier gained on its way: earlier treatments, complaints handled together, waiting for a court, agreed contact."""

from typing import Any

from gehoor.complaints.models import Complaint, ContactPlan, Joining
from gehoor.complaints.pages import ComplaintPage
from gehoor.complaints.staged import FoundBefore, earlier_treatments

Values = dict[str, Any]
_SUSPENDED = "kind_label reason by at ended_at outcome"


def gained(complaint: Complaint, page: ComplaintPage) -> Values:
    """All of it, by the names it has in ``dossier.json``. Two statements, and one more in a second treatment."""
    return {
        "treatments": _treatments(complaint),
        "joined": _joined(complaint),
        "suspensions": [{name: getattr(one, name) for name in _SUSPENDED.split()} for one in page.suspensions],
        "contact_plans": _plans(complaint),
    }


def _treatments(complaint: Complaint) -> list[Values]:
    """What was found in the earlier treatments of a regulation that has several; empty in the first."""
    return [
        {
            "label": one.label,
            "handler": one.handler,
            "ended_on": one.ended_on,
            "points": [_found(point) for point in one.points],
        }
        for one in earlier_treatments(complaint)
    ]


def _found(point: FoundBefore) -> Values:
    return {
        **{name: getattr(point, name) for name in ("number", "finding", "measure", "reasons")},
        "norms": list(point.norms),
    }


def _joined(complaint: Complaint) -> list[Values]:
    """The complaints that were handled together with this one, also those that were taken apart again. Their numbers, no more."""
    found = Joining.objects.select_related("complaint__dossier", "into__dossier", "by").order_by("pk")
    return [
        {
            "reference": (one.into if one.complaint_id == complaint.pk else one.complaint).dossier.reference,
            "is_main": one.complaint_id == complaint.pk,
            "reason": one.reason,
            "by": one.by.name,
            "at": one.at,
            "ended_at": one.ended_at,
        }
        for one in found.filter(complaint=complaint) | found.filter(into=complaint)
    ]


def _plans(complaint: Complaint) -> list[Values]:
    """What was agreed about keeping in touch while this complaint ran, also what ended."""
    found = ContactPlan.objects.filter(complaint=complaint).select_related("by").order_by("pk")
    names = ("agreed", "reasons", "ends_on", "at", "ended_at")
    return [{name: getattr(one, name) for name in names} | {"by": one.by.name} for one in found]
