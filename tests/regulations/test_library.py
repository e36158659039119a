"""Regulations that were read somewhere, and invented ones that go further: all are files, none is code."""

from datetime import date
from pathlib import Path

import pytest

from gehoor.regulations import library
from gehoor.regulations.clock import Extension, reckon
from gehoor.regulations.days_off import calendar_in
from gehoor.regulations.schema import Content, RegulationError, load
from gehoor.regulations.terms import StartEvent, Unit

EXTREME = Path(__file__).parent / "extreme"
JANUARY = date(2026, 1, 30)


def invented(name: str) -> Content:
    return load((EXTREME / f"{name}.yaml").read_bytes())


def due(content: Content, term: str, start: date, *extensions: Extension) -> date | None:
    calendar = calendar_in(content.calendar, range(start.year, start.year + 2))
    return reckon(content.terms[term], start, calendar, extensions=extensions).due_on


@pytest.mark.parametrize(
    ("name", "term", "due_on", "remark"),
    [
        ("laakdal", "acknowledgement", date(2026, 2, 9), "one letter within 10 calendar days"),
        ("laakdal", "answer", date(2026, 3, 16), "45 calendar days after receipt"),
        ("denderleeuw", "admissibility", date(2026, 2, 9), "10 days"),
        ("beerse", "answer", date(2026, 3, 16), "45 days after registration"),
        ("oostkamp", "acknowledgement", date(2026, 2, 13), "14 days"),
        ("evergem", "acknowledgement", date(2026, 2, 3), "2 working days over a weekend"),
        ("evergem", "answer", date(2026, 3, 1), "30 days"),
        ("tienen", "answer", date(2026, 2, 28), "one month, in a shorter month"),
        ("beringen-oud", "answer", date(2026, 2, 9), "10 calendar days"),
        ("beringen", "answer", date(2026, 2, 13), "14 calendar days"),
        ("ravels", "admissibility", date(2026, 2, 13), "14 days"),
        ("brugge", "melding_to_ombudsman", date(2026, 3, 31), "60 days"),
        ("lgsco", "acknowledgement", date(2026, 2, 6), "5 working days"),
        ("lgsco", "stage2_answer", date(2026, 2, 27), "20 working days"),
        ("vlaams-model", "admissibility", date(2026, 2, 9), "10 calendar days"),
    ],
)
def test_each_regulation_that_comes_along_counts_as_it_says(name: str, term: str, due_on: date, remark: str) -> None:
    assert due(load(library.text_of(name)), term, JANUARY) == due_on, remark


@pytest.mark.parametrize("name", library.names())
def test_every_value_that_comes_along_says_where_it_was_read_or_that_nobody_did(name: str) -> None:
    origins = load(library.text_of(name)).origins
    assert origins
    assert [path for path, origin in origins.items() if not origin.source and not origin.assumption] == []


def test_two_versions_of_beringen_follow_each_other() -> None:
    old, new = (load(library.text_of(name)) for name in ("beringen-oud", "beringen"))
    assert (old.code, old.terms["answer"].amount) == (new.code, 10)
    assert new.terms["answer"].amount == 14
    assert old.valid_to is not None
    assert old.valid_to < new.valid_from


def test_beerse_hears_the_anonymous_and_counts_from_registration() -> None:
    beerse = load(library.text_of("beerse"))
    assert beerse.kinds["complaint"].anonymous_allowed
    assert beerse.kinds["melding"].anonymous_allowed
    assert beerse.terms["answer"].start is StartEvent.REGISTRATION
    assert beerse.is_assumed("terms.answer.unit")
    assert not beerse.is_assumed("terms.answer.amount")


def test_leuven_is_closed_on_the_days_it_was_closed_on_in_2023() -> None:
    days = calendar_in(load(library.text_of("leuven")).calendar, [2023]).closing_days
    assert {date(2023, 5, 19), date(2023, 7, 11), date(2023, 9, 4), date(2023, 11, 2), date(2023, 12, 26)} <= set(days)


def test_a_second_stage_is_for_somebody_else_and_counts_in_its_own_unit() -> None:
    content = invented("two-stages")
    assert content.stages["second"].another_handler
    assert due(content, "acknowledgement", JANUARY) == date(2026, 2, 5)
    assert due(content, "answer", JANUARY) == date(2026, 2, 20)
    assert due(content, "second_answer", JANUARY) == date(2026, 3, 30)
    assert content.grounds["te_oud"].months == 6
    assert content.second_line_on(date(2026, 6, 30)).name == "Ombudsdienst van de streek"
    assert content.second_line_on(date(2026, 7, 1)).name == "Vlaamse Ombudsdienst"


def test_a_notice_without_an_end_and_a_week_of_four_days() -> None:
    content = invented("open-ended")
    term = content.terms["answer"]
    assert term.extension.open_ended
    assert term.extension.max_count is None
    assert due(content, "answer", date(2026, 3, 2)) == date(2026, 3, 19)
    assert content.kinds["complaint"].anonymous_allowed
    assert not content.grounds["te_oud"].hard


def test_a_clock_that_begins_again_and_three_months_more_once() -> None:
    content = invented("restart")
    term = content.terms["answer"]
    assert term.start is StartEvent.CLARIFICATION
    assert term.extension.max_count == 1
    more = Extension(term.extension.amount, Unit.MONTH)
    assert due(content, "answer", date(2026, 1, 15)) == date(2026, 4, 14)
    assert due(content, "answer", date(2026, 1, 15), more) == date(2026, 7, 14)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("terms: [second_answer]", "terms: [derde_antwoord]", "stages.second.terms"),
        ("handler: director", "handler: buurman", "stages.second.handler"),
        ("valid_to: 2026-06-30", "valid_to: 2026-13-30", "second_lines.1.valid_to"),
        ("grounds: [refused],", "grounds: [verdriet],", "second_lines.1.grounds"),
        ("months: 6", "months: 0", "grounds.te_oud.months"),
        ('  source: "invented"\n\nkinds', '  assumed: [klokhuis]\n  source: "invented"\n\nkinds', "reach.assumed"),
        ("valid_from: 2026-01-01", "valid_from: 2026-01-01\nvalid_to: 2025-01-01", "valid_to"),
    ],
)
def test_what_is_wrong_in_a_new_section_is_named_by_field(old: str, new: str, field: str) -> None:
    text = (EXTREME / "two-stages.yaml").read_text()
    assert old in text
    with pytest.raises(RegulationError) as refused:
        load(text.replace(old, new, 1))
    assert field in [problem.field for problem in refused.value.problems]


def test_a_week_without_a_working_day_is_refused() -> None:
    whole = "[monday, tuesday, wednesday, thursday, friday, saturday, sunday]"
    text = (EXTREME / "open-ended.yaml").read_text().replace("[friday, saturday, sunday]", whole)
    with pytest.raises(RegulationError, match="geen enkele werkdag"):
        load(text)
