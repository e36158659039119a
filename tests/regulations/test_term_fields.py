"""The terms of a regulation file: every way a city can word a term, and what is wrong in it named with line and field."""

import pytest

from gehoor.regulations import library
from gehoor.regulations.schema import RegulationError, load
from gehoor.regulations.terms import CODES, STARTS, Condition, ExtensionRule, Hand, PauseRule, StartEvent, Term, Unit

LEUVEN = library.text_of("leuven")
LINE = "  question_answer:"


def with_term(text: str) -> Term:
    code = text.split(":", 1)[0].strip()
    return load(LEUVEN.replace(LINE, f"  {text}\n{LINE}", 1)).terms[code]


def test_a_second_clock_on_one_matter_says_what_meets_it() -> None:
    term = with_term(
        "naar_ombudsman: {what: Bij de ombudsman, amount: 60, unit: calendar_day, start: receipt, met_by: answer, assumption: true}"
    )
    assert term.met_by == "answer"


def test_a_term_can_be_paused_extended_and_begun_again_as_the_regulation_words_it() -> None:
    term = with_term(
        "besluit: {what: Besluit, amount: 3, unit: month, start: admissible, condition: if_admissible, met_by: answer, "
        "warn_at_percent: [50, 90], restarts_on: [clarification], assumption: true, "
        "pauses: {allowed: true, reasons: [appeal, Ziekte van de klager], hands: [handler, director]}, "
        "extension: {allowed: true, max_count: 1, amount: 3, unit: month, approver: director}}"
    )
    assert (term.unit, term.start, term.condition) == (Unit.MONTH, StartEvent.ADMISSIBLE, Condition.ADMISSIBLE)
    assert term.restarts_on == (StartEvent.CLARIFICATION,)
    assert term.warn_at_percent == (50, 90)
    assert term.pauses == PauseRule(
        allowed=True, reasons=("appeal", "Ziekte van de klager"), hands=(Hand.HANDLER, Hand.DIRECTOR)
    )
    assert term.extension == ExtensionRule(allowed=True, max_count=1, amount=3, unit=Unit.MONTH, approver=Hand.DIRECTOR)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("condition", "soms", "if_inadmissible"),
        ("restarts_on", "[volle_maan]", "volle_maan"),
        ("warn_at_percent", "[120]", "0 tot 100"),
        ("met_by", "iemand", "mag alleen zijn: acknowledgement"),
        ("pauses", "{allowed: true, hands: [burgemeester]}", "burgemeester"),
        ("extension", "{allowed: true, approver: burgemeester}", "coordinator, handler, director"),
        ("extension", "{allowed: true, max_count: 0}", "tussen 1 en 99"),
        ("amount", "5000", "tussen 0 en 3660"),
    ],
)
def test_what_is_wrong_in_a_term_is_named(field: str, value: str, words: str) -> None:
    fields = {"what": "Besluit", "amount": "3", "unit": "month", "start": "receipt", "met_by": "answer"} | {
        field: value
    }
    line = ", ".join(f"{name}: {said}" for name, said in fields.items())
    with pytest.raises(RegulationError) as refused:
        with_term(f"besluit: {{{line}, assumption: true}}")
    assert any(words in problem.message for problem in refused.value.problems)


def test_a_term_that_gehoor_does_not_know_says_what_meets_it() -> None:
    with pytest.raises(RegulationError) as refused:
        with_term("besluit: {what: Besluit, amount: 3, unit: month, start: receipt, assumption: true}")
    assert [str(p.field) for p in refused.value.problems] == ["terms.besluit.met_by"]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("start", StartEvent)
def test_a_term_that_could_never_start_is_refused_with_the_events_that_can(code: str, start: StartEvent) -> None:
    line = f"besluit: {{what: Besluit, amount: 3, unit: month, start: {start}, met_by: {code}, assumption: true}}"
    if start in STARTS[code]:
        assert with_term(line).start is start
        return
    with pytest.raises(RegulationError) as refused:
        with_term(line)
    (problem,) = refused.value.problems
    assert problem.field == "terms.besluit.start"
    assert all(event in problem.message for event in STARTS[code])


def test_a_term_from_the_clarification_begins_with_the_complaint_and_again_with_the_clarification() -> None:
    line = "besluit: {what: Besluit, amount: 3, unit: month, start: clarification, met_by: answer, assumption: true}"
    assert with_term(line).restarts_on == (StartEvent.CLARIFICATION,)
