"""``./run``: everything on one machine, from an empty folder to a working site, and down again."""

import argparse
import contextlib
import errno
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import OperationalError

from gehoor.config import embedded, env
from gehoor.config.trouble import Trouble, need_folder, plainly

HERE = "127.0.0.1"
LONGEST_PAUSE = 30.0
"""Seconds between two starts of a child that keeps dying."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks for."""

    port: int
    host: str
    demo: bool


@dataclass(slots=True)
class Child:
    """A process that must be there; started again, after a growing pause, when it is not."""

    name: str
    command: list[str]
    keep: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    since: float = 0.0
    pause: float = 0.5
    again_at: float = field(default=0.0)

    def start(self) -> None:
        """Start it; it ends with us, and Ctrl-C reaches only us."""
        command = [sys.executable, str(env.ROOT / "manage.py"), *self.command, "--parent", str(os.getpid())]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=self.keep, start_new_session=True)  # noqa: S603
        self.since = time.monotonic()

    def look_after(self) -> None:
        """Notice that it died; start it again when its pause is over."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            self.pause = min(self.pause * 2, LONGEST_PAUSE) if now - self.since < 60 else 0.5
            _say(f"{self.name} stopped by itself ({_how(self.process.returncode)}); again in {self.pause:g} s")
            self.process, self.again_at = None, now + self.pause
        if self.process is None and now >= self.again_at:
            self.start()

    def stop(self, patience: float) -> None:
        """Wait for it to end, then kill it."""
        if self.process is None:
            return
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@dataclass(slots=True)
class Database:
    """The embedded server while all runs: started again when it stopped, and tried again when it cannot start (a full disk)."""

    server: embedded.Server
    pause: float = 0.5
    again_at: float = 0.0

    def look_after(self) -> None:
        """Notice that it stopped; start it again, after a growing pause when that failed."""
        if self.server.pid() is not None or time.monotonic() < self.again_at:
            return
        _say("PostgreSQL stopped by itself; starting it again")
        try:
            self.server.start()
        except Trouble as trouble:
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
            _say(f"{trouble}; again in {self.pause:g} s")
            self.again_at = time.monotonic() + self.pause
        else:
            self.pause = 0.5


def main(arguments: list[str]) -> None:
    """Set up what is missing, start everything, and stay until told to stop."""
    wanted = _wanted(arguments)
    data = env.DATA.get()
    need_folder(data)
    stopping = _stopping()
    with contextlib.ExitStack() as stack:
        stack.enter_context(_only_one(data))
        listening = stack.enter_context(_listen(wanted.host, wanted.port))
        _settle_mode(data, wanted)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gehoor.config.settings")
        os.environ.setdefault(env.BASE_URL.name, f"http://localhost:{wanted.port}")
        server = None
        if not env.DATABASE_URL.get():
            server = embedded.Server(embedded.folder_in(data))
            stack.enter_context(server.running())
        try:
            words = _set_up(data, demo=wanted.demo)
        except OperationalError as error:
            raise Trouble(f"the database does not answer: {' '.join(str(error).split())}") from None
        if not stopping.is_set():
            _stay(wanted, listening, server, words, stopping)


def _wanted(arguments: list[str]) -> Wanted:
    parser = argparse.ArgumentParser(prog="./run", description="Run the whole of Gehoor on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on (8000)")
    parser.add_argument("--host", default=HERE, help=f"the address to listen on ({HERE}); not for the demo")
    parser.add_argument("--data", metavar="DIR", help="the folder for everything that must last (.data)")
    parser.add_argument(
        "--empty", action="store_true", help="no demo city: print a link to make the first administrator"
    )
    found = parser.parse_args(arguments)
    elsewhere = bool(env.DATABASE_URL.get())
    if elsewhere:
        env.refuse_demo_elsewhere()
    demo = not (found.empty or elsewhere)
    if demo and found.host != HERE:
        raise Trouble(
            f"the demo listens on {HERE} only, for anyone may sign in; --host goes with --empty or DATABASE_URL"
        )
    return Wanted(found.port, found.host, demo)


@contextlib.contextmanager
def _only_one(data: Path) -> Iterator[None]:
    with (data / "serve.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble(
                f"another ./run already uses {data} (stop it, or choose another folder with --data)"
            ) from None
        yield


def _listen(host: str, port: int) -> socket.socket:
    """The listening socket. It is ours, and lent to the web process: while that starts again, callers wait instead of being refused."""
    if not 0 < port < 65536:
        raise Trouble(f"{port} is not a port; choose one from 1 to 65535")
    deadline = time.monotonic() + 1.5  # a killed web process lets go of it in a moment
    while True:
        try:
            listening = socket.create_server((host, port), backlog=512)
        except OSError as error:
            if time.monotonic() < deadline and error.errno == errno.EADDRINUSE:
                time.sleep(0.1)
                continue
            reason = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be used ({plainly(error)})"
            raise Trouble(f"port {port} {reason}; choose another with --port") from None
        listening.setblocking(False)
        return listening


def _settle_mode(data: Path, wanted: Wanted) -> None:
    """A data folder stays what it was made as: a demo, or the real thing."""
    mark, mode = data / "mode", "demo" if wanted.demo else "empty"
    if env.DATABASE_URL.get():
        os.environ[env.DEMO.name] = "0"
        return
    if not mark.exists():
        mark.write_text(mode + "\n")
    elif (made_as := mark.read_text().strip()) != mode:
        if mode == "empty":
            raise Trouble(f"{data} holds a demo city; choose another folder with --data for an empty start")
        raise Trouble(
            f"{data} was started without a demo city ({made_as}); start it with --empty, or choose another folder with --data"
        )
    os.environ[env.DEMO.name] = "1" if wanted.demo else "0"


def _set_up(data: Path, *, demo: bool) -> list[str]:
    """Bring database and files up to this version of the code; the lines to show when all stands."""
    import django
    from django.db import connections, transaction

    django.setup()
    from django.core.management import call_command, get_commands
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connections["default"])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            _say("preparing the database")
            Child("collect", ["collect"]).start()  # meanwhile; the web waits for it
            call_command("migrate", interactive=False, verbosity=0)
        known = get_commands()
        if "setup" in known:
            call_command("setup", verbosity=0)
        loaded = data / "demo-loaded"
        if demo and "demo" in known and not loaded.exists():
            _say("building the demo city")
            with transaction.atomic():
                call_command("demo", verbosity=0)
            loaded.touch()
        return _welcome(demo=demo)
    finally:
        connections.close_all()


def _welcome(*, demo: bool) -> list[str]:
    """Who may sign in: the demo's people, or the link for the first administrator."""
    from gehoor.config.links import first_link
    from gehoor.kernel import clock
    from gehoor.organisation import actions, queries

    if demo:
        accounts = queries.demo_accounts()
        roles, names = (
            max(map(len, column), default=0)
            for column in ([r.name for r, _ in accounts], [p.name for _, p in accounts])
        )
        return [f"  {role.name:<{roles}}  {person.name:<{names}}  {person.email}" for role, person in accounts]
    if queries.has_administrator():
        return []
    person = actions.first_administrator(at=clock.now())
    return [
        "",
        f"The first administrator signs in as {person.email}, after choosing a password here (once, within a day):",
        f"  {first_link(person)}",
        "Fill the city with ./run city FILE (docs/how-to/start-empty.md).",
    ]


def _stay(
    wanted: Wanted,
    listening: socket.socket,
    server: embedded.Server | None,
    words: list[str],
    stopping: threading.Event,
) -> None:
    """Keep the children and the database alive until told to stop; then stop them, the web first."""
    children = [
        Child("web", ["web", "--fd", str(listening.fileno())], keep=(listening.fileno(),)),
        Child("worker", ["worker"]),
    ]
    try:
        for child in children:
            child.start()
        threading.Thread(target=_announce, args=(wanted, words, stopping), daemon=True).start()
        database = Database(server) if server is not None else None
        while not stopping.wait(0.25):
            if database is not None:
                database.look_after()
            for child in children:
                child.look_after()
    finally:
        _say("stopping")
        for child in children:
            if child.process is not None:
                child.process.terminate()
        for child in children:
            child.stop(12)


def _announce(wanted: Wanted, words: list[str], stopping: threading.Event) -> None:
    """Say where everything is, once the site answers."""
    deadline = time.monotonic() + 30
    while not stopping.is_set() and not _answers(wanted):
        if time.monotonic() > deadline:
            _say("the site does not answer yet; see the lines above")
            return
        time.sleep(0.05)
    base = f"http://localhost:{wanted.port}" if wanted.demo else env.BASE_URL.get()
    lines = ["", f"Gehoor runs at   {base}/", f"  the desk       {base}/desk/", f"  the ombudsman  {base}/ombuds/"]
    if wanted.demo:
        lines += ["", "A demo city with invented people. Sign in without a password as:"]
    print("\n".join([*lines, *words, "", "Ctrl-C stops everything; what was entered is kept."]), flush=True)


def _answers(wanted: Wanted) -> bool:
    connection = http.client.HTTPConnection(HERE if wanted.host == "0.0.0.0" else wanted.host, wanted.port, timeout=20)  # noqa: S104
    try:
        connection.request("GET", "/livez", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _stopping() -> threading.Event:
    """An event that the first Ctrl-C (or a kind signal) sets; a second one does not wait for what is going on."""
    stopping = threading.Event()

    def stop(number: int, frame: object) -> None:
        if stopping.is_set():
            raise KeyboardInterrupt
        stopping.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    return stopping


def _how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit {code}"


def _say(line: str) -> None:
    print(f"run: {line}", file=sys.stderr, flush=True)
