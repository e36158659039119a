"""The whole of ``./run``, any process of it killed at any moment while people send: nothing that was answered is lost."""

import os
import random
import signal
import threading
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker, Settings

from gehoor.config import embedded
from tests.databases import connected_to
from tests.faults.storm import Storm, what_is_wrong
from tests.running import Running


def _backends(server: embedded.Server) -> list[int]:
    """The processes of PostgreSQL that serve Gehoor now."""
    with server.connect() as conn:
        return [pid for (pid,) in conn.execute("SELECT pid FROM pg_stat_activity WHERE usename = %s", [embedded.USER])]


def _kill_one(gehoor: Running, server: embedded.Server, what: str) -> None:
    """``kill -9`` of web, worker, PostgreSQL or one of its backends; "immediate" is a power cut for PostgreSQL alone."""
    try:
        if what in ("web", "worker"):
            os.kill(gehoor.children()[what], signal.SIGKILL)
        elif what == "backend":
            os.kill(random.choice(_backends(server)), signal.SIGKILL)
        elif (pid := server.pid()) is not None:
            os.kill(pid, signal.SIGQUIT if what == "immediate" else signal.SIGKILL)
    except (KeyError, IndexError, ProcessLookupError, psycopg.Error):
        return  # it is not there at this moment: killed just now


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_whatever_is_killed_while_people_send_nothing_answered_is_lost(
    tmp_path: Path, settings: Settings, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    data = tmp_path / "data"
    gehoor = Running(data, tmp_path / "serve.log", "--empty").up()
    server = embedded.Server(embedded.folder_in(data))
    storm = Storm(gehoor.port, senders=6, each=25)
    worst = ["web", "worker", "postgres", "backend", "immediate"] * 3

    def kill(done: threading.Event) -> None:
        random.shuffle(worst)
        while worst and not done.wait(random.uniform(1, 4)):
            _kill_one(gehoor, server, worst.pop())

    try:
        storm.blow(kill)
        gehoor.wait_for(lambda: gehoor.get("/readyz") == 200)
        settings.GEHOOR_FILES_ROOT = data / "files"
        with django_db_blocker.unblock(), connected_to(embedded.connection(data)):
            assert what_is_wrong(storm.notes) == []
            call_command("verify")
    finally:
        gehoor.end(signal.SIGTERM)
        server.stop()
    assert len(worst) < 10, "hardly anything was killed: the storm was over too soon"
