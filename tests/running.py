"""``./run`` itself in a process of its own, with its web, its worker and its PostgreSQL."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from gehoor.config import env
from tests.live import free_port


class Running:
    """One ``serve`` in a process of its own."""

    def __init__(self, data: Path, log: Path, *options: str, **environment: str) -> None:
        self.data = data
        self.port = free_port()
        bare = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("GEHOOR_", "DJANGO_", "DATABASE_"))
        }
        self.log = log
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    str(env.ROOT / "manage.py"),
                    "serve",
                    "--data",
                    str(data),
                    "--port",
                    str(self.port),
                    *options,
                ],
                env=bare | environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
            )

    @property
    def said(self) -> str:
        """Everything it printed."""
        return self.log.read_text()

    def wait_for(self, what: Callable[[], object], seconds: float = 60) -> None:
        """Wait until something is so; fail with what was printed."""
        deadline = time.monotonic() + seconds
        while not what():
            assert time.monotonic() < deadline, self.said
            time.sleep(0.05)

    def up(self) -> "Running":
        """Wait until it has said where everything is."""
        self.wait_for(lambda: "Ctrl-C stops everything" in self.said or self.process.poll() is not None)
        assert self.process.poll() is None, self.said
        return self

    def get(self, path: str) -> int | None:
        """The status of a page, or None when nobody answers."""
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None

    def children(self) -> dict[str, int]:
        """The processes it keeps alive: web and worker."""
        found = {}
        for child in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split():
            words = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
            found.update({name: int(child) for name in ("web", "worker") if name.encode() in words})
        return found

    def end(self, how: signal.Signals) -> int:
        """Send a signal and wait; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.process.wait(30)


def gone(pid: int) -> bool:
    """Whether the process ended (a zombie has)."""
    try:
        return "State:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return True
