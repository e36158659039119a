"""Human references: ``2026-00042-5``, a year, a number and a check digit.

The check digit follows Damm (H. M. Damm, 2004): it detects every single wrong digit and every swap of two neighbours,
the two mistakes people make when they read a number over the phone.
"""

import re

_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)

_SHAPE = re.compile(r"\s*(\d{4})\s*[-./ ]?\s*(\d{5,9})\s*[-./ ]?\s*(\d)\s*", re.ASCII)


def check_digit(digits: str) -> int:
    """The Damm check digit of a string of decimal digits."""
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim


def make_reference(year: int, number: int) -> str:
    """``make_reference(2026, 42)`` → ``"2026-00042-5"``-like text: at least five digits, then the check digit."""
    digits = f"{year:04d}{number:05d}"
    return f"{year:04d}-{number:05d}-{check_digit(digits)}"


def parse_reference(text: str) -> str | None:
    """The reference in its one spelling, or None when the text is not one or its check digit is wrong.

    Accepts what people type: spaces, dots or slashes for the dashes, or nothing between the parts.
    """
    match = _SHAPE.fullmatch(text)
    if match is None:
        return None
    year, number, digit = match.groups()
    if check_digit(year + number) != int(digit):
        return None
    return f"{year}-{number}-{digit}"
