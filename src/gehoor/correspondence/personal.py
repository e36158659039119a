"""What somebody wrote in a letter, without the frame around it."""

import re
from functools import lru_cache
from typing import Final

from gehoor.correspondence.letters import FIELD, LINK_MARK
from gehoor.correspondence.models import Message
from gehoor.correspondence.queries import shown_body
from gehoor.correspondence.wordings import bodies_of

PERSONAL: Final = frozenset({"message", "offer", "clarification_asked"})
"""Letters that a person wrote: shown as what they said. The others are shown by their subject, with a link to the letter."""


@lru_cache(maxsize=64)
def _frame(body: str) -> re.Pattern[str]:
    """The text of a letter type as a pattern, with a group for each field at its first place."""
    seen: set[str] = set()
    parts: list[str] = []
    for place, words in enumerate(FIELD.split(body.strip())):
        if place % 2 == 0:
            parts.append(re.escape(words))
        elif words in seen:
            parts.append(f"(?P={words})")
        else:
            seen.add(words)
            parts.append(f"(?P<{words}>.*{'' if words == 'text' else '?'})")
    return re.compile("".join(parts), re.DOTALL)


def said_in(message: Message) -> str:
    """The words of the writer of a letter; the whole body for a message that is no such letter or has another frame."""
    if message.letter in PERSONAL:
        for body in bodies_of(message.letter):
            if found := _frame(body).fullmatch(message.body.strip()):
                return found["text"].replace(LINK_MARK, "").strip()
    return shown_body(message).strip()
