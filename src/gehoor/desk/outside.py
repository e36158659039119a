"""The questions to people outside the city: beside the dossier, and in its conversation."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.urls import reverse

from gehoor.correspondence.queries import Said
from gehoor.dossiers.outside import AskedOutside, Standing, standing
from gehoor.web.talk import Line, line_of

OUTSIDER: Final = "iemand buiten de stad"
"""Who did it, in the history."""
_WORDS: Final = {
    Standing.WAITING: ("info", "wacht op antwoord"),
    Standing.LATE: ("late", "te laat"),
    Standing.ANSWERED: ("ok", "antwoord gekregen"),
    Standing.DECLINED: ("no", "niet voor hen"),
    Standing.CLOSED: ("plain", "afgesloten"),
    Standing.WITHDRAWN: ("plain", "ingetrokken"),
}


@dataclass(frozen=True)
class AskedLine:
    """One question: ``look`` and ``label`` of its badge, ``url`` of its page; ``answers``: what came, on a page that shows it."""

    asked: AskedOutside
    standing: Standing
    url: str

    @property
    def look(self) -> str:
        """The colour of the badge."""
        return _WORDS[self.standing][0]

    @property
    def label(self) -> str:
        """The words of the badge."""
        return _WORDS[self.standing][1]

    @property
    def waits(self) -> bool:
        """No answer yet."""
        return self.standing in (Standing.WAITING, Standing.LATE)


def panel_of(inquiries: Iterable[AskedOutside], route: str, reference: str, *, today: date) -> list[AskedLine]:
    """All questions, oldest first. ``route``: the name of the address of one."""
    return [
        AskedLine(one, standing(one.facts, today=today), reverse(route, args=[reference, one.number]))
        for one in inquiries
    ]


def lines_outside(said: Iterable[Said], inquiries: Iterable[AskedOutside]) -> list[Line]:
    """What was said with people outside, as lines that nobody takes for the citizen's."""
    numbers = {one.thread: one.number for one in inquiries}
    return [_line(one, numbers[one.message.thread_id]) for one in said]


def _line(said: Said, number: int) -> Line:
    line = line_of(said)
    asked = f"vraag {number} buiten de stad"
    return replace(line, where=asked) if line.kind == "auto" else replace(line, kind="outside", asked=asked)
