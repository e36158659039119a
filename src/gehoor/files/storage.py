"""Bytes on disk: either whole and safe, or absent.

A file is written beside its place under a passing name, forced to disk, renamed, and the folders forced to disk as well. A process
that dies anywhere on the way leaves at most waste, which ``files.actions.collect_orphans`` clears.
"""

import contextlib
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

from django.conf import settings

from gehoor.kernel.errors import RuleViolation

INCOMING: Final = "incoming"
CHUNK: Final = 64 * 1024


class NotKept(RuleViolation):
    """The disk refused. The message tells the user that this file was not kept, before anything else is confirmed."""

    def __init__(self) -> None:
        super().__init__(
            "We konden dit bestand niet bewaren. Het is niet toegevoegd. "
            "Probeer het later opnieuw, of verstuur je bericht zonder dit bestand."
        )


def root() -> Path:
    """Where all files lie."""
    return Path(settings.GEHOOR_FILES_ROOT)


def path_of(public_id: UUID) -> Path:
    """``root/ab/cd/abcd…``: two levels, so that no folder grows too large."""
    name = public_id.hex
    return root() / name[:2] / name[2:4] / name


def write_aside(chunks: Iterable[bytes]) -> Path:
    """The bytes in a new file under a passing name, on disk. Nothing is left behind when it fails."""
    path = root() / INCOMING / uuid4().hex
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "xb", opener=_private) as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        forget(path)
        raise NotKept from error
    except BaseException:
        forget(path)
        raise
    return path


def put_in_place(passing: Path, public_id: UUID) -> None:
    """Give the file its lasting place, and wait until the disk has it."""
    final = path_of(public_id)
    try:
        final.parent.mkdir(parents=True, exist_ok=True)
        passing.rename(final)
        for folder in (final.parent, final.parent.parent, root()):
            _force(folder)
    except OSError as error:
        forget(passing)
        forget(final)
        raise NotKept from error


def forget(path: Path) -> None:
    """Remove a file if it is there and the disk allows; what stays is cleared later as an orphan."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def kept_before(moment: datetime) -> Iterator[tuple[UUID, Path]]:
    """Every file in a lasting place, last written before that moment."""
    for folder in sorted(root().glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]")):
        for path in _written_before(folder, moment):
            with contextlib.suppress(ValueError):
                yield UUID(hex=path.name), path


def passing_before(moment: datetime) -> Iterator[Path]:
    """Every file that never got its lasting place, last written before that moment."""
    return _written_before(root() / INCOMING, moment)


def _written_before(folder: Path, moment: datetime) -> Iterator[Path]:
    if not folder.is_dir():
        return
    with os.scandir(folder) as found:
        for item in found:
            with contextlib.suppress(FileNotFoundError):
                if item.is_file(follow_symlinks=False) and item.stat().st_mtime < moment.timestamp():
                    yield Path(item.path)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o640)


def _force(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
