"""``collect``: make ready what the site needs before its first page. ``./run`` does it while the database is being made."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from gehoor.config import static
from gehoor.config.family import die_with


class Command(BaseCommand):
    help = "Collect the static files (hashed, compressed) and compile the pages' code, unless that was done already."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--parent", type=int, help="the process to end with")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["parent"]:
            die_with(options["parent"])
        static.collect()
        import_module(settings.ROOT_URLCONF)
