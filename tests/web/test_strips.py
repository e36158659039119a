"""The strip of days: labels that can be read, because none stands in another."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from gehoor.web.strips import draw


@dataclass(frozen=True)
class OneDay:
    day: date
    kinds: frozenset[str]


def strip(start: date, due: int, length: int) -> list[OneDay]:
    """Days from a start, with the due date that many days on."""
    days = (start + timedelta(days=n) for n in range(length))
    names = {0: "start", due: "due"}
    return [
        OneDay(day, frozenset({names[n]} if n in names else {"month"} if day.day == 1 else ()))
        for n, day in enumerate(days)
    ]


@pytest.mark.parametrize("due", [10, 14, 16, 20, 26])
def test_no_month_is_written_through_the_due_date(due: int) -> None:
    html = draw(strip(date(2026, 10, 15), due, 41), "")
    assert "uiterlijk <b>" in html
    assert "label--month" not in html


def test_a_month_with_room_around_it_is_named() -> None:
    html = draw(strip(date(2026, 11, 16), 45, 46), "")
    assert "label--month" in html
    assert ">dec<" in html
