"""What the screens of the letters show: each letter with what holds now, a version beside what it replaces, an example of the mail."""

import difflib
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from gehoor.correspondence.dress import Sheet, as_html, as_text
from gehoor.correspondence.letterheads import head_of
from gehoor.correspondence.letters import FIELD, Letter, codes, letter
from gehoor.correspondence.letters.checking import mandatory
from gehoor.correspondence.letters.fields import FIELDS
from gehoor.correspondence.links import address
from gehoor.correspondence.wordings import fits, letter_now, needs_second_person
from gehoor.kernel.errors import RuleViolation
from gehoor.organisation.queries import contact_point
from gehoor.regulations.queries import content_of, version_on
from gehoor.regulations.second_line import notice

if TYPE_CHECKING:
    from gehoor.correspondence.models import Wording

_EXAMPLE_LINK = "voorbeeld"


_NUMBER = re.compile(r"\s*\(?\{reference\}\)?")


def name_of(subject: str) -> str:
    """How a letter is called on a screen: its subject without the number, with an example where a word is filled in."""
    return FIELD.sub(lambda match: FIELDS[match[1]].example, _NUMBER.sub("", subject))


@dataclass(frozen=True)
class Row:
    """One letter type. ``in_force``: the city's own version; ``outdated``: it no longer fits, so the original holds."""

    code: str
    name: str
    in_force: "Wording | None"
    proposed: "Sequence[Wording]"
    outdated: bool


@dataclass(frozen=True)
class Offered:
    """A field that can stand in a letter."""

    name: str
    what: str
    mandatory: bool


@dataclass(frozen=True)
class Changed:
    """A line of the difference. ``kind``: ``same``, ``gone`` or ``new``."""

    kind: str
    text: str


def rows_of(wordings: "Sequence[Wording]") -> list[Row]:
    """Every letter, by its code."""
    return [row_of(code, [one for one in wordings if one.code == code]) for code in codes()]


def row_of(code: str, own: "Sequence[Wording]") -> Row:
    """One letter with what holds now."""
    in_force = next((one for one in own if one.state == "in_force" and not one.is_original), None)
    outdated = in_force is not None and not fits(letter(code), in_force.subject, in_force.body)
    return Row(
        code, name_of(letter_now(code).subject), in_force, [one for one in own if one.state == "proposed"], outdated
    )


def offered(code: str) -> list[Offered]:
    """The fields of a letter, those that must stay first."""
    original = letter(code)
    must = mandatory(original)
    names = [*must, *sorted(original.fields - set(must))]
    return [Offered(name, FIELDS[name].what, name in must) for name in names]


def must_say(code: str, *, today: date) -> list[str]:
    """What holds for this letter whatever its words, in sentences."""
    original = letter(code)
    found = []
    if original.names_second_line:
        found.append("Deze brief noemt altijd de tweede lijn.")
    if original.must_arrive:
        found.append("Zonder e-mailadres gaat hij per post.")
    if original.to_unproven:
        found.append("Hij vertrekt vanzelf naar een adres dat we nog niet kennen. Daarom staat er geen naam in.")
    if needs_second_person(code, day=today):
        found.append("Je reglement vraagt dat een collega een nieuwe tekst in gebruik neemt.")
    return found


def example(code: str, subject: str, body: str, *, today: date) -> Sheet:
    """The mail with invented values, and the second line as it is today."""
    original = letter(code)
    values = {name: FIELDS[name].example for name in FIELDS}
    with suppress(RuleViolation):  # no regulation yet: the second line is an example too
        rules = content_of(version_on(contact_point().body_id, today).pk)
        values["second_line"] = notice(rules.second_line_on(today))
    if original.to_unproven:
        values["name"] = "inwoner"
    shown = Letter(code, subject, body, original.names_second_line, original.must_arrive)
    head = head_of(contact_point().body_id)
    return Sheet(*shown.compose(values), address(_EXAMPLE_LINK), head.name, head.signature)


def example_of(body_id: int, logo: str, *, today: date) -> Sheet:
    """A mail as that body sends it."""
    head, code = head_of(body_id), "received"
    now = letter_now(code)
    made = example(code, now.subject, now.body, today=today)
    return replace(made, sender=head.name, signature=head.signature, logo=logo)


def example_text(sheet: Sheet) -> str:
    """As plain text."""
    return f"Onderwerp: {sheet.subject}\n\n{as_text(sheet)}"


def example_html(sheet: Sheet) -> str:
    """As it looks."""
    return as_html(sheet)


def difference(before: tuple[str, str], after: tuple[str, str]) -> list[Changed]:
    """Subject and text, line by line; what is the same around a change stays to read it by."""
    kinds = {" ": "same", "-": "gone", "+": "new"}
    old, new = ([subject, "", *body.strip().splitlines()] for subject, body in (before, after))
    return [Changed(kinds[line[0]], line[2:]) for line in difflib.ndiff(old, new) if line[0] in kinds]
