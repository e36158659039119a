"""Asking somebody outside the city: where it stands, who may still answer, when to remind."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gehoor.dossiers.outside import (
    LONGEST_TERM,
    Facts,
    Reminder,
    Standing,
    last_day,
    may_answer,
    reminder,
    standing,
    wrong_day,
)
from gehoor.regulations.calendar import Calendar
from tests.city import MONDAY

ASKED = date(2026, 3, 2)  # a Monday
DUE = date(2026, 3, 16)  # ten working days later
WAITING = Facts(ASKED, DUE)
ANSWERED = replace(WAITING, answered_at=MONDAY + timedelta(days=2))
DECLINED = replace(WAITING, declined_at=MONDAY + timedelta(days=2))
CLOSED = replace(ANSWERED, ending="closed")
CALENDAR = Calendar()
AFTER = DUE + timedelta(days=1)


@pytest.mark.parametrize(
    ("facts", "today", "found"),
    [
        (WAITING, DUE, Standing.WAITING),
        (WAITING, AFTER, Standing.LATE),
        (ANSWERED, AFTER, Standing.ANSWERED),
        (DECLINED, ASKED, Standing.DECLINED),
        (CLOSED, ASKED, Standing.CLOSED),
        (replace(WAITING, ending="withdrawn"), AFTER, Standing.WITHDRAWN),
    ],
)
def test_where_it_stands(facts: Facts, today: date, found: Standing) -> None:
    assert standing(facts, today=today) is found


@pytest.mark.parametrize(
    ("facts", "today", "may"),
    [
        (WAITING, DUE, True),
        (WAITING, AFTER, True),  # late is better than nothing
        (ANSWERED, DUE, True),  # again, until the last day
        (ANSWERED, AFTER, False),
        (DECLINED, AFTER, True),
        (CLOSED, ASKED, False),
        (replace(WAITING, ending="withdrawn"), ASKED, False),
    ],
)
def test_who_may_still_answer(facts: Facts, today: date, may: bool) -> None:
    assert may_answer(facts, today=today) is may


@pytest.mark.parametrize(
    ("facts", "today", "due"),
    [
        (WAITING, date(2026, 3, 11), None),
        (WAITING, date(2026, 3, 12), Reminder.COMING),  # Friday and Monday are left
        (WAITING, DUE, Reminder.COMING),
        (replace(WAITING, reminded_at=MONDAY), DUE, None),
        (replace(WAITING, reminded_at=MONDAY), AFTER, Reminder.PASSED),
        (WAITING, DUE + timedelta(days=3), Reminder.PASSED),  # the city was down: only the one that still makes sense
        (replace(WAITING, chased_at=MONDAY), AFTER, None),
        (replace(WAITING, due_on=ASKED + timedelta(days=1)), ASKED, None),  # never on the day of asking
        (ANSWERED, DUE, None),
        (DECLINED, AFTER, None),
        (CLOSED, AFTER, None),
    ],
)
def test_each_reminder_comes_once_and_only_while_it_makes_sense(
    facts: Facts, today: date, due: Reminder | None
) -> None:
    assert reminder(facts, CALENDAR, today=today) is due


def test_a_closing_day_brings_the_reminder_forward() -> None:
    closed = Calendar({date(2026, 3, 13): "brugdag"})
    assert reminder(WAITING, closed, today=date(2026, 3, 11)) is Reminder.COMING


def test_the_proposed_day_counts_working_days() -> None:
    assert last_day(CALENDAR, today=ASKED) == DUE
    assert last_day(Calendar({date(2026, 3, 9): "feestdag"}), today=ASKED) == date(2026, 3, 17)


def test_the_last_day_is_to_come_and_not_too_far() -> None:
    assert not wrong_day(ASKED + timedelta(days=1), today=ASKED)
    assert not wrong_day(ASKED + LONGEST_TERM, today=ASKED)
    assert wrong_day(ASKED, today=ASKED)
    assert wrong_day(ASKED + LONGEST_TERM + timedelta(days=1), today=ASKED)
