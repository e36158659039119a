"""A regulation is a file: what is wrong in it is named with line and field, and nothing else comes out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gehoor.regulations import library
from gehoor.regulations.schema import Problem, RegulationError, load

LEUVEN = library.text_of("leuven")
NEEDED = (
    "acknowledgement", "admissibility", "answer", "first_line", "question_answer", "melding_answer",
    "suggestion_answer", "account", "reaction", "ombudsman_question",
)  # fmt: skip


@pytest.mark.parametrize("name", library.names())
def test_each_regulation_that_comes_along_is_whole(name: str) -> None:
    content = load(library.text_of(name))
    assert set(NEEDED) <= set(content.terms)
    assert content.second_lines


def test_the_terms_of_leuven_are_labelled_as_assumption() -> None:
    assert all(term.assumption for term in load(LEUVEN).terms.values())


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        ("amount: 45", "amount: vijf", "terms.answer.amount", "geheel getal"),
        ("amount: 45", "amount: -3", "terms.answer.amount", "tussen 0 en 3660"),
        ("unit: calendar_day\n    start", "unit: maanjaar\n    start", "terms.answer.unit", "mag alleen zijn"),
        ("title:", "titel:", "titel", "onbekend veld"),
        ("valid_from: 2021-10-01\nsource", "valid_from: morgen\nsource", "valid_from", "datum"),
        ("  required: discretionary", "  required: soms", "first_line.required", "hard, discretionary, none"),
        ("head_is_handler: true", "head_is_handler: misschien", "assignment.head_is_handler", "true of false"),
        ("identity: [name,", "identity: [schoenmaat,", "kinds.complaint.identity", "schoenmaat"),
    ],
)
def test_what_is_wrong_is_named_with_line_and_field(old: str, new: str, field: str, words: str) -> None:
    broken = LEUVEN.replace(old, new, 1)
    assert broken != LEUVEN
    with pytest.raises(RegulationError) as refused:
        load(broken)
    problem = next(p for p in refused.value.problems if p.field == field)
    assert words in problem.message
    assert new.split(":")[0].strip() in broken.splitlines()[problem.line - 1]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a",
        "a: [",
        "a: &x 1\nb: *x",
        "\t",
        "x" * 600_000,
        b"\xff\xfe",
        "a: !!python/object:os.system {}",
        "a:\n" + "  b: {" * 500,
    ],
)
def test_a_file_that_is_no_regulation_is_refused_in_words(text: str | bytes) -> None:
    with pytest.raises(RegulationError) as refused:
        load(text)
    assert refused.value.problems


def test_a_field_that_stands_there_twice_is_refused() -> None:
    with pytest.raises(RegulationError) as refused:
        load(LEUVEN + '\ntitle: "Nog een"\n')
    assert any("twee keer" in p.message for p in refused.value.problems)


def test_a_section_that_does_not_say_where_it_comes_from_is_refused() -> None:
    with pytest.raises(RegulationError) as refused:
        load(LEUVEN.replace("kinds:\n  assumption: true\n", "kinds:\n", 1))
    assert any(p.field == "kinds.source" for p in refused.value.problems)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_a_file_with_lines_missing_or_swapped_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    lines = LEUVEN.splitlines()
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(lines) - 1))
        lines[place] = data.draw(
            st.sampled_from(["", lines[-place], lines[place][2:], "  " + lines[place], "x: [1, {"])
        )
    assert all(problem.line >= 1 for problem in problems_of("\n".join(lines)))


def problems_of(text: str) -> list[Problem]:
    """What is wrong with a file; nothing when it is a regulation."""
    try:
        load(text)
    except RegulationError as refused:
        return refused.problems
    return []
