"""Numbers that people read over the phone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.kernel.references import make_reference, parse_reference

years = st.integers(2000, 2099)
numbers = st.integers(1, 9_999_999)


@given(years, numbers)
def test_a_number_is_read_back_as_it_was_made(year: int, number: int) -> None:
    reference = make_reference(year, number)
    assert parse_reference(reference) == reference


@given(years, numbers, st.data())
def test_one_wrong_digit_is_always_noticed(year: int, number: int, data: st.DataObject) -> None:
    reference = make_reference(year, number)
    place = data.draw(st.sampled_from([i for i, c in enumerate(reference) if c.isdigit()]))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != reference[place]]))
    assert parse_reference(reference[:place] + digit + reference[place + 1 :]) is None


@given(years, numbers, st.data())
def test_two_neighbours_swapped_are_always_noticed(year: int, number: int, data: st.DataObject) -> None:
    digits = make_reference(year, number).replace("-", "")
    place = data.draw(st.integers(0, len(digits) - 2))
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    assert swapped == digits or parse_reference(swapped) is None


@pytest.mark.parametrize("typed", ["2026 00042 5", "2026/00042/5", " 2026-00042-5 ", "2026000425", "2026.00042.5"])
def test_a_number_may_be_typed_in_several_ways(typed: str) -> None:
    assert parse_reference(typed) == "2026-00042-5"


@pytest.mark.parametrize("typed", ["", "K-2026-0087", "2026-00042-7", "٢٠٢٦-00042-5", "2026-00042-5; DROP", "1" * 500])
def test_what_is_not_a_number_is_refused(typed: str) -> None:
    assert parse_reference(typed) is None
