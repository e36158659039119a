"""What the coordinator's day and the list of complaints show, as values. Filled by ``overview``."""

from dataclasses import dataclass, field
from datetime import date

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
    """A page of a list of complaints. ``counts``, by the name of the block: only of the list of everything that is open.

    ``number``: how many on all pages; this one begins at ``start`` and holds ``most`` at most.
    """

    rows: tuple[CockpitRow, ...]
    counts: dict[str, int] = field(default_factory=dict)
    number: int = 0
    start: int = 0
    most: int = 0


@dataclass(frozen=True)
class First:
    """The most urgent of a block, in short. ``waits_for``: whom; empty for a task."""

    reference: str
    title: str
    due_on: date | None
    is_paused: bool = False
    waits_for: str = ""


@dataclass(frozen=True)
class InBlock:
    """How many there are in a block, and the most urgent few of them."""

    number: int = 0
    first: tuple[First, ...] = ()
