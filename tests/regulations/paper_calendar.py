"""Somebody with a paper calendar and a pencil: no arithmetic on dates beyond "the next page", one day at a time.

What the clock of ``gehoor.regulations`` answers is held against this. It shares no code with it and is slow on purpose.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass(frozen=True)
class Paper:
    """The question as a clerk gets it. ``paused``: every single day on which the clock stood still.

    ``longer``: unit and amount of each extension; ``until``: days that were announced; ``restarts``: days on which it began again.
    """

    amount: int
    unit: str
    start: date
    closed: Collection[date]
    counts_day_zero: bool = False
    shifts: bool = False
    paused: Collection[date] = ()
    longer: Collection[tuple[str, int]] = ()
    until: Collection[date] = ()
    restarts: Collection[date] = field(default_factory=tuple)

    def works(self, day: date) -> bool:
        """Somebody sits at the counter."""
        return day.strftime("%w") not in "06" and day not in self.closed


def last_day(paper: Paper) -> date:
    """The last day, counted page by page."""
    zero = paper.start
    for day in sorted(set(paper.restarts)):
        if zero < day <= _from(zero, paper):
            zero = day
    return _from(zero, paper)


def _pages(day: date) -> Iterator[date]:
    while True:
        day += timedelta(days=1)
        yield day


def _from(zero: date, paper: Paper) -> date:
    end = _counted(zero, paper)
    end = _pushed(end, zero, paper)
    while end in paper.paused or (paper.shifts and not paper.works(end)):
        end = next(_pages(end))
    return end


def _counted(zero: date, paper: Paper) -> date:
    """The term with its extensions, as if the clock never stood still."""
    own = paper.amount + sum(amount for unit, amount in paper.longer if unit == paper.unit)
    end = _crossed(zero, own, paper.unit, paper, day_zero=paper.counts_day_zero)
    for unit in ("month", "week", "calendar_day", "working_day"):
        if unit != paper.unit:
            more = sum(amount for its_unit, amount in paper.longer if its_unit == unit)
            end = _crossed(end, more, unit, paper)
    return max([end, *paper.until])


def _crossed(zero: date, amount: int, unit: str, paper: Paper, *, day_zero: bool = False) -> date:
    """Cross off days from the page after ``zero`` until the amount is reached."""
    if amount == 0:
        return zero
    if unit == "month":
        end = _same_number(zero, amount)
        return _page_before(end, zero) if day_zero else end
    left = amount * 7 if unit == "week" else amount
    if day_zero and (unit != "working_day" or paper.works(zero)):
        left -= 1
    end = zero
    pages = _pages(zero)
    while left:
        end = next(pages)
        left -= unit != "working_day" or paper.works(end)
    return end


def _same_number(zero: date, months: int) -> date:
    """Turn pages until that many months have begun; then go to the same number, or stop at the last page of the month."""
    begun, day = 0, zero
    for page in _pages(zero):
        begun += page.day == 1
        if begun > months:
            return day
        day = page
        if begun == months and day.day == zero.day:
            return day
    raise AssertionError


def _page_before(end: date, zero: date) -> date:
    before = zero
    for page in _pages(zero):
        if page == end:
            return before
        before = page
    raise AssertionError


def _pushed(end: date, zero: date, paper: Paper) -> date:
    """Each day that the clock stood still before the end moves the end one day on."""
    day = zero if paper.counts_day_zero else next(_pages(zero))
    while day <= end:
        if day in paper.paused:
            if paper.unit != "working_day":
                end = next(_pages(end))
            elif paper.works(day):
                end = next(page for page in _pages(end) if paper.works(page))
        day = next(_pages(day))
    return end
