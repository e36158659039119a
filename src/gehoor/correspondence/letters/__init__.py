"""Letters: what the city writes at each moment of the procedure.

One text file per letter type in this folder: a head of ``name: value`` lines (``onderwerp``, ``tweede_lijn``, ``per_post``,
``onbewezen_adres``), an empty line, the text. ``{fields}`` are filled with values that are never read as a template again.
``[link]`` on a line of its own becomes a fresh tracking link when the mail leaves.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LINK_MARK = "[link]"
FIELD = re.compile(r"\{([a-z_]+)\}")
"""A place in the text that is filled in."""
_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Letter:
    """A letter type. ``names_second_line``: the law or the regulation asks that it points to the ombudsman.

    ``must_arrive``: without an e-mail address it goes by post; the others do so only when a postal address is known.
    ``to_unproven``: it leaves at once to an address that nobody has shown to be theirs, so it repeats nothing that was written to us.
    """

    code: str
    subject: str
    body: str
    names_second_line: bool
    must_arrive: bool
    to_unproven: bool = False

    @property
    def fields(self) -> frozenset[str]:
        """The names it must be given."""
        return frozenset(FIELD.findall(f"{self.subject}\n{self.body}"))

    def compose(self, fields: Mapping[str, str]) -> tuple[str, str]:
        """Subject and body. A paragraph that is one field, and empty, is left out.

        Raises ``KeyError`` when a field is missing, ``ValueError`` when the second line is empty.
        """
        if self.names_second_line and not fields.get("second_line", "").strip():
            raise ValueError(f"the letter {self.code} must name the second line")
        body = "\n\n".join(_filled(part, fields) for part in self.body.split("\n\n") if not _falls_away(part, fields))
        return " ".join(_filled(self.subject, fields).split())[:250], body.strip() + "\n"


def _filled(words: str, fields: Mapping[str, str]) -> str:
    """One pass: what is filled in is never read for fields again, and nothing but a field does anything."""
    return FIELD.sub(lambda match: fields[match[1]], words)


def _falls_away(part: str, fields: Mapping[str, str]) -> bool:
    alone = FIELD.fullmatch(part.strip())
    return alone is not None and not fields[alone[1]].strip()


@cache
def letter(code: str) -> Letter:
    """The letter type with that code; raises ``KeyError``."""
    path = _FOLDER / f"{code}.txt"
    if code not in codes():
        raise KeyError(code)
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    values = dict(line.split(": ", 1) for line in head.splitlines())
    return Letter(
        code,
        values["onderwerp"],
        body,
        values.get("tweede_lijn") == "ja",
        values.get("per_post") == "ja",
        values.get("onbewezen_adres") == "ja",
    )


@cache
def codes() -> tuple[str, ...]:
    """All letter types, by name."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.txt")))
