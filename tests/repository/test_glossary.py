"""Whoever reads a word in the code finds it in the glossary."""

import re

from django.apps import apps

from gehoor.config import env

PAGE = (env.ROOT / "docs/reference/glossary.md").read_text(encoding="utf-8")


def test_every_table_of_ours_has_its_word_in_the_glossary() -> None:
    told = set(re.findall(r"`(\w+)`", PAGE))
    ours = {model.__name__ for model in apps.get_models() if model.__module__.startswith("gehoor.")}
    assert ours - told == set()


def test_the_glossary_names_nothing_that_is_gone() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (env.ROOT / "src/gehoor").rglob("*.py"))
    first_words = re.findall(r"^\|[^|]*\| ((?:`\w+`(?:, )?)+) \|", PAGE, re.MULTILINE)
    named = {word for cell in first_words for word in re.findall(r"`(\w+)`", cell)} - {"Finding", "Resolution"}
    assert {word for word in named if not re.search(rf"\bclass {word}\b", source)} == set()
