"""One complaint as a line of a list: what the template writes, worked out beforehand."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from gehoor.complaints.cockpit import CockpitRow
from gehoor.complaints.procedure import OUTCOME_LABELS, STEP_LABELS, Outcome, Step
from gehoor.web.clocks import ShownClock, shown


@dataclass(frozen=True)
class Line:
    """One complaint as the template writes it. ``independence``: kind of badge, word, icon.

    ``reacts_by``: when the city has no term left, the last day of the complainant to react.
    """

    row: CockpitRow
    url: str
    step: str
    track: list[tuple[str, str, str]]
    clock: ShownClock | None
    reacts_by: date | None
    independence: tuple[str, str, str]
    outcome: str


def line_of(row: CockpitRow, day: date) -> Line:
    """The line of a complaint on a day."""
    nearest = row.clock or next((clock for clock in row.clocks if clock.is_running), None)
    clocks = shown([nearest] if nearest else [], today=day)
    return Line(
        row=row,
        url=reverse("desk:complaint", args=[row.dossier.reference]),
        step=STEP_LABELS[row.step],
        track=[(stop.label, stop.sub, stop.state) for stop in row.track],
        clock=next(iter(clocks), None),
        reacts_by=nearest.deadline.due_on if nearest and not row.clock else None,
        independence=_independence(row),
        outcome=OUTCOME_LABELS[Outcome(row.complaint.outcome)] if row.complaint.outcome else "",
    )


def _independence(row: CockpitRow) -> tuple[str, str, str]:
    if row.step is Step.CLOSED and row.independence.state == "open":
        return "plain", "niet aan de orde", ""
    if row.unsettled_names:
        number = row.unsettled_names
        return "no", f"{number} {'naam' if number == 1 else 'namen'} onbekend", "person"
    if row.independence.state == "proven":
        return "plain", "aangetoond", "check"
    if row.independence.state == "refused":
        return "no", "niet onafhankelijk", "cross"
    if row.complaint.handler_id is not None:
        return "soon", "nog te tekenen", "clock"
    if row.step is Step.INVESTIGATION:
        return "soon", "nog te toetsen", "clock"
    return "plain", "nog niet aan de orde", ""
