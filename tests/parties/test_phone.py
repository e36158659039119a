"""A phone number has one spelling, whoever typed it."""

import pytest

from gehoor.kernel.errors import InvalidInput
from gehoor.parties.actions import readable_phone


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("016 555 01 40", "+32 16 555 01 40"),  # a fictional range: no such length exists
        ("016/5550140", "+32 16 555 01 40"),
        ("+32 16 555 01 40", "+32 16 555 01 40"),
        ("  ", ""),
    ],
)
def test_a_number_is_kept_in_one_spelling(typed: str, kept: str) -> None:
    assert readable_phone(typed) == kept


@pytest.mark.parametrize("typed", ["bel me", "12", "016 555 01 40 016 555 01 40", "\x00"])
def test_what_cannot_be_a_number_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput, match="telefoonnummer"):
        readable_phone(typed)
