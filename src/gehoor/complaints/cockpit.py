"""What the coordinator's overview shows, as values. Filled by ``queries``."""

from dataclasses import dataclass, field

from gehoor.complaints.models import Complaint
from gehoor.complaints.pages import Independence, Stop
from gehoor.complaints.procedure import Step
from gehoor.dossiers.models import Dossier
from gehoor.dossiers.queries import Clock


@dataclass(frozen=True)
class CockpitRow:
    """One complaint, one line. ``clock``: its nearest running deadline, for the strip; None when nothing runs.
    ``finding``: of a closed complaint, in words; ``is_referred``: with the second line now.
    """

    complaint: Complaint
    dossier: Dossier
    department: str
    step: Step
    track: tuple[Stop, ...]
    clock: Clock | None
    clocks: tuple[Clock, ...]
    waits_for: str
    waits_for_me: bool
    independence: Independence
    unsettled_names: int
    points: int
    points_answered: int
    is_referred: bool
    finding: str


@dataclass(frozen=True)
class Cockpit:
    """The coordinator's overview: open complaints by due date, and counts over all of them."""

    rows: tuple[CockpitRow, ...]
    counts: dict[str, int] = field(default_factory=dict)
    """``late``, ``this_week``, ``waits_for_me``, ``open``, ``paused``, ``referred``."""
