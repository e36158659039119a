"""The numbers of exhibits: what came in first has the lowest, and a number that was given never changes. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TypeAlias

Key: TypeAlias = tuple[str, int]
"""``file``, ``account``, ``report`` or ``reply`` (from outside the city), and the id of its row."""


def numbered(found: Iterable[tuple[Key, datetime]], given: Mapping[Key, int]) -> dict[Key, int]:
    """The number of each exhibit: as given, and for a new one the next free number, in the order in which they came."""
    numbers = {key: given[key] for key, _ in found if key in given}
    last = max(given.values(), default=0)
    new = sorted((at, key) for key, at in found if key not in given)
    return numbers | {key: last + index for index, (_, key) in enumerate(new, start=1)}
