"""When a term ends, and why: worked examples, the proof, the strip, the warnings."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.regulations.calendar import Calendar
from gehoor.regulations.clock import Extension, Pause, holds, reckon, warning_days, why_not_longer
from gehoor.regulations.clock_strip import strip
from gehoor.regulations.holidays_of_belgium import legal_holidays, local_closing_days
from gehoor.regulations.terms import Condition, ExtensionRule, PauseRule, Shift, Term, Unit

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


def test_every_holiday_has_a_dutch_name() -> None:
    assert set(legal_holidays([2027]).values()) == {
        "Nieuwjaar", "Pasen", "Paasmaandag", "Dag van de Arbeid", "Hemelvaart", "Pinksteren", "Pinkstermaandag",
        "Nationale feestdag", "Onze-Lieve-Vrouw-Hemelvaart", "Allerheiligen", "Wapenstilstand", "Kerstmis",
    }  # fmt: skip


days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
amounts = st.integers(0, 120)


@st.composite
def closed_pauses(draw: st.DrawFn, start: date) -> list[Pause]:
    found = []
    for _ in range(draw(st.integers(0, 4))):
        begin = start + timedelta(days=draw(st.integers(1, 60)))
        found.append(Pause(begin, begin + timedelta(days=draw(st.integers(0, 30))), "vraag gesteld"))
    return found


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
    shown = strip(found, start + timedelta(days=data.draw(st.integers(0, 100))))
    assert [day.day for day in shown] == [start + timedelta(days=n) for n in range(len(shown))]
    assert [day.day for day in shown if "due" in day.kinds] == [found.due_on]


def test_warnings_come_before_the_last_day_by_days_and_by_percent() -> None:
    rule = replace(term(45), warn_before_days=(14, 3), warn_at_percent=(50,))
    found = warning_days(rule, date(2026, 3, 2), date(2026, 4, 16))
    assert found == (date(2026, 3, 25), date(2026, 4, 2), date(2026, 4, 13))


@given(days, st.integers(1, 60), st.lists(st.integers(0, 100), max_size=3), st.lists(st.integers(1, 100), max_size=3))
def test_no_warning_comes_before_the_term_begins_or_after_it_ends(
    start: date, amount: int, before: list[int], percent: list[int]
) -> None:
    rule = replace(term(amount), warn_before_days=tuple(before), warn_at_percent=tuple(percent))
    due = start + timedelta(days=amount)
    assert all(start < day <= due for day in warning_days(rule, start, due))


def test_a_term_for_one_branch_holds_until_it_is_known_and_then_only_there() -> None:
    refusal = replace(term(10), condition=Condition.INADMISSIBLE)
    assert holds(refusal, admissible=None)
    assert holds(refusal, admissible=False)
    assert not holds(refusal, admissible=True)
    assert holds(term(10), admissible=True)


@pytest.mark.parametrize(
    ("rule", "asked", "words"),
    [
        (ExtensionRule(), {"amount": 5}, "laat niet toe"),
        (ExtensionRule(allowed=True, amount=4, unit=Unit.WEEK), {"amount": 5}, "hoogstens 4 weken"),
        (ExtensionRule(allowed=True, amount=4, unit=Unit.WEEK), {"amount": 0}, "hoe lang"),
        (ExtensionRule(allowed=True, amount=4, unit=Unit.WEEK), {"amount": 4}, ""),
        (ExtensionRule(allowed=True), {"until": date(2026, 5, 1)}, "vrij gekozen dag"),
        (ExtensionRule(allowed=True, open_ended=True), {"until": date(2026, 4, 16)}, "Kies een dag na"),
        (ExtensionRule(allowed=True, open_ended=True), {"until": date(2026, 5, 1)}, ""),
    ],
)
def test_an_extension_is_refused_in_words(rule: ExtensionRule, asked: dict[str, date | int], words: str) -> None:
    said = why_not_longer(replace(term(45), extension=rule), date(2026, 4, 16), **asked)  # type: ignore[arg-type]
    assert words in said
    assert bool(said) is bool(words)


def test_a_pause_may_be_for_the_reasons_of_the_regulation_only() -> None:
    assert PauseRule(allowed=True).allows("ziekte")
    assert PauseRule(allowed=True, reasons=("clarification",)).allows("We vroegen verduidelijking.")
    assert not PauseRule(allowed=True, reasons=("clarification",)).allows("ziekte")
    assert not PauseRule().allows("clarification")
