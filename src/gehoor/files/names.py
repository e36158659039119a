"""What a file may be called. Pure."""

import unicodedata
from typing import Final

MAX_LENGTH: Final = 150
UNNAMED: Final = "bestand"
_FORBIDDEN = frozenset('<>:"/\\|?*')


def clean_name(name: str) -> str:
    """The last part of the path, composed (NFC), without control characters, invisible marks or reversed writing.

    ``"..\\geheim\\foto\\u202egpj.exe"`` → ``"fotogpj.exe"``: what a person reads is what the computer opens.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(_shown(character) for character in last)
    return shortened(" ".join(kept.split()).strip(". ") or UNNAMED)


def shortened(name: str) -> str:
    """At most ``MAX_LENGTH`` characters, with its extension."""
    stem, extension = split(name)
    return name if len(name) <= MAX_LENGTH else stem[: MAX_LENGTH - len(extension)].rstrip(". ") + extension


def split(name: str) -> tuple[str, str]:
    """``"brief.van.jan.pdf"`` → ``("brief.van.jan", ".pdf")``. An extension is at most ten characters."""
    stem, dot, extension = name.rpartition(".")
    return (stem, dot + extension) if stem and 0 < len(extension) <= 10 else (name, "")


def with_extension(name: str, allowed: tuple[str, ...]) -> str:
    """The name with one of the allowed extensions: its own when it is among them, otherwise the first replaces it."""
    stem, extension = split(name)
    return name if extension.lower() in allowed else shortened(stem + allowed[0])


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category.startswith("Z"):
        return " "
    if category.startswith("C"):
        return " " if character in "\t\r\n" else ""
    return "_" if character in _FORBIDDEN else character


def closed_in_words(safety: str, found: str) -> str:
    """Why nobody can open a file, for who sees its name; empty when it can be opened."""
    if safety == "waiting":
        return "in quarantaine tot de virusscanner het nakeek"
    if safety == "suspect":
        return f"in quarantaine: de virusscanner hield het tegen ({found})"
    return ""
