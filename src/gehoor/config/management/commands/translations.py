"""``translations``: every text that is marked for translation has a Dutch one."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import trans_real

_MARKED = re.compile(r"""{%\s*trans(?:late)?\s+(["'])(?P<text>.*?)\1""", re.DOTALL)
_BLOCK = re.compile(r"{%\s*blocktrans(?:late)?\b(?P<how>[^%]*)%}(?P<text>.*?){%\s*(?:plural|endblocktrans)", re.DOTALL)
_CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


class Command(BaseCommand):
    help = "Check that every text marked for translation has a Dutch translation that is not fuzzy."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        dutch = trans_real.translation("nl")  # fuzzy translations are not in a compiled catalogue
        missing = [
            f"{place}: {text!r}" for place, text in marked_texts(settings.BASE_DIR / "src") if not _known(dutch, text)
        ]
        if missing:
            raise CommandError("without a Dutch translation:\n" + "\n".join(missing))
        self.stdout.write("every marked text has a Dutch translation")


def marked_texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Each place and text that our templates and code mark for translation."""
    for file in sorted(folder.rglob("*.html")):
        source = file.read_text()
        for match in _MARKED.finditer(source):
            yield file.name, match["text"]
        for match in _BLOCK.finditer(source):
            yield file.name, _block_text(match["text"], trimmed="trimmed" in match["how"])
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS:
                yield from _first_text(file.name, node)


def _block_text(text: str, *, trimmed: bool) -> str:
    text = re.sub(r"{{\s*([\w.]+)[^}]*}}", r"%(\1)s", text)
    return " ".join(line.strip() for line in text.splitlines() if line.strip()) if trimmed else text


def _first_text(name: str, call: ast.Call) -> Iterator[tuple[str, str]]:
    texts = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    if texts:
        has_context = isinstance(call.func, ast.Name) and call.func.id.startswith("pgettext")
        yield f"{name}:{call.lineno}", texts[-1] if has_context else texts[0]


def _known(dutch: Any, text: str) -> bool:
    catalogue = dutch._catalog
    return bool(catalogue.get(text) or catalogue.get((text, dutch.plural(1))))
