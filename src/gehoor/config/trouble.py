"""Why Gehoor cannot start or go on, told in one line."""

import errno
import shutil
from pathlib import Path

ROOM_NEEDED = 200 * 1024 * 1024
"""Bytes that must be free to make the database and its first write-ahead log."""


class Trouble(Exception):
    """Something outside the program that its operator can mend; the message says what, and how."""


def need_folder(folder: Path) -> None:
    """Make the folder (mode 700) when it is not there; refuse one that cannot be written or has no room."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.write_bytes(b"?")
        probe.unlink()
    except OSError as error:
        raise explained(error, folder) from None
    if shutil.disk_usage(folder).free < ROOM_NEEDED:
        raise Trouble(f"the disk under {folder} is full: at least {ROOM_NEEDED // 1024 // 1024} MB must be free")


def explained(error: OSError, folder: Path) -> Trouble:
    """An operating system's error about a folder, as a line for its operator."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return Trouble(f"the disk under {folder} is full")
    return Trouble(
        f"cannot write in {folder}: {(error.strerror or str(error)).lower()} (choose another folder with --data)"
    )
