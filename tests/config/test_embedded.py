"""The PostgreSQL that comes along."""

import os
import shutil
import signal
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gehoor.config import embedded
from gehoor.config.trouble import Trouble, need_folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cluster of its own, made once for this file."""
    return tmp_path_factory.mktemp("pg") / "postgresql"


def rows(server: embedded.Server) -> int:
    """How many rows the table of these tests has."""
    with server.connect(embedded.NAME, embedded.USER) as conn:
        conn.execute("CREATE TABLE IF NOT EXISTS kept (id int)")
        found = conn.execute("SELECT count(*) FROM kept").fetchone()
        assert found
        return int(found[0])


def add(server: embedded.Server) -> None:
    """One row more."""
    with server.connect(embedded.NAME, embedded.USER) as conn:
        conn.execute("INSERT INTO kept VALUES (1)")


def test_it_is_durable_and_listens_in_a_private_folder_only(folder: Path) -> None:
    server = embedded.Server(folder)
    with server.running(), server.connect() as conn:
        shown = {
            name: conn.execute(f"SHOW {name}").fetchone()
            for name in ("fsync", "synchronous_commit", "listen_addresses", "data_checksums")
        }
        assert shown == {
            "fsync": ("on",),
            "synchronous_commit": ("on",),
            "listen_addresses": ("",),
            "data_checksums": ("on",),
        }
        assert stat.S_IMODE(embedded.socket_folder(folder).stat().st_mode) == 0o700
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert server.pid() is None


def test_the_last_to_leave_stops_it(folder: Path) -> None:
    one, other = embedded.Server(folder), embedded.Server(folder)
    with one.running():
        with other.running():
            pid = one.pid()
        assert one.pid() == pid
    assert one.pid() is None


@pytest.mark.parametrize("whom", ["postmaster", "all"])
def test_after_kill_9_the_next_start_finds_what_was_committed(folder: Path, whom: str) -> None:
    server = embedded.Server(folder)
    server.start()
    before = rows(server)
    add(server)
    pid = server.pid()
    assert pid
    family = [pid] if whom == "postmaster" else [pid, *_children(pid)]
    for member in family:
        os.kill(member, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while server.pid() is not None and time.monotonic() < deadline:
        time.sleep(0.01)
    with server.running():
        assert rows(server) == before + 1


def test_a_lock_file_whose_number_belongs_to_another_process_is_no_hindrance(folder: Path) -> None:
    server = embedded.Server(folder)
    with server.running():
        lock = (server.cluster / "postmaster.pid").read_text().split("\n")
    (server.cluster / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lock[1:]]))
    with server.running():
        assert rows(server) >= 0


def test_a_long_path_gets_a_short_socket_folder() -> None:
    deep = Path("/srv") / ("a" * 100) / "postgresql"
    assert len(os.fsencode(embedded.socket_folder(deep))) < 60
    assert embedded.socket_folder(deep) != embedded.socket_folder(deep / "other")


def test_root_without_user_namespaces_gets_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(Trouble, match="refuses to run as root") as trouble:
        embedded._runner(tmp_path)
    assert "\n" not in str(trouble.value)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_root_becomes_the_ordinary_user_that_owns_the_folder(tmp_path: Path) -> None:
    os.chown(tmp_path, 65534, 65534)
    assert embedded._runner(tmp_path) == ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_a_folder_of_another_postgresql_is_one_clear_line(folder: Path) -> None:
    server = embedded.Server(folder)
    with server.running():
        pass
    mark = server.cluster / "PG_VERSION"
    ours = mark.read_text()
    mark.write_text("16\n")
    try:
        with pytest.raises(Trouble, match="was made by PostgreSQL 16 and this Gehoor brings PostgreSQL 18"):
            server.start()
    finally:
        mark.write_text(ours)


def test_many_may_look_at_once_whether_the_folder_can_be_written(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as several:
        list(several.map(need_folder, [tmp_path] * 400))  # none of them trips over another one's trial
    assert list(tmp_path.iterdir()) == []
