"""Many invented dossiers, the same ones for the same seed: told one by one, stored by the thousand."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random

from gehoor.complaints.actions.retelling import ComplaintHistory, retell
from gehoor.config.seed.cast import Cast
from gehoor.config.seed.complaint import complaint
from gehoor.config.seed.ordinary import ordinary, start
from gehoor.config.seed.people import Course, person
from gehoor.dossiers.actions.intake import next_numbers
from gehoor.dossiers.actions.retelling import History
from gehoor.kernel.clock import BRUSSELS, local_date
from gehoor.regulations.queries import calendar_of

AT_ONCE = 1000


@dataclass
class Seeding:
    """So many dossiers from one seed, received between two moments."""

    count: int
    seed: int
    since: datetime
    until: datetime
    cast: Cast
    told: int = 0
    _stories: int = field(default=0)

    def run(self, progress: Callable[[int], None]) -> None:
        """Tell and store them all, each thousand in a transaction of its own."""
        while self.told < self.count:
            wanted = min(AT_ONCE, self.count - self.told)
            histories: list[History] = []
            complaints: list[ComplaintHistory] = []
            numbers = next_numbers(wanted)
            while len(histories) < wanted:
                self._tell(numbers[len(histories) :], histories, complaints)
            retell(histories, complaints)
            self.told += wanted
            progress(self.told)

    def _tell(self, numbers: list[int], histories: list[History], complaints: list[ComplaintHistory]) -> None:
        draw = Random(f"{self.seed}:{self._stories}")  # noqa: S311 - drawn, not secret
        at = self._received(draw, self.told + len(histories))
        self._stories += 1
        course = Course(draw, at, self.until, calendar_of(self.cast.point.body_id))
        someone = person(self.seed, draw.randrange(max(self.count // 3, 20)))
        found = start(course, self.cast)
        if draw.random() < 0.015:
            direct = complaint(course, self.cast, found, someone, numbers[0])
            if direct is not None:
                self._keep(direct, histories, complaints)
                return
        anonymous = draw.random() < 0.07 and not found.first_line
        history, unhappy = ordinary(course, self.cast, found, None if anonymous else someone, numbers[0])
        histories.append(history)
        if unhappy and len(numbers) > 1:
            arisen = complaint(course, self.cast, found, someone, numbers[1], first_line=history)
            if arisen is not None:
                self._keep(arisen, histories, complaints)

    @staticmethod
    def _keep(told: ComplaintHistory, histories: list[History], complaints: list[ComplaintHistory]) -> None:
        histories.append(told.history)
        complaints.append(told)

    def _received(self, draw: Random, place: int) -> datetime:
        """Spread over the years in the order of the numbers; by day more than by night, in the week more than at the weekend."""
        span = self.until - self.since
        day = local_date(self.since + span * ((place + draw.random()) / self.count))
        if day.weekday() >= 5 and draw.random() < 0.5:
            day -= timedelta(days=day.weekday() - 4)
        hour = time(min(23, max(0, round(draw.gauss(13, 4)))), draw.randrange(60), draw.randrange(60))
        return min(datetime.combine(day, hour, tzinfo=BRUSSELS), self.until - timedelta(minutes=1))
