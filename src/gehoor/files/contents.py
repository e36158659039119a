"""What kind of file this is, by its content. For words and pictograms only: nothing is opened on the strength of it."""

import re
from pathlib import Path
from typing import Final

import puremagic

from gehoor.files.names import split

UNKNOWN: Final = "application/octet-stream"
PICTURES: Final = frozenset({"image/png", "image/jpeg"})
_SHAPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]{0,80}", re.ASCII)
_SAMPLE = 4096
_ZIPPED = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
}


def media_type_of(path: Path, name: str) -> str:
    """The media type of a file that is not a picture we encoded ourselves. A name alone convinces nobody.

    Something that claims to be PNG or JPEG and yet could not be decoded is unknown.
    """
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    if head.startswith(b"PK\x03\x04"):
        return _ZIPPED.get(split(name)[1].lower(), "application/zip")
    guess = _guess(path)
    if guess in PICTURES:
        return UNKNOWN
    return guess or ("text/plain" if _is_text(head) else UNKNOWN)


def _guess(path: Path) -> str:
    try:
        guess = puremagic.from_file(path, mime=True)
    except (puremagic.PureError, ValueError, OSError):
        return ""
    return guess if _SHAPE.fullmatch(guess) else ""


def _is_text(head: bytes) -> bool:
    if b"\0" in head:
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return len(head) == _SAMPLE and error.start >= _SAMPLE - 3
    return True
