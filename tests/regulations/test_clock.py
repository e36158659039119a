"""When a term ends, and why: against worked examples and against somebody who counts the days one by one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.regulations.calendar import Calendar
from gehoor.regulations.clock import Extension, Pause, reckon, strip
from gehoor.regulations.holidays_of_belgium import legal_holidays, local_closing_days
from gehoor.regulations.terms import ExtensionRule, PauseRule, Shift, Term, Unit

YEARS = range(2019, 2043)
LEGAL = Calendar(legal_holidays(YEARS))
LEUVEN = Calendar(legal_holidays(YEARS) | local_closing_days(YEARS))


def term(amount: int, unit: Unit = Unit.CALENDAR_DAY, *, day_zero: bool = False, shift: Shift = Shift.NONE) -> Term:
    return Term(
        "answer",
        "Antwoord",
        amount,
        unit,
        counts_day_zero=day_zero,
        shift=shift,
        pauses=PauseRule(allowed=True),
        extension=ExtensionRule(allowed=True, open_ended=True),
    )


@pytest.mark.parametrize(
    ("received", "amount", "unit", "calendar", "due"),
    [
        ("2026-04-01", 10, Unit.CALENDAR_DAY, LEGAL, "2026-04-11"),
        ("2026-04-01", 14, Unit.CALENDAR_DAY, LEGAL, "2026-04-15"),
        ("2026-04-01", 45, Unit.CALENDAR_DAY, LEGAL, "2026-05-16"),
        ("2026-04-01", 5, Unit.WORKING_DAY, LEGAL, "2026-04-09"),
        ("2026-04-01", 10, Unit.WORKING_DAY, LEGAL, "2026-04-16"),
        ("2026-04-01", 10, Unit.WORKING_DAY, LEUVEN, "2026-04-16"),
        ("2026-07-10", 10, Unit.CALENDAR_DAY, LEGAL, "2026-07-20"),
        ("2026-07-10", 14, Unit.CALENDAR_DAY, LEGAL, "2026-07-24"),
        ("2026-07-10", 45, Unit.CALENDAR_DAY, LEGAL, "2026-08-24"),
        ("2026-07-10", 5, Unit.WORKING_DAY, LEGAL, "2026-07-17"),
        ("2026-07-10", 10, Unit.WORKING_DAY, LEGAL, "2026-07-27"),
        ("2026-07-10", 10, Unit.WORKING_DAY, LEUVEN, "2026-07-27"),
        ("2027-01-31", 1, Unit.MONTH, LEGAL, "2027-02-28"),
        ("2028-01-31", 1, Unit.MONTH, LEGAL, "2028-02-29"),
        ("2027-11-30", 3, Unit.MONTH, LEGAL, "2028-02-29"),
        ("2026-12-31", 6, Unit.WEEK, LEGAL, "2027-02-11"),
    ],
)
def test_worked_examples(received: str, amount: int, unit: Unit, calendar: Calendar, due: str) -> None:
    assert reckon(term(amount, unit), date.fromisoformat(received), calendar).due_on == date.fromisoformat(due)


def test_the_movable_feasts_are_where_they_were_computed() -> None:
    known = legal_holidays([2025, 2026, 2027, 2028])
    for day in (
        "2025-04-21",
        "2025-05-29",
        "2025-06-09",
        "2026-04-06",
        "2026-05-14",
        "2026-05-25",
        "2027-03-29",
        "2028-06-05",
    ):
        assert date.fromisoformat(day) in known


days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
amounts = st.integers(0, 120)
simple_units = st.sampled_from([Unit.CALENDAR_DAY, Unit.WORKING_DAY, Unit.WEEK])


def counted_one_by_one(rule: Term, start: date, calendar: Calendar, pauses: list[Pause]) -> date:
    """Somebody with a paper calendar: cross off a day when it counts and is not paused, until the amount is reached."""
    wanted = rule.amount * 7 if rule.unit is Unit.WEEK else rule.amount
    day = start
    crossed = 0
    while crossed < wanted:
        day += timedelta(days=1)
        paused = any(p.start <= day and p.end is not None and day < p.end for p in pauses)
        counts = rule.unit is not Unit.WORKING_DAY or calendar.is_working_day(day)
        crossed += counts and not paused
    return day


@st.composite
def closed_pauses(draw: st.DrawFn, start: date) -> list[Pause]:
    found = []
    for _ in range(draw(st.integers(0, 4))):
        begin = start + timedelta(days=draw(st.integers(1, 60)))
        found.append(Pause(begin, begin + timedelta(days=draw(st.integers(0, 30))), "vraag gesteld"))
    return found


@given(days, amounts, simple_units)
def test_without_pauses_it_is_what_somebody_counts_by_hand(start: date, amount: int, unit: Unit) -> None:
    rule = term(amount, unit)
    assert reckon(rule, start, LEUVEN).due_on == counted_one_by_one(rule, start, LEUVEN, [])


@given(days, st.integers(1, 90), st.data())
def test_with_pauses_in_calendar_days_too(start: date, amount: int, data: st.DataObject) -> None:
    rule, pauses = term(amount), data.draw(closed_pauses(start))
    assert reckon(rule, start, LEUVEN, pauses=pauses).due_on == counted_one_by_one(rule, start, LEUVEN, pauses)


@given(days, st.integers(1, 60), st.data())
def test_with_pauses_in_working_days_too(start: date, amount: int, data: st.DataObject) -> None:
    rule, pauses = term(amount, Unit.WORKING_DAY), data.draw(closed_pauses(start))
    assert reckon(rule, start, LEUVEN, pauses=pauses).due_on == counted_one_by_one(rule, start, LEUVEN, pauses)


@given(days, amounts, simple_units, st.data())
def test_the_order_of_entry_does_not_matter(start: date, amount: int, unit: Unit, data: st.DataObject) -> None:
    pauses = data.draw(closed_pauses(start))
    extensions = [Extension(n, unit, reason=str(n)) for n in data.draw(st.lists(st.integers(1, 20), max_size=3))]
    once = reckon(term(amount, unit), start, LEUVEN, pauses=pauses, extensions=extensions)
    other = reckon(
        term(amount, unit),
        start,
        LEUVEN,
        pauses=data.draw(st.permutations(pauses)),
        extensions=data.draw(st.permutations(extensions)),
    )
    assert once.due_on == other.due_on


@given(days, amounts, simple_units, st.data())
def test_a_pause_or_extension_never_makes_it_earlier(start: date, amount: int, unit: Unit, data: st.DataObject) -> None:
    plain = reckon(term(amount, unit), start, LEUVEN).due_on
    moved = reckon(term(amount, unit), start, LEUVEN, pauses=data.draw(closed_pauses(start))).due_on
    assert plain is not None
    assert moved is not None
    assert moved >= plain


@given(days, amounts, st.sampled_from(list(Unit)), st.booleans(), st.sampled_from(list(Shift)))
def test_every_term_ends_and_says_why(start: date, amount: int, unit: Unit, day_zero: bool, shift: Shift) -> None:
    found = reckon(term(amount, unit, day_zero=day_zero, shift=shift), start, LEUVEN)
    assert found.due_on is not None
    assert found.due_on >= start
    assert found.lines[-1].date == found.due_on
    assert shift is Shift.NONE or LEUVEN.is_working_day(found.due_on)


def test_an_extension_that_was_taken_back_counts_for_nothing() -> None:
    start = date(2026, 3, 2)
    plain = reckon(term(45), start, LEGAL).due_on
    assert (
        reckon(term(45), start, LEGAL, extensions=[Extension(10, Unit.CALENDAR_DAY, taken_back=True)]).due_on == plain
    )


def test_while_the_clock_stands_still_there_is_no_date_but_a_provisional_one() -> None:
    pauses = [Pause(date(2026, 3, 10), None, "we vroegen je iets")]
    found = reckon(term(45), date(2026, 3, 2), LEGAL, pauses=pauses, today=date(2026, 3, 15))
    assert found.due_on is None
    assert found.provisional_due_on == date(2026, 4, 21)
    assert "staat stil" in found.sentence()


def test_a_pause_after_the_end_changes_nothing() -> None:
    late = [Pause(date(2026, 6, 1), None)]
    assert reckon(term(10), date(2026, 3, 2), LEGAL, pauses=late).due_on == date(2026, 3, 12)


def test_an_end_on_a_closing_day_shifts_where_the_rule_says_so() -> None:
    start = date(2026, 4, 1)
    shifted = reckon(term(45, shift=Shift.NEXT_WORKING_DAY), start, LEGAL)
    assert shifted.due_on == date(2026, 5, 18)
    assert any("verschoven" in line.text for line in shifted.lines)


def test_the_proof_reads_as_a_sentence() -> None:
    pauses = [Pause(date(2026, 11, 12), date(2026, 11, 15), "verduidelijking gevraagd")]
    said = reckon(term(45), date(2026, 11, 3), LEGAL, pauses=pauses).sentence()
    assert "45 kalenderdagen" in said
    assert "3 kalenderdagen geschorst" in said
    assert "maandag 21 december 2026" in said


@given(days, st.integers(1, 60), st.data())
def test_the_strip_shows_each_day_once_and_the_due_day(start: date, amount: int, data: st.DataObject) -> None:
    found = reckon(term(amount), start, LEUVEN, pauses=data.draw(closed_pauses(start)))
    shown = strip(found, LEUVEN, start + timedelta(days=data.draw(st.integers(0, 100))))
    assert [day.day for day in shown] == [start + timedelta(days=n) for n in range(len(shown))]
    assert [day.day for day in shown if "due" in day.kinds] == [found.due_on]
