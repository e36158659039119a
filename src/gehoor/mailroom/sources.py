"""Mails in files: each as its bytes, with a name for the summary."""

import mailbox
from collections.abc import Iterator
from pathlib import Path

MOST_BYTES = 150_000_000


class NoSuchSource(Exception):
    """There is nothing here to read; the message says what, in Dutch."""


def of_file(path: Path) -> bytes:
    """One mail in a file. Raises :class:`NoSuchSource`."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise NoSuchSource(f"{path}: groter dan {MOST_BYTES // 1_000_000} MB")
        content = path.read_bytes()
    except OSError as error:
        raise NoSuchSource(f"{path}: niet te lezen ({error.strerror})") from None
    if not content:
        raise NoSuchSource(f"{path}: leeg")
    return content


def in_maildir(folder: Path) -> Iterator[Path]:
    """The files of the mails in a Maildir, the read ones too, by name. Raises :class:`NoSuchSource`."""
    if not (folder / "cur").is_dir() and not (folder / "new").is_dir():
        raise NoSuchSource(f"{folder}: geen Maildir (zonder de mappen cur en new)")
    found = [path for name in ("cur", "new") if (folder / name).is_dir() for path in (folder / name).iterdir()]
    yield from sorted(
        (path for path in found if path.is_file() and not path.name.startswith(".")), key=lambda p: p.name
    )


def in_mbox(path: Path) -> Iterator[bytes]:
    """The mails of an mbox. Raises :class:`NoSuchSource`."""
    if not path.is_file():
        raise NoSuchSource(f"{path}: niet gevonden")
    try:
        box = mailbox.mbox(path, create=False)
        for key in box.iterkeys():
            yield box.get_bytes(key)
    except (OSError, mailbox.Error) as error:
        raise NoSuchSource(f"{path}: niet te lezen ({error})") from None
