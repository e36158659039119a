"""``./run`` as a person meets it: one command, one clear line for what is wrong, everything back after a kill."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gehoor.config import embedded, env, serve
from tests.databases import databases
from tests.live import free_port
from tests.running import Running, gone


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """``start(*options)`` serves from this test's data folder."""
    running: list[Running] = []

    def one(*options: str, data: Path = tmp_path / "data", **environment: str) -> Running:
        running.append(Running(data, tmp_path / f"serve-{len(running)}.log", *options, **environment))
        return running[-1]

    yield one
    for each in running:
        each.end(signal.SIGTERM)
    embedded.Server(embedded.folder_in(tmp_path / "data")).stop()


def line(running: Running) -> str:
    """The one line of a start that was refused."""
    assert running.process.wait(30) == 3, running.said
    assert running.said.count("\n") == 1, running.said
    return running.said


def test_a_port_that_is_taken_is_one_clear_line(start: Callable[..., Running]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert (
            line(start("--empty", "--port", str(port)))
            == f"gehoor: port {port} is in use; choose another with --port\n"
        )


@pytest.mark.parametrize("port", ["0", "-1", "65536"])
def test_a_number_that_is_no_port_is_one_clear_line(start: Callable[..., Running], port: str) -> None:
    assert line(start("--empty", "--port", port)) == f"gehoor: {port} is not a port; choose one from 1 to 65535\n"


def test_a_data_folder_that_cannot_be_made_is_one_clear_line(start: Callable[..., Running], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "cannot write in" in line(start(data=tmp_path / "file" / "data"))


def test_the_demo_refuses_somebody_elses_database(start: Callable[..., Running]) -> None:
    refused = start(DATABASE_URL="postgresql://gehoor@127.0.0.1/gehoor", GEHOOR_DEMO="1")
    assert "the demo does not run on DATABASE_URL" in line(refused)


def test_a_database_that_does_not_answer_is_one_clear_line(start: Callable[..., Running]) -> None:
    refused = start(DATABASE_URL=f"postgresql://gehoor@127.0.0.1:{free_port()}/gehoor")
    assert "the database does not answer" in line(refused)


@pytest.mark.parametrize(
    ("name", "words"), [("postgres", "the database is still empty"), ("nowhere", "the database does not answer")]
)
def test_a_command_on_a_database_that_is_not_ready_is_one_clear_line(fresh_db: str, name: str, words: str) -> None:
    bare = {n: value for n, value in os.environ.items() if not n.startswith("GEHOOR_")}
    done = subprocess.run(
        [sys.executable, "manage.py", "verify"],
        cwd=env.ROOT,
        env=bare | {"DATABASE_URL": databases.url(name), "GEHOOR_SECRET_KEY": "for-tests-only"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert done.stderr.startswith(f"gehoor: {words}")
    assert done.stderr.count("\n") == 1


def test_the_demo_listens_on_this_machine_only(start: Callable[..., Running]) -> None:
    assert "the demo listens on 127.0.0.1 only" in line(start("--host", "0.0.0.0"))


@pytest.mark.skipif(not Path("/dev/shm").is_mount() or os.geteuid() != 0, reason="needs root to make a full disk")
def test_a_full_disk_is_one_clear_line(start: Callable[..., Running], tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(small)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this machine does not let us mount a small disk")
    try:
        assert "is full" in line(start(data=small / "data"))
    finally:
        subprocess.run(["umount", "--lazy", str(small)], check=False)


def test_a_database_that_cannot_start_is_tried_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in-the-way").touch()
    database = serve.Database(embedded.Server(tmp_path / "in-the-way"))
    database.look_after()
    database.look_after()  # its pause is not over: nothing is tried, nothing is said
    said = capsys.readouterr().err
    assert said.count("starting it again") == 1
    assert "again in 1 s" in said


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_one_command_starts_everything_and_ctrl_c_stops_it(start: Callable[..., Running]) -> None:
    gehoor = start("--empty").up()
    assert "The first administrator signs in as" in gehoor.said
    assert (gehoor.get("/livez"), gehoor.get("/readyz")) == (200, 200)
    gehoor.wait_for(lambda: set(gehoor.children()) == {"web", "worker"})
    assert "another ./run already uses" in line(start("--empty"))
    pids = [*gehoor.children().values(), embedded.Server(embedded.folder_in(gehoor.data)).pid()]
    assert gehoor.end(signal.SIGINT) == 0
    assert all(gone(pid) for pid in pids if pid)
    assert "holds no demo" not in gehoor.said
    assert "was started without a demo city" in line(start())


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_whichever_process_is_killed_gehoor_comes_back(start: Callable[..., Running]) -> None:
    gehoor = start("--empty").up()
    gehoor.wait_for(lambda: set(gehoor.children()) == {"web", "worker"})
    for name in ("web", "worker"):
        killed = gehoor.children()[name]
        os.kill(killed, signal.SIGKILL)
        gehoor.wait_for(lambda name=name, killed=killed: gehoor.children().get(name, killed) != killed)  # type: ignore[misc]
        assert gehoor.get("/readyz") == 200  # the socket waits for the new process
    database = embedded.Server(embedded.folder_in(gehoor.data))
    killed = database.pid() or 0
    os.kill(killed, signal.SIGKILL)
    gehoor.wait_for(lambda: database.pid() not in {None, killed})
    gehoor.wait_for(lambda: gehoor.get("/readyz") == 200)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_after_a_kill_of_everything_the_next_run_finds_the_data(start: Callable[..., Running]) -> None:
    first = start("--empty").up()
    first.wait_for(lambda: set(first.children()) == {"web", "worker"})
    database = embedded.Server(embedded.folder_in(first.data))
    with database.connect(embedded.NAME, embedded.USER) as conn:
        conn.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    pids = list(first.children().values())
    first.end(signal.SIGKILL)
    first.wait_for(lambda: all(gone(pid) for pid in pids), 5)  # children do not outlive the one that watches over them
    second = start("--empty").up()
    assert second.get("/readyz") == 200
    with database.connect(embedded.NAME, embedded.USER) as conn:
        assert conn.execute("SELECT answer FROM kept").fetchone() == (42,)
    assert second.end(signal.SIGTERM) == 0
    assert database.pid() is None
