"""What was found in earlier treatments of a complaint, for the page of the one that runs."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from gehoor.complaints.models import Complaint, EarlierTreatment
from gehoor.complaints.wording import finding_label, norm_labels, rules_of
from gehoor.kernel.clock import local_date


@dataclass(frozen=True)
class FoundBefore:
    """What was found of one point."""

    number: int
    finding: str
    reasons: str
    measure: str
    norms: tuple[str, ...]


@dataclass(frozen=True)
class Treated:
    """One earlier treatment. ``handler``: a name, empty when nobody had it."""

    label: str
    handler: str
    ended_on: date
    points: tuple[FoundBefore, ...]


def stage_label(complaint: Complaint) -> str:
    """``Behandeling 2 van 2: tweede behandeling``; empty where the regulation knows one treatment."""
    stages = list(rules_of(complaint).stages.values())
    if len(stages) < 2 or not 0 < complaint.stage <= len(stages):
        return ""
    label = stages[complaint.stage - 1].label
    return f"Behandeling {complaint.stage} van {len(stages)}: {label[:1].lower()}{label[1:]}"


def earlier_treatments(complaint: Complaint) -> list[Treated]:
    """Oldest first. No statement while it is in its first treatment."""
    if complaint.stage == 1:
        return []
    rows = EarlierTreatment.objects.filter(complaint=complaint).select_related("handler").order_by("number")
    return [
        Treated(
            label=row.label,
            handler="" if row.handler is None else row.handler.name,
            ended_on=local_date(row.ended_at),
            points=tuple(_found(complaint, point) for point in row.points),
        )
        for row in rows
    ]


def _found(complaint: Complaint, point: dict[str, Any]) -> FoundBefore:
    finding = finding_label(complaint, point["finding"]) if point["finding"] else ""
    norms = norm_labels(complaint, point["norms"])
    return FoundBefore(point["number"], finding, point["reasons"], point["measure"], norms)
