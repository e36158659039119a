"""One throwaway PostgreSQL per run, two templates in it (migrated, and with the small city), and a clone of one for whoever
needs a database.

The journal refuses TRUNCATE, so no test can flush: a test rolls back, or it gets a clone of its own.
"""

import fcntl
import itertools
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from gehoor.config import embedded, env

_numbers = itertools.count(1)


@contextmanager
def connected_to(place: dict[str, Any]) -> Iterator[None]:
    """Django's default connection, in every thread, goes to that place for a while."""
    known = connections.settings["default"]
    before = dict(known)
    connections["default"].close()
    known.update(place)
    connections["default"].settings_dict.update(place)
    try:
        yield
    finally:
        connections["default"].close()
        known.update(before)
        connections["default"].settings_dict.update(before)


def _build_small_city() -> None:
    from tests.city import build_small_city  # only when Django is ready

    build_small_city()


class Databases:
    """The databases of one run, shared by its processes through a lock and a marker file in the run's folder."""

    def __init__(self, run: Path) -> None:
        self.run = run
        self.server = embedded.Server(run / "pg", durable=False)
        self.given: dict[str, Any] = env.DATABASE_URL.get()
        self.prefix = f"gehoor_test_{run.name.rpartition('-')[2].lower()}"

    @property
    def migrated(self) -> str:
        """The name of the template of an installation in which nobody lives yet."""
        return f"{self.prefix}_migrated"

    @property
    def inhabited(self) -> str:
        """The name of the template with the small city of ``tests.city``."""
        return f"{self.prefix}_inhabited"

    def ensure(self) -> None:
        """Start the server and make the templates, once for all processes of the run."""
        made = self.run / "template-made"
        with (self.run / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if made.exists():
                return
            if not self.given:
                self.server.start()
            self._admin(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self.migrated)))
            with self.used(self.migrated):
                call_command("migrate", verbosity=0, interactive=False)
                call_command("setup", verbosity=0)
            self._copy(self.migrated, self.inhabited)
            with self.used(self.inhabited):
                _build_small_city()
            made.touch()

    def stop(self) -> None:
        """Take everything away."""
        if self.given:
            for (name,) in self._rows("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self.prefix]):
                self.drop(name)
        elif (pid := self.server.pid()) is not None:
            os.kill(pid, signal.SIGQUIT)  # nothing of it is kept

    def clone(self, template: str) -> str:
        """A new database like one of the templates; its name."""
        name = f"{self.prefix}_{os.getpid()}_{next(_numbers)}"
        self._copy(template, name)
        return name

    def _copy(self, template: str, name: str) -> None:
        statement = "CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy"
        self._admin(sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(template)))

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        forced = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        for _ in range(100):
            try:
                return self._admin(forced)
            except psycopg.errors.InsufficientPrivilege:  # PostgreSQL itself is just cleaning in there: not ours to end
                time.sleep(0.1)
        return self._admin(forced)

    def url(self, name: str) -> str:
        """The database as a ``DATABASE_URL``, for a process of its own."""
        at = self.at(name)
        if at["HOST"].startswith("/"):
            return f"postgresql://{at['USER']}@/{name}?host={at['HOST']}"
        return f"postgresql://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT'] or 5432}/{name}"

    def at(self, name: str) -> dict[str, Any]:
        """Where a database is, as Django's settings say it."""
        server = self.given or {
            "USER": embedded.USER,
            "HOST": str(embedded.socket_folder(self.server.folder)),
            "PASSWORD": "",
            "PORT": "",
        }
        return {**server, "NAME": name}

    @contextmanager
    def used(self, name: str) -> Iterator[None]:
        """Django's default connection, in every thread, goes to this database for a while."""
        with connected_to(self.at(name)):
            yield

    def _admin(self, statement: sql.Composed) -> None:
        with self._connect() as conn:
            conn.execute(statement)

    def _rows(self, query: str, arguments: list[Any]) -> list[tuple[Any, ...]]:
        with self._connect() as conn:
            return conn.execute(query.encode(), arguments).fetchall()

    def _connect(self) -> psycopg.Connection[tuple[Any, ...]]:
        at = self.at("postgres")
        return psycopg.connect(
            dbname="postgres",
            user=at["USER"],
            host=at["HOST"],
            password=at["PASSWORD"],
            port=at["PORT"] or None,
            autocommit=True,
        )


databases = Databases(Path(settings.GEHOOR_TEST_RUN))
