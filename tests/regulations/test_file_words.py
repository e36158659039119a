"""Every field that a file may have is explained: in Dutch on the screen, in the reference for developers."""

import re
from pathlib import Path

from gehoor.config import env
from gehoor.regulations import library
from gehoor.regulations.schema.file import read
from gehoor.regulations.schema.reading import ORIGIN_FIELDS, Ledger
from gehoor.regulations.schema.words import ORIGIN, all_sections

REFERENCE = env.ROOT / "docs" / "reference" / "regulation-file.md"


def asked() -> set[tuple[str, str]]:
    """Every field that is read, by the path of its section."""
    ledger = Ledger()
    for text in [path.read_text() for path in Path(__file__).parent.glob("extreme/*.yaml")]:
        read(text, ledger)
    for name in library.names():
        read(library.text_of(name), ledger)
    return {(pattern, name) for pattern, name in ledger.asked if name not in ORIGIN_FIELDS}


def is_section(pattern: str, name: str, patterns: set[str]) -> bool:
    path = f"{pattern}.{name}".lstrip(".")
    return path in patterns or f"{path}.*" in patterns


def test_every_field_that_is_read_has_dutch_words_and_no_word_is_left_over() -> None:
    sections = all_sections()
    worded = {(pattern, name) for pattern, section in sections.items() for name in section.fields}
    read_now = {field for field in asked() if not is_section(*field, set(sections))}
    assert read_now - worded == set()
    assert worded - read_now == set()
    assert set(ORIGIN) == set(ORIGIN_FIELDS)


def test_every_field_and_section_stands_in_the_reference() -> None:
    text = REFERENCE.read_text()
    known = set(re.findall(r"`([a-z_0-9.]+)`", text))
    parts = {part for path in known for part in path.split(".")}
    assert {name for _, name in asked()} - parts == set()
