"""Tokens: long enough to be unguessable, and on paper short enough to be typed over."""

import math
from string import ascii_lowercase

from gehoor.kernel.tokens import as_printed, new_paper_token, new_token


def test_a_token_on_paper_is_unguessable_and_has_no_sign_that_looks_like_another() -> None:
    token = new_paper_token()
    groups = token.split("-")
    assert [len(group) for group in groups] == [4] * 7
    assert not set(token) & set("01ilo")
    signs = len(set(ascii_lowercase) - set("ilo")) + len("23456789")
    assert 28 * math.log2(signs) >= 128
    assert len({new_paper_token() for _ in range(50)}) == 50


def test_a_token_typed_over_from_paper_is_read_as_it_was_printed() -> None:
    token = new_paper_token()
    for typed in (token.upper(), token.replace("-", ""), token.replace("-", " "), token.replace("-", "\u2013")):
        assert as_printed(typed) == token


def test_any_other_text_stays_as_it_was_typed() -> None:
    for typed in (new_token(), "", "Abcd-efgh", "a" * 27, "o" * 28, "\x00" * 28, "x" * 5000):
        assert as_printed(typed) == typed
