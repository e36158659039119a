"""Hints for who looks at it first: what kind it may be, and which category. A hint, never a decision."""

import re
from collections.abc import Iterable

from gehoor.dossiers.lifecycle import Kind

_WORD = re.compile(r"\w+")

_UNHAPPY = (
    "niet tevreden", "ontevreden", "klacht", "klagen", "schandalig", "onbeleefd", "onvriendelijk", "onbeschoft", "geen antwoord",
    "nog altijd niet", "nog steeds niet", "niet geholpen", "niet goed geholpen", "slecht geholpen", "weggestuurd", "onaanvaardbaar",
    "beu ", "al drie keer", "derde keer",
)  # fmt: skip
_GRATEFUL = ("bedankt", "dank je", "proficiat", "compliment", "goed gedaan", "knap werk")
_IDEA = ("voorstel", "suggestie", "idee", "waarom niet", "zou het niet", "misschien kan")
_TELLING = ("melden ",)
_ASKING = ("hoe ", "wanneer ", "waar ", "wat ", "kan ik", "mag ik", "hoeveel ", "welke ", "ik wil een ", "?")


def suggest_kind(text: str) -> tuple[Kind, bool]:
    """The likely kind, and whether the writer sounds dissatisfied. Falls back to a melding."""
    low = " ".join(text.lower().split())
    if _begins_in(low, _UNHAPPY):
        return Kind.MELDING, True
    if _begins_in(low, _GRATEFUL):
        return Kind.COMPLIMENT, False
    if _begins_in(low, _IDEA):
        return Kind.SUGGESTION, False
    if _begins_in(low, _TELLING):
        return Kind.MELDING, False
    if low.startswith(_ASKING[:-1]) or low.endswith("?"):
        return Kind.QUESTION, False
    return Kind.MELDING, False


def _begins_in(low: str, starts: Iterable[str]) -> bool:
    """A word of the text begins like that: "beu" is not in "gebeurde"."""
    spaced = " " + " ".join(re.findall(r"\w+", low)) + " "
    return any(f" {start}" in spaced for start in starts)


def suggest_category(text: str, categories: Iterable[tuple[int, str]]) -> int | None:
    """The category (id) whose words occur most often in the text; None when none does.

    ``categories`` are pairs of an id and the words that point to it, one per line; a word also matches as the
    beginning of a longer one ("vuilnis" finds "vuilniszak").
    """
    said = _WORD.findall(text.lower())
    best, most = None, 0
    for pk, words in categories:
        wanted = [word for word in words.lower().split() if word]
        score = sum(1 for word in said if any(word.startswith(start) for start in wanted))
        if score > most:
            best, most = pk, score
    return best


def words_found(text: str, words: str) -> list[str]:
    """The words of the text that point to a category, in the order they were written: why it is suggested."""
    starts = tuple(words.lower().split())
    said = _WORD.findall(text.lower()) if starts else []
    return list(dict.fromkeys(word for word in said if word.startswith(starts)))


def title_of(text: str, *, longest: int = 90) -> str:
    """A title from the first sentence of what somebody wrote."""
    first = re.split(r"(?<=[.!?])\s|\n", " ".join(text.strip().split(" ")).strip(), maxsplit=1)[0].strip()
    first = " ".join(first.split()) or "Zonder titel"
    if len(first) <= longest:
        return first.rstrip(".") or first
    return first[:longest].rsplit(" ", 1)[0].rstrip(",;:") + " …"
