"""A real Gehoor in processes of its own, for the browser and for tests that kill."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gehoor.config import env
from tests.databases import databases
from tests.ports import free_port as free_port


class LiveGehoor:
    """A web process, and a worker when asked for, on one database and one data folder."""

    def __init__(self, database: str, data: Path, *, demo: bool = False) -> None:
        self.data = data
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("GEHOOR_", "DJANGO_"))},
            "DATABASE_URL": databases.url(database),
            "GEHOOR_DATA": str(data),
            "GEHOOR_STATIC_ROOT": str(databases.run / "static"),
            "GEHOOR_SECRET_KEY": os.environ["GEHOOR_SECRET_KEY"],
            "GEHOOR_BASE_URL": self.url,
            "GEHOOR_TEST_DEMO": "1" if demo else "0",
            "DJANGO_SETTINGS_MODULE": "tests.live_settings",
        }
        self.processes: list[subprocess.Popen[bytes]] = []
        self.log = data / "live.log"

    def start(self) -> None:
        """Start the web process and wait until it answers."""
        web = self._spawn("web", "--port", str(self.port))
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if web.poll() is not None:
                break
            if self.answers():
                return
            time.sleep(0.02)
        raise AssertionError(f"Gehoor did not start:\n{self.log.read_text()[-3000:]}")

    def worker(self) -> subprocess.Popen[bytes]:
        """Start a worker that carries out the deferred jobs."""
        return self._spawn("worker")

    def answers(self) -> bool:
        """Whether /livez says ok."""
        try:
            connection = http.client.HTTPConnection("localhost", self.port, timeout=5)
            connection.request("GET", "/livez")
            return connection.getresponse().status == 200
        except OSError:
            return False

    def kill(self) -> None:
        """``kill -9`` of every process."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask every process to stop; kill the one that does not within ten seconds."""
        self._end(signal.SIGTERM)

    def _spawn(self, *arguments: str) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, str(env.ROOT / "manage.py"), *arguments, "--parent", str(os.getpid())],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.processes.append(process)
        return process

    def _end(self, how: signal.Signals) -> None:
        for process in self.processes:
            process.send_signal(how)
        for process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()


@pytest.fixture
def live_gehoor(request: pytest.FixtureRequest, fresh_db: str, tmp_path: Path) -> Iterator[LiveGehoor]:
    """Gehoor, running on the test's own database: what the test writes through the ORM the server sees, and the other way about.

    ``@pytest.mark.demo`` on the test runs it in demo mode.
    """
    data = tmp_path / "data"
    data.mkdir()
    gehoor = LiveGehoor(fresh_db, data, demo=request.node.get_closest_marker("demo") is not None)
    try:
        gehoor.start()
        yield gehoor
    finally:
        gehoor.stop()
