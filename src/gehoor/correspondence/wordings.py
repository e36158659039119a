"""The words of a letter as they are now: the city's own version where there is one that fits, else the original of Gehoor."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.core.cache import cache

from gehoor.correspondence.letters import Letter, letter
from gehoor.correspondence.letters.checking import problems
from gehoor.correspondence.models import Wording
from gehoor.kernel.errors import RuleViolation
from gehoor.organisation.queries import bodies
from gehoor.regulations.queries import content_of, version_on

_KEPT_SECONDS: Final = 30
_KEY: Final = "correspondence.wordings"
_ANSWERS: Final = {
    "complaint_acknowledged": "acknowledgement",
    "rejected": "refusal",
    "complaint_late": "late_notice",
    "proposal": "proposal",
    "closing": "final_answer",
}
"""How the regulation calls a letter (``answers``), by our code."""


@dataclass(frozen=True)
class _Version:
    code: str
    subject: str
    body: str
    in_force: bool


def letter_now(code: str) -> Letter:
    """The letter type with the words that hold now. Remembered for half a minute; raises ``KeyError``."""
    original = letter(code)
    for version in _versions():
        if version.code == code and version.in_force and fits(original, version.subject, version.body):
            return replace(original, subject=version.subject, body=version.body)
    return original


def bodies_of(code: str) -> list[str]:
    """Every text a letter of this type may have been written with: the original, and what was ever in force."""
    return [letter(code).body, *(version.body for version in _versions() if version.code == code)]


def fits(original: Letter, subject: str, body: str) -> bool:
    """Whether a text still says all that this version of Gehoor counts on: if not, the original holds, and the screen says so."""
    return not problems(original, subject, body)


def needs_second_person(code: str, *, day: date) -> bool:
    """Whether a regulation in force on that day asks that somebody else approves the words of this letter."""
    answer = _ANSWERS.get(code)
    return answer is not None and any(_asks(body.pk, answer, day) for body in bodies())


def forget_wordings() -> None:
    """A version came into force: this process knows at once, the others within half a minute."""
    cache.delete(_KEY)


def _asks(body_id: int, answer: str, day: date) -> bool:
    try:
        rules = content_of(version_on(body_id, day).pk)
    except RuleViolation:  # no regulation for this body on that day
        return False
    return answer in rules.answers and rules.answers[answer].second_person


def _versions() -> list[_Version]:
    found: list[_Version] | None = cache.get(_KEY)
    if found is None:
        State = Wording.State  # noqa: N806 - a class
        rows = Wording.objects.filter(state__in=[State.IN_FORCE, State.PAST], is_original=False)
        found = [_Version(row.code, row.subject, row.body, row.state == State.IN_FORCE) for row in rows]
        cache.set(_KEY, found, _KEPT_SECONDS)
    return found
