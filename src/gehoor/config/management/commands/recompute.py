"""``recompute``: every open due date once more from the facts; what differs is printed, and stored only when asked."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gehoor.dossiers.actions.closing_days import reckon_all
from gehoor.dossiers.checks import wrong_deadlines, wrong_list_dates
from gehoor.dossiers.entries import DEADLINE_MOVED
from gehoor.kernel.clock import now
from gehoor.organisation.queries import bodies


class Command(BaseCommand):
    help = "Recompute every due date from the facts and print what differs (exit 1); --store writes it, with a journal entry each."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--store", action="store_true", help="store what the clock says for the terms that run")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["store"]:
            moved = sum(reckon_all(body.pk, why=DEADLINE_MOVED, at=now()) for body in bodies())
            self.stdout.write(f"Opnieuw bewaard: {moved}.")
        wrong = 0
        for check in (wrong_deadlines, wrong_list_dates):
            for sentence in check():
                self.stdout.write(sentence)
                wrong += 1
        if wrong:
            raise CommandError(f"{wrong} datums zijn niet wat de klok zegt.", returncode=1)
        self.stdout.write("Elke uiterste datum is wat de klok zegt.")
