"""Measure Gehoor on this machine: see README.md in this folder.

Seeds a database of its own, starts gunicorn with two workers on it, asks each page over 1 and over 4 connections, and prints
answers per second, p50, p95, CPU per answer and statements per answer. Talks to 127.0.0.1 only.
"""

import argparse
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
RESULTS = Path(__file__).with_name("results")
WORKERS, THREADS = 2, 4
WARM = 40


def main() -> None:
    """From an empty folder (or one that was used before) to a file in ``results/``."""
    wanted = _wanted()
    os.environ["GEHOOR_DATA"] = str(Path(wanted.data).absolute())
    os.environ["DJANGO_SETTINGS_MODULE"] = "gehoor.config.settings"
    os.environ["GEHOOR_BASE_URL"] = f"http://localhost:{wanted.port}"
    os.environ["GEHOOR_BEHIND_PROXY"] = "1"  # so that each sender has an address, and the limits count per person
    from gehoor.config import embedded, env

    Path(wanted.data).mkdir(parents=True, exist_ok=True)
    with embedded.Server(embedded.folder_in(env.DATA.get())).running():
        lines = _measure(wanted)
    text = "\n".join(lines) + "\n"
    sys.stdout.write(text)
    if wanted.keep:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / time.strftime("%Y-%m-%d-%H%M.md", time.gmtime())).write_text(text, encoding="utf-8")


def _wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.run", description="Measure Gehoor on this machine.")
    parser.add_argument("--data", required=True, help="a folder for the measuring alone; used again when it is there")
    parser.add_argument("--dossiers", type=int, default=100_000, help="how many dossiers to seed (100000)")
    parser.add_argument("--open", type=int, default=1000, help="how many complaints are open at least (1000)")
    parser.add_argument("--port", type=int, default=8160, help="a free port (8160)")
    parser.add_argument("--seconds", type=float, default=5.0, help="how long to ask for each figure, at most 60 (5)")
    parser.add_argument("--requests", type=int, default=2000, help="at most so many requests for each figure (2000)")
    parser.add_argument("--only", default="", help="only the scenes whose name holds this")
    parser.add_argument("--keep", action="store_true", help="write what was found in bench/results")
    return parser.parse_args()


def _measure(wanted: argparse.Namespace) -> list[str]:
    import django

    django.setup()
    from django.db import connections

    seeded = f"{prepare(wanted.dossiers)} dossiers, {with_open_complaints(wanted.open)} open complaints"
    lines = _head(wanted, seeded)
    with serving(wanted.port) as workers:
        for name in _names(wanted.only):
            lines.append(_row(name, wanted, workers))
            sys.stderr.write(lines[-1] + "\n")
    connections.close_all()
    return lines


def prepare(dossiers: int) -> int:
    """The demo city, and as many dossiers as wanted; the number that is there."""
    from django.core.management import call_command

    from gehoor.dossiers.models import Dossier

    call_command("migrate", interactive=False, verbosity=0)
    call_command("setup", verbosity=0)
    call_command("demo", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    missing = dossiers - Dossier.objects.count()
    if missing > 0:
        call_command("seed", dossiers=missing, seed=1)
    if missing > 0:
        _analyze()
    return Dossier.objects.count()


def with_open_complaints(wanted: int) -> int:
    """Add complaints until at least so many are open; the number that is."""
    from bench.complaints import fill_up, open_complaints
    from gehoor.kernel.clock import now

    if open_complaints() < wanted:
        fill_up(wanted, until=now())
        _analyze()
    return open_complaints()


def _analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def _names(only: str) -> list[str]:
    from bench.scenes import scenes

    return [scene.name for scene in scenes(1) if only in scene.name]


@contextmanager
def serving(port: int) -> Iterator[list[int]]:
    """gunicorn as ``deploy/`` starts it, with two workers; their process ids."""
    log = Path(os.environ["GEHOOR_DATA"]) / "bench.log"
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "gehoor.config.wsgi",
        "--preload",
        *("--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS), "--threads", str(THREADS)),
        *("--pythonpath", str(ROOT / "src"), "--keep-alive", "30"),
    ]
    with log.open("ab") as out:
        server = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out, start_new_session=True)
    try:
        _wait(port, server, log)
        yield _children(server.pid)
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()


def _wait(port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and server.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/livez")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"gunicorn did not start: {log.read_text()[-1000:]}")


def _children(pid: int) -> list[int]:
    return [int(text) for text in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _row(name: str, wanted: argparse.Namespace, workers: list[int]) -> str:
    from bench.load import measure
    from bench.scenes import scenes

    def fresh(count: int) -> Any:
        return next(scene for scene in scenes(count) if scene.name == name)

    statements = _statements(fresh(2).requests)
    cells: list[str] = [name]
    measure(wanted.port, fresh(WARM).requests, 4, 10)
    for connections in (1, 4):
        requests = fresh(wanted.requests).requests
        cpu, database = _cpu(workers), _database_cpu()
        found = measure(wanted.port, requests, connections, wanted.seconds)
        done = max(len(found.durations), 1)
        spent = (_cpu(workers) - cpu) / done * 1000
        below = (_database_cpu() - database) / done * 1000
        cells += [f"{found.per_second:.0f}", f"{found.at(0.5):.1f}", f"{found.at(0.95):.1f}"]
        if found.wrong:
            cells[-1] += f" ({len(found.wrong)} wrong: {found.wrong[0]})"
    cells += [f"{spent:.1f}", f"{below:.1f}", statements, f"{found.size / 1000:.0f}"]
    return "| " + " | ".join(cells) + " |"


def _statements(requests: list[Any]) -> str:
    """How many statements the second of two like requests asks: what a warm process does; or the answer that should not be."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    for request in requests[:2]:
        client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
        extra = {"HTTP_" + key.upper().replace("-", "_"): value for key, value in request.headers.items()}
        kind = extra.pop("HTTP_CONTENT_TYPE", "application/octet-stream")
        with CaptureQueriesContext(connection) as captured:
            answer = client.generic(request.method, request.path, request.body, kind, **extra)
        if answer.status_code != request.expects:
            return f"{answer.status_code} instead of {request.expects}"
    return str(len([query for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]))


def _cpu(pids: list[int]) -> float:
    """Seconds of CPU these processes used so far."""
    ticks = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except FileNotFoundError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _database_cpu() -> float:
    """The same of the server processes of our database."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        return _cpu([pid for (pid,) in cursor.fetchall()])


def _head(wanted: argparse.Namespace, seeded: str) -> list[str]:
    memory = next(line for line in Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemTotal"))
    asked = " ".join(sys.argv[1:]).replace(wanted.data, "DIR")
    return [
        time.strftime("# %Y-%m-%d %H:%M UTC", time.gmtime()),
        "",
        f"{os.cpu_count()} cores, {int(memory.split()[1]) // 1024 // 1024} GB RAM, Python {sys.version.split()[0]}, "
        f"load before it began {os.getloadavg()[0]:.1f} (what else the machine was doing).",
        f"{seeded}; gunicorn, {WORKERS} workers of {THREADS} threads; the load on the same cores.",
        "",
        f"    python -m bench.run {asked}",
        "",
        "Times in ms. CPU and database CPU per answer at 4 connections; statements without savepoints.",
        "",
        "| scene | per s @1 | p50 | p95 | per s @4 | p50 | p95 | CPU | db CPU | statements | kB |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]


if __name__ == "__main__":
    main()
