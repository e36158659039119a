"""A real clamd of the test's own, that knows one virus: the words of ``VIRUS``."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

PROGRAM = shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
VIRUS = b"dit-is-het-ene-virus-van-de-proef"
NAME = "Gehoor.Proef.UNOFFICIAL"
_CONFIG = """
LocalSocket {folder}/clamd.ctl
DatabaseDirectory {folder}/signatures
TemporaryDirectory {folder}
LogFile {folder}/log
Foreground yes
OfficialDatabaseOnly no
FixStaleSocket yes
"""


@dataclass
class Clamd:
    """``setting``: what ``GEHOOR_CLAMD`` says to use it."""

    folder: Path
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def setting(self) -> str:
        """Where it listens."""
        return f"unix:{self.folder}/clamd.ctl"

    def start(self) -> None:
        """Start, and wait until it listens."""
        assert PROGRAM is not None
        command = [PROGRAM, "--config-file", str(self.folder / "clamd.conf")]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while not (self.folder / "clamd.ctl").exists():
            if time.monotonic() > deadline or self.process.poll() is not None:
                log = self.folder / "log"
                raise AssertionError(f"clamd did not start: {log.read_text()[-2000:] if log.exists() else ''}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop; nobody listens any more."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)
            self.process = None
        with suppress(FileNotFoundError):
            (self.folder / "clamd.ctl").unlink()


@pytest.fixture
def clamd() -> Iterator[Clamd]:
    """A running one."""
    if PROGRAM is None:
        pytest.skip("no clamd (Debian: apt install clamav-daemon)")
    with tempfile.TemporaryDirectory(prefix="gc-") as name:
        folder = Path(name)
        (folder / "signatures").mkdir()
        (folder / "signatures" / "one.ndb").write_text(f"Gehoor.Proef:0:*:{VIRUS.hex()}\n")
        (folder / "clamd.conf").write_text(_CONFIG.format(folder=folder))
        server = Clamd(folder)
        server.start()
        yield server
        server.stop()
