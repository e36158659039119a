"""By which name a mail addresses somebody. What nobody of the city has looked at, repeats no words of a stranger."""

import re
from typing import Final

from gehoor.correspondence.letters import letter

NOBODY: Final = "inwoner"
_NAME = re.compile(r"[^\W\d_]+(?:(?:[ '’-]|\. ?)[^\W\d_]+)*\.?")
_LONGEST: Final = 60
_ADDRESS = re.compile(r"\.[^\W\d_]{2}|www|http", re.IGNORECASE)


def addressed_as(code: str, name: str, *, by_machine: bool) -> str:
    """The name for greeting and address; empty when it may not be repeated, because it may be an advertisement or an insult.

    A letter to an address that nobody has shown to be theirs names nobody; other mail that leaves by itself only what looks like a name.
    """
    name = " ".join(name.split())
    if letter(code).to_unproven:
        return ""
    return name if not by_machine or _looks_like_one(name) else ""


def _looks_like_one(name: str) -> bool:
    return len(name) <= _LONGEST and _NAME.fullmatch(name) is not None and _ADDRESS.search(name) is None
