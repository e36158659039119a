"""Reading a mail in a process of its own, with an end to its time and memory."""

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

from gehoor.mailroom.apart.mail import Mail, from_json

SECONDS: Final = 7.0
_MORE: Final = 2.0
"""How much longer to wait for the process that keeps the time."""
_SOURCE = Path(__file__).resolve().parents[2]


class Unreadable(Exception):
    """The reading ended without a mail; the message says how, in one word."""


class _Gone(Exception):
    """The process that forks is no longer there; another can be started."""


class _Forker:
    """A process that reads mails for us, each in a child of its own. It sees no secret of ours."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "gehoor.mailroom.apart"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": str(_SOURCE), "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            start_new_session=True,
            bufsize=0,
        )

    def read(self, raw: Path, folder: Path) -> str:
        """What went wrong in one word, or nothing. Raises ``_Gone``; then it is of no more use."""
        process = self._process
        if process.stdin is None or process.stdout is None or process.poll() is not None:
            raise _Gone
        try:
            process.stdin.write(f"{json.dumps([str(raw), str(folder), SECONDS])}\n".encode())
            if not select.select([process.stdout], [], [], SECONDS + _MORE)[0]:
                self.end()
                return "Timeout"
            said = process.stdout.readline()
        except OSError:
            said = b""
        if not said.endswith(b"\n"):
            self.end()
            raise _Gone
        return said.decode("utf-8", "replace").strip()[:100]

    def end(self) -> None:
        """End it, and whatever it is reading."""
        with contextlib.suppress(OSError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.communicate()

    @property
    def alive(self) -> bool:
        """Whether it can read another."""
        return self.owner == os.getpid() and self._process.poll() is None


_idle: list[_Forker] = []
"""Those that wait for the next mail; as many as were ever needed at once, until they have been idle for a minute."""


def read_apart(raw: Path, folder: Path) -> Mail:
    """The mail in the file, its own files in the folder. Raises :class:`Unreadable`."""
    try:
        wrong = _read_once(raw, folder)
    except _Gone:  # it had been idle for too long, or was killed: that says nothing of this mail
        try:
            wrong = _read_once(raw, folder)
        except _Gone:
            wrong = "Gone"
    if wrong:
        raise Unreadable(wrong)
    return from_json(json.loads((folder / "mail.json").read_text(encoding="utf-8")))


def _read_once(raw: Path, folder: Path) -> str:
    forker = _free_one()
    try:
        return forker.read(raw, folder)
    finally:
        if forker.alive:
            _idle.append(forker)


def _free_one() -> _Forker:
    while True:
        try:
            forker = _idle.pop()
        except IndexError:
            return _Forker()
        if forker.alive:
            return forker
