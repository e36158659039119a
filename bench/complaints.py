"""A city with many open complaints: as many as wanted, filed over the last weeks, each as far as it came by now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from gehoor.complaints.actions.retelling import ComplaintHistory
from gehoor.complaints.models import Complaint
from gehoor.complaints.procedure import Step
from gehoor.config.seed.cast import cast
from gehoor.config.seed.complaint import complaint
from gehoor.config.seed.ordinary import start
from gehoor.config.seed.people import Course, person
from gehoor.config.seed.telling import AT_ONCE, Seeding
from gehoor.dossiers.actions.retelling import History
from gehoor.regulations.queries import calendar_of

WEEKS = 6


@dataclass
class OnlyComplaints(Seeding):
    """Complaints that were filed at once, and nothing else."""

    def _tell(self, numbers: list[int], histories: list[History], complaints: list[ComplaintHistory]) -> None:
        draw = Random(f"{self.seed}:{self._stories}")
        at = self._received(draw, self.told + len(histories))
        self._stories += 1
        course = Course(draw, at, self.until, calendar_of(self.cast.point.body_id))
        told = complaint(course, self.cast, start(course, self.cast), person(self.seed, self._stories), numbers[0])
        if told is not None:
            self._keep(told, histories, complaints)


def open_complaints() -> int:
    """How many there are."""
    return Complaint.objects.exclude(step=Step.CLOSED).count()


def fill_up(wanted: int, *, until: datetime) -> int:
    """Add complaints until at least so many are open; the number that is."""
    seed = 100
    while open_complaints() < wanted:
        seed += 1
        count = min(AT_ONCE, max(100, 2 * (wanted - open_complaints())))
        OnlyComplaints(count, seed, until - timedelta(weeks=WEEKS), until, cast()).run(lambda told: None)
    return open_complaints()
