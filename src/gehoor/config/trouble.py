"""Why Gehoor cannot start or go on, told in one line."""

import errno
import os
import shutil
import tempfile
from pathlib import Path

ROOM_TO_MAKE = 200 * 1024 * 1024
"""Bytes that must be free to make the database and its first write-ahead log."""

ROOM_TO_GO_ON = 20 * 1024 * 1024
"""Bytes that must be free to start on data that is there: less than this and the first requests would fill the disk."""


class Trouble(Exception):
    """Something outside the program that its operator can mend; the message says what, and how."""


def need_folder(folder: Path, room: int = ROOM_TO_GO_ON) -> None:
    """Make the folder (mode 700) when it is not there; refuse one that cannot be written or has less room than this."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:  # without a name: many may look at once
            probe.write(b"?")
    except OSError as error:
        raise explained(error, folder) from None
    if shutil.disk_usage(folder).free < room:
        raise Trouble(f"the disk under {folder} is full: at least {room // 1024 // 1024} MB must be free")


def explained(error: OSError, folder: Path) -> Trouble:
    """An operating system's error about a folder, as a line for its operator."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return Trouble(f"the disk under {folder} is full")
    return Trouble(f"cannot write in {folder}: {plainly(error)} (choose another folder with --data)")


def plainly(error: OSError) -> str:
    """What the operating system says, in small letters and without what Python adds to it."""
    return (os.strerror(error.errno) if error.errno else str(error)).lower()
