"""Reading a mail in a process of its own, with an end to its time and memory."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

from gehoor.mailroom.apart.mail import Mail, from_json

SECONDS: Final = 7.0
_SOURCE = Path(__file__).resolve().parents[2]


class Unreadable(Exception):
    """The reading ended without a mail; the message says how, in one word."""


def read_apart(raw: Path, folder: Path) -> Mail:
    """The mail in the file, its own files in the folder. Raises :class:`Unreadable`. The reader sees no secret of ours."""
    process = subprocess.Popen(  # noqa: S603 - our own module; the paths are ours
        [sys.executable, "-m", "gehoor.mailroom.apart", str(raw), str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={"PYTHONPATH": str(_SOURCE), "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.defpath, "LC_ALL": "C.UTF-8"},
        start_new_session=True,
    )
    try:
        _, said = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise Unreadable("Timeout") from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    if process.returncode:
        raise Unreadable(_how(process.returncode, said))
    return from_json(json.loads((folder / "mail.json").read_text(encoding="utf-8")))


def _how(code: int, said: bytes) -> str:
    last = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
    return (last if code == 1 and last.isidentifier() else f"exit {code}")[:100]
