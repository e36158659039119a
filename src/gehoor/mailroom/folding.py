"""Where a mail stops saying something new: what it quotes and how it is signed. Shown folded, never dropped. Pure.

Only what is surely quoted is folded: a line that begins with ``>``, the line with which a mail program introduces a quote, or the
head of the earlier mail as Outlook writes it. What looks like text stays text.
"""

import re
from dataclasses import dataclass
from typing import Final

SAID: Final = "said"
QUOTED: Final = "quoted"
SIGNATURE: Final = "signature"


@dataclass(frozen=True)
class Piece:
    """A stretch of a mail: ``said``, ``quoted`` or ``signature``."""

    kind: str
    text: str


_ADDRESS = r"<?[^\s<>]+@[^\s<>]+>?"
_INTRODUCES = re.compile(
    r"^\s*(?:"
    r"op\b.{3,200}?\b(?:schreef|heeft)\b.{0,200}(?:geschreven)?\s*:"  # Gmail, Apple Mail, Thunderbird (nl)
    r"|on\b.{3,200}?\bwrote\s*:"
    r"|le\b.{3,200}?\ba\s+[ée]crit\s*:"
    r"|am\b.{3,200}?\bschrieb\b.{0,200}:"
    r"|.{2,100}\s" + _ADDRESS + r"\s+(?:schreef|wrote|a\s+[ée]crit)\b.{0,60}:"
    r"|.{3,80}\b(?:schreef|wrote|a\s+[ée]crit)\s+(?:op|on|le)\s+.{3,80}:"
    r")\s*$",
    re.IGNORECASE | re.DOTALL,
)
_RULE = re.compile(
    r"^\s*(?:-{2,}|_{2,})\s*(?:oorspronkelijk bericht|origineel bericht|doorgestuurd bericht|oorspronkelijke e-mail|original message"
    r"|forwarded message|message d['’]origine|message original|message transf[ée]r[ée]|urspr[üu]ngliche nachricht)\s*(?:-{2,}|_{2,})?\s*$"
    r"|^\s*(?:begin doorgestuurd bericht|begin forwarded message|d[ée]but du message (?:r[ée]exp[ée]di[ée]|transf[ée]r[ée]))\s*:\s*$",
    re.IGNORECASE,
)
_FROM = re.compile(r"^\s*\*?(?:van|from|de|von)\s*:\*?\s*\S", re.IGNORECASE)
_HEAD = re.compile(
    r"^\s*\*?(?:van|aan|cc|verzonden|verstuurd|datum|onderwerp|beantwoorden|from|to|sent|date|subject|reply-to|de|[àa]|envoy[ée]|objet"
    r"|von|an|gesendet|betreff)\s*:\*?",
    re.IGNORECASE,
)
_SENT = re.compile(r"^\s*\*?(?:verzonden|verstuurd|datum|sent|date|envoy[ée]|gesendet)\s*:\*?", re.IGNORECASE)
_LINE = re.compile(r"^\s*_{10,}\s*$|^\s*-{10,}\s*$")
_SENT_FROM = re.compile(
    r"^\s*(?:(?:verzonden|verstuurd|gestuurd)\s+(?:vanaf|vanuit|via|met|van)\s+.{2,60}|sent from\s+.{2,60}"
    r"|envoy[ée]\s+(?:de|depuis|[àa] partir de)\s+.{2,60}|outlook voor (?:ios|android|mac) downloaden.*|download outlook for .*"
    r"|get outlook for .*|t[ée]l[ée]charger outlook pour .*|von meinem .{2,40} gesendet)\s*$",
    re.IGNORECASE,
)
_LONGEST_INTRODUCTION = 3
_LONGEST_SIGNATURE = 12
_LONGEST = 300
"""Characters of a line or sentence with which a mail program could introduce something."""


def fold(text: str) -> list[Piece]:
    """The pieces of a mail in their order; joined by new lines they are the mail again.

    When nothing would be left to read, nothing is folded.
    """
    lines = text.split("\n")
    kinds = _quoted(lines)
    _sign(lines, kinds)
    if not any(kind == SAID and line.strip() for line, kind in zip(lines, kinds, strict=True)):
        return [Piece(SAID, text)]
    return _joined(lines, kinds)


def _quoted(lines: list[str]) -> list[str]:
    kinds = [SAID] * len(lines)
    at = 0
    while at < len(lines):
        length = _introduction(lines, at)
        if length and _next_is_marked(lines, at + length):
            kinds[at : at + length] = [QUOTED] * length
            at += length
        elif length or _opens_to_the_end(lines, at):
            return kinds[:at] + [QUOTED] * (len(lines) - at)
        else:
            if lines[at].startswith(">"):
                kinds[at] = QUOTED
            at += 1
    _fill(lines, kinds)
    return kinds


def _introduction(lines: list[str], at: int) -> int:
    """How many lines introduce a quote here: mail programs break the sentence. 0 when none does."""
    if not lines[at].strip() or lines[at].startswith(">") or len(lines[at]) > _LONGEST:
        return 0
    for length in range(1, _LONGEST_INTRODUCTION + 1):
        piece = lines[at : at + length]
        if len(piece) < length or not piece[-1].strip():
            return 0
        if piece[-1].rstrip().endswith(":"):
            sentence = " ".join(line.strip() for line in piece)
            known = (
                len(sentence) <= _LONGEST
                and _INTRODUCES.match(sentence)
                and (re.search(_ADDRESS, sentence) or re.search(r"\d", sentence))
            )
            return length if known else 0
    return 0


def _next_is_marked(lines: list[str], at: int) -> bool:
    following = next((line for line in lines[at:] if line.strip()), "")
    return following.startswith(">")


def _opens_to_the_end(lines: list[str], at: int) -> bool:
    """A rule ("Oorspronkelijk bericht") or the head of an earlier mail: all that follows is that mail."""
    if len(lines[at]) > _LONGEST:
        return False
    if _RULE.match(lines[at]):
        return True
    start = at
    if _LINE.match(lines[at]):
        start = at + 1
        while start < len(lines) and not lines[start].strip():
            start += 1
    if start >= len(lines) or not _FROM.match(lines[start]):
        return False
    head = [line for line in lines[start : start + 8] if line.strip()][:5]
    return sum(bool(_HEAD.match(line)) for line in head) >= 3 and any(_SENT.match(line) for line in head)


def _fill(lines: list[str], kinds: list[str]) -> None:
    """Empty lines between two quoted ones belong to the quote."""
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and kinds[end] == SAID and not lines[end].strip():
            end += 1
        if end > at and at > 0 and end < len(lines) and kinds[at - 1] == kinds[end] == QUOTED:
            kinds[at:end] = [QUOTED] * (end - at)
        at = end + 1


def _sign(lines: list[str], kinds: list[str]) -> None:
    """Mark the signature at the end of what was said: after ``-- ``, or where a telephone says its name."""
    for at, line in enumerate(lines):
        if kinds[at] != SAID or not (line.rstrip() == "--" or (len(line) < _LONGEST and _SENT_FROM.match(line))):
            continue
        end = next((place for place in range(at, len(lines)) if kinds[place] != SAID), len(lines))
        most = _LONGEST_SIGNATURE + 1 if line.rstrip() == "--" else 2
        if sum(bool(rest.strip()) for rest in lines[at:end]) <= most:
            kinds[at:end] = [SIGNATURE] * (end - at)


def _joined(lines: list[str], kinds: list[str]) -> list[Piece]:
    pieces: list[Piece] = []
    start = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or kinds[at] != kinds[start]:
            pieces.append(Piece(kinds[start], "\n".join(lines[start:at])))
            start = at
    return pieces
