"""``refusals``: who was signed in and asked for what they may not have."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gehoor.journal.queries import latest_refusals
from gehoor.kernel.clock import BRUSSELS
from gehoor.organisation.queries import staff_by_id


class Command(BaseCommand):
    help = "Print the last refusals of people who were signed in: when, who, how, which address, which dossier."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--last", type=int, default=50, help="how many (50)")

    def handle(self, *args: Any, **options: Any) -> None:
        found = latest_refusals(max(1, options["last"]))
        people = staff_by_id(row.actor_id for row in found if row.actor_id is not None)
        for row in found:
            person = people.get(row.actor_id or 0)
            who = person.name if person is not None else row.actor_kind
            self.stdout.write(
                f"{row.at.astimezone(BRUSSELS):%Y-%m-%d %H:%M}  {who}  {row.method} {row.address}  {row.reference}".rstrip()
            )
        if not found:
            self.stdout.write("Niemand werd geweigerd.")
