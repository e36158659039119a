"""The clock against somebody who crosses off days on a paper calendar, from 2020 to 2040."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gehoor.regulations.calendar import Calendar
from gehoor.regulations.clock import Extension, Pause, Restart, reckon
from gehoor.regulations.holidays_of_belgium import legal_holidays, local_closing_days
from gehoor.regulations.terms import ExtensionRule, PauseRule, Shift, StartEvent, Term, Unit
from tests.regulations.paper_calendar import Paper, last_day

CLOSED = legal_holidays(range(2019, 2044)) | local_closing_days(range(2019, 2044))
LEUVEN = Calendar(CLOSED)
DST_NIGHTS = (date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2030, 10, 27))
ODD_DAYS = (
    *DST_NIGHTS,
    date(2024, 2, 29),
    date(2028, 2, 28),
    date(2028, 2, 29),
    date(2027, 12, 31),
    date(2028, 1, 31),
    date(2032, 12, 31),
    date(2027, 3, 26),
    date(2038, 4, 25),
)
"""Nights in which the clock of the wall jumps, leap days, ends of years and months, Easters early and late."""

days = st.one_of(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.sampled_from(ODD_DAYS))


@dataclass(frozen=True)
class Course:
    """A term and all that happened to it."""

    term: Term
    start: date
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    restarts: tuple[Restart, ...] = ()

    def by_the_clock(self) -> date | None:
        return reckon(
            self.term,
            self.start,
            LEUVEN,
            pauses=self.pauses,
            extensions=self.extensions,
            restarts=self.restarts,
        ).due_on

    def on_paper(self) -> date:
        standing = {
            p.start + timedelta(days=n) for p in self.pauses for n in range(((p.end or p.start) - p.start).days)
        }
        kept = [e for e in self.extensions if not e.taken_back]
        return last_day(
            Paper(
                amount=self.term.amount,
                unit=self.term.unit.value,
                start=self.start,
                closed=CLOSED,
                counts_day_zero=self.term.counts_day_zero,
                shifts=self.term.shift is Shift.NEXT_WORKING_DAY,
                paused=standing,
                longer=[(e.unit.value, e.amount) for e in kept if e.unit and e.amount],
                until=[e.until for e in kept if e.until],
                restarts=[r.day for r in self.restarts],
            )
        )


def rule(amount: int, unit: Unit, *, day_zero: bool = False, shift: Shift = Shift.NONE) -> Term:
    return Term(
        "answer",
        "Antwoord",
        amount,
        unit,
        counts_day_zero=day_zero,
        shift=shift,
        pauses=PauseRule(allowed=True),
        extension=ExtensionRule(allowed=True, open_ended=True),
        restarts_on=(StartEvent.CLARIFICATION,),
    )


AMOUNTS = {Unit.CALENDAR_DAY: 90, Unit.WORKING_DAY: 60, Unit.WEEK: 12, Unit.MONTH: 6}


@st.composite
def courses(draw: st.DrawFn) -> Course:
    start, unit = draw(days), draw(st.sampled_from(list(Unit)))
    term = rule(
        draw(st.integers(1, AMOUNTS[unit])),
        unit,
        day_zero=draw(st.booleans()),
        shift=draw(st.sampled_from(list(Shift))),
    )
    after = st.integers(0, 120).map(lambda n: start + timedelta(days=n))
    pauses = draw(
        st.lists(st.builds(lambda a, n: Pause(a, a + timedelta(days=n)), after, st.integers(0, 30)), max_size=4)
    )
    longer = st.builds(
        lambda a, u, back: Extension(a, u, taken_back=back),
        st.integers(1, 20),
        st.sampled_from(list(Unit)),
        st.booleans(),
    )
    until = st.builds(lambda day: Extension(None, None, until=day), after)
    extensions = draw(st.lists(st.one_of(longer, longer, until), max_size=3))
    restarts = draw(st.lists(after.map(Restart), max_size=2))
    return Course(term, start, tuple(pauses), tuple(extensions), tuple(restarts))


@settings(max_examples=250)
@given(courses())
def test_whatever_happens_the_clock_says_what_the_paper_calendar_says(course: Course) -> None:
    assert course.by_the_clock() == course.on_paper()


@given(courses(), st.data())
def test_the_order_in_which_people_enter_it_does_not_matter(course: Course, data: st.DataObject) -> None:
    other = replace(
        course,
        pauses=tuple(data.draw(st.permutations(course.pauses))),
        extensions=tuple(data.draw(st.permutations(course.extensions))),
        restarts=tuple(data.draw(st.permutations(course.restarts))),
    )
    assert other.by_the_clock() == course.by_the_clock()


@given(courses())
def test_nothing_makes_it_later_that_the_regulation_does_not_allow(course: Course) -> None:
    strict = replace(course.term, pauses=PauseRule(), extension=ExtensionRule(), restarts_on=())
    assert replace(course, term=strict).by_the_clock() == reckon(strict, course.start, LEUVEN).due_on


@given(courses())
def test_neither_pause_nor_extension_nor_restart_makes_it_earlier(course: Course) -> None:
    plain, moved = reckon(course.term, course.start, LEUVEN).due_on, course.by_the_clock()
    assert plain
    assert moved
    assert moved >= plain


@given(courses(), days)
def test_a_closing_day_more_never_makes_it_earlier(course: Course, day: date) -> None:
    more = Calendar(CLOSED | {day: "Brugdag"})
    again = reckon(
        course.term,
        course.start,
        more,
        pauses=course.pauses,
        extensions=course.extensions,
        restarts=course.restarts,
    ).due_on
    before = course.by_the_clock()
    assert again
    assert before
    a_paused_day_counted_less = bool(course.pauses) and course.term.unit is Unit.WORKING_DAY
    a_restart_came_in_time_now = bool(course.restarts)
    if not a_restart_came_in_time_now and not a_paused_day_counted_less:
        assert again >= before


def test_only_as_many_extensions_count_as_the_regulation_allows() -> None:
    once = replace(rule(3, Unit.MONTH), extension=ExtensionRule(allowed=True, max_count=1, amount=3, unit=Unit.MONTH))
    twice = [Extension(3, Unit.MONTH, decided_on=date(2026, 2, n)) for n in (1, 2)]
    found = reckon(once, date(2025, 11, 30), LEUVEN, extensions=twice)
    assert found.due_on == date(2026, 5, 30)
    assert "verlenging telt niet mee" in found.sentence()


@pytest.mark.parametrize(
    ("restart", "due"),
    [
        ("2026-03-20", "2026-03-30"),
        ("2026-03-12", "2026-03-22"),
        ("2026-03-13", "2026-03-12"),
    ],
    ids=["while the clock stands still", "on the last day", "after the last day: too late to begin again"],
)
def test_a_clock_begins_again_when_the_complainant_explains(restart: str, due: str) -> None:
    term = rule(10, Unit.CALENDAR_DAY)
    asked = [Pause(date(2026, 3, 5), date.fromisoformat(restart))] if restart == "2026-03-20" else []
    again = [Restart(date.fromisoformat(restart), reason="De klager gaf uitleg.")]
    found = reckon(term, date(2026, 3, 2), LEUVEN, pauses=asked, restarts=again)
    assert found.due_on == date.fromisoformat(due)


def test_an_announced_day_holds_also_when_the_regulation_names_no_length() -> None:
    found = reckon(
        rule(1, Unit.MONTH), date(2026, 3, 2), LEUVEN, extensions=[Extension(None, None, date(2026, 5, 4), "ziekte")]
    )
    assert found.due_on == date(2026, 5, 4)
    assert "omdat: ziekte" in found.sentence()


@example(date(2026, 3, 28))
@example(date(2026, 10, 24))
@given(days)
def test_a_day_is_a_day_also_when_the_night_has_an_hour_more_or_less(start: date) -> None:
    assert reckon(rule(1, Unit.CALENDAR_DAY), start, LEUVEN).due_on == start + timedelta(days=1)
