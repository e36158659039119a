"""Whether a text can stand in for the original of a letter. Pure: what is wrong, by line and word, for who wrote it."""

import re
from dataclasses import dataclass
from typing import Final

from gehoor.correspondence.letters import FIELD, LINK_MARK, Letter
from gehoor.correspondence.letters.fields import FIELDS, OPTIONAL

LONGEST_SUBJECT: Final = 150
LONGEST_BODY: Final = 10_000
_WORD_IN_BRACES = re.compile(r"\{([^{}]*)\}")
_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u202a-\u202e\u2066-\u2069]")
_WHY: Final = {"second_line": "deze brief moet zeggen waar de lezer naartoe kan die het niet eens is"}


@dataclass(frozen=True)
class Problem:
    """``place``: ``subject`` or ``body``; the sentence names line and word."""

    place: str
    sentence: str


def problems(original: Letter, subject: str, body: str) -> list[Problem]:
    """Everything that keeps this text from being put in the place of the original."""
    lines = body.splitlines()
    found = [Problem("subject", sentence) for sentence in _in_subject(original, subject)]
    found += [Problem("body", sentence) for sentence in _in_lines(original, lines)]
    found += [Problem("body", sentence) for sentence in _missing(original, subject, body)]
    if len(body) > LONGEST_BODY:
        found.append(Problem("body", f"De brief is te lang. Hij mag hoogstens {LONGEST_BODY} tekens hebben."))
    return found


def mandatory(original: Letter) -> list[str]:
    """The fields that must stand in subject or text, by name."""
    return sorted(original.fields - OPTIONAL)


def _in_subject(original: Letter, subject: str) -> list[str]:
    if not subject.strip():
        return ["Geef de brief een onderwerp."]
    if len(subject.splitlines()) > 1 or _HIDDEN.search(subject):
        return ["Het onderwerp is één regel, zonder verborgen tekens."]
    if len(subject) > LONGEST_SUBJECT:
        return [f"Het onderwerp is te lang. Het mag hoogstens {LONGEST_SUBJECT} tekens hebben."]
    offered = {"reference"} | set(FIELD.findall(original.subject))
    return [
        f"Het veld {{{word}}} kan niet in het onderwerp. Daar kan alleen: {_listed(offered)}."
        for word in _WORD_IN_BRACES.findall(subject)
        if word not in offered
    ] + _loose_braces(subject, "Het onderwerp")


def _in_lines(original: Letter, lines: list[str]) -> list[str]:
    found: list[str] = []
    for number, line in enumerate(lines, 1):
        where = f"Regel {number}"
        if _HIDDEN.search(line):
            found.append(f"{where}: hier staat een verborgen teken. Typ de regel opnieuw.")
        found += [
            f"{where}: het veld {{{word}}} bestaat niet in deze brief. Je kan kiezen uit: {_listed(original.fields)}."
            for word in _WORD_IN_BRACES.findall(line)
            if word not in original.fields
        ]
        found += _loose_braces(line, where)
        if LINK_MARK in line and line.strip() != LINK_MARK:
            found.append(f"{where}: zet {LINK_MARK} alleen op een regel. Daar komt de knop naar de volgpagina.")
    return found


def _loose_braces(line: str, where: str) -> list[str]:
    rest = _WORD_IN_BRACES.sub("", line)
    if "{" in rest or "}" in rest:
        return [f"{where}: een accolade hoort bij een veld, zoals {{reference}}. Haal de losse accolade weg."]
    return []


def _missing(original: Letter, subject: str, body: str) -> list[str]:
    present = set(FIELD.findall(f"{subject}\n{body}"))
    found = [
        f"Het veld {{{name}}} ontbreekt ({FIELDS[name].what}): {_WHY.get(name, 'het staat in het origineel en moet in de brief blijven')}."
        for name in mandatory(original)
        if name not in present
    ]
    links = sum(line.strip() == LINK_MARK for line in body.splitlines())
    wanted = sum(line.strip() == LINK_MARK for line in original.body.splitlines())
    if wanted and not links:
        found.append(f"De regel {LINK_MARK} ontbreekt: zonder die regel vindt de lezer de volgpagina niet.")
    if links > max(wanted, 1):
        found.append(f"De regel {LINK_MARK} staat er {links} keer. Eén keer is genoeg.")
    return found


def _listed(names: frozenset[str] | set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))
