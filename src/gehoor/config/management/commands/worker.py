"""``worker``: carries out the deferred jobs and the schedules, and watches the mailboxes."""

from contextlib import nullcontext
from typing import Any, cast

from django.core.management.base import BaseCommand, CommandParser
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from gehoor.config.family import die_with
from gehoor.mailroom.watching import watching


class Command(BaseCommand):
    help = "Carry out deferred jobs and schedules until told to stop."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--parent", type=int, help="the process to end with")
        parser.add_argument("--once", action="store_true", help="stop when nothing is left to do now")
        parser.add_argument("--concurrency", type=int, default=4, help="how many jobs at the same time")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["parent"]:
            die_with(options["parent"])
        # a copy for the worker's own book-keeping: what a job defers still goes through Django, in the job's transaction
        connector = cast(DjangoConnector, app.connector).get_worker_connector()
        worker = app.with_connector(connector)
        with nullcontext() if options["once"] else watching():
            worker.run_worker(
                wait=not options["once"],
                concurrency=options["concurrency"],
                delete_jobs="successful",
                shutdown_graceful_timeout=10,
            )
