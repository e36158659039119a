"""``python -m gehoor.mailroom.apart``: read mails, each in a process of its own.

This process imports what reading needs and then only forks: it never looks inside a mail, so nothing of one mail is left for the
next. Each line that comes in is JSON ``[raw, folder, seconds]``: read the mail in the file ``raw`` into ``folder`` within so many
seconds; each line that goes out is what it ended with, empty when there is a ``mail.json``. Ends with its input, or when long idle.
"""

import json
import os
import select
import signal
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Final

from gehoor.mailroom.apart import limits
from gehoor.mailroom.apart.reading import read

IDLE_SECONDS: Final = 60


def main() -> None:
    """Answer each line until there are no more."""
    while select.select([sys.stdin], [], [], IDLE_SECONDS)[0] and (line := sys.stdin.readline()):
        raw, folder, seconds = json.loads(line)
        sys.stdout.write(f"{_apart(raw, folder, seconds)}\n")
        sys.stdout.flush()


def _apart(raw: str, folder: str, seconds: float) -> str:
    """Read one mail in a child; in one word what went wrong, or nothing."""
    ending, child_end = os.pipe()
    child = os.fork()
    if not child:
        os.close(ending)
        _read(raw, folder, child_end)
    os.close(child_end)
    in_time = bool(select.select([ending], [], [], seconds)[0])  # readable when the child says something, or is gone
    said = os.read(ending, 100) if in_time else b""
    os.close(ending)
    if not in_time:
        os.kill(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if not in_time:
        return "Timeout"
    word = said.decode("ascii", "replace")
    return "" if code == 0 else word if word.isidentifier() else f"exit {code}"


def _read(raw: str, folder: str, ending: int) -> None:
    """In the child: with little time and memory, and without the way in and out of its parent. Does not return."""
    code = 1
    try:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(nowhere, descriptor)
        limits.apply()
        mail = read(Path(raw).read_bytes(), Path(folder))
        (Path(folder) / "mail.json").write_text(json.dumps(asdict(mail)), encoding="utf-8")
        code = 0
    except BaseException as error:  # whatever a crafted mail makes a parser raise: it is unreadable
        os.write(ending, type(error).__name__.encode("ascii", "replace")[:100])
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
