"""``seed``: many invented dossiers, for trying and measuring."""

import time
from datetime import date, datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gehoor.config.demo.city import is_founded
from gehoor.config.seed.cast import cast
from gehoor.config.seed.telling import Seeding
from gehoor.kernel.clock import BRUSSELS, today
from gehoor.kernel.errors import RuleViolation
from gehoor.organisation.models import Department
from gehoor.organisation.queries import contact_point
from gehoor.regulations.queries import version_on

MOST = 5_000_000
YEARS = 4


class Command(BaseCommand):
    help = "Add invented dossiers in bulk, the same ones for the same seed and day: for trying and measuring."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dossiers", type=int, required=True, metavar="N", help="how many dossiers to add")
        parser.add_argument("--seed", type=int, default=1, metavar="S", help="another number draws others (1)")
        parser.add_argument("--until", metavar="DATE", help="the day before which all of it happened (today)")
        parser.add_argument("--yes", action="store_true", help="also in a city that is not the demo")

    def handle(self, *args: Any, **options: Any) -> None:
        count, until = options["dossiers"], _until(options["until"])
        if not 1 <= count <= MOST:
            raise CommandError(f"--dossiers: kies een getal van 1 tot {MOST}.")
        if not Department.objects.filter(is_contact_point=True).exists():
            raise CommandError("Er is nog geen stad. Start eerst ./run, of bouw de demostad met ./run demo.")
        if not (is_founded() or options["yes"]):
            raise CommandError(
                "Dit is geen demostad. Verzonnen dossiers gaan nooit meer weg: het journaal groeit alleen maar. "
                "Wil je het toch, geef dan --yes."
            )
        found = cast()
        if not (found.categories and found.triagers):
            raise CommandError("Er zijn nog geen categorieën, of er werkt nog niemand op het contactpunt.")
        began = time.monotonic()
        seeding = Seeding(count, options["seed"], _since(until), until, found)
        shown = options["verbosity"] > 0
        seeding.run(lambda told: self._show(told, count, began) if shown else None)
        if shown:
            self.stdout.write(f"{count} dossiers toegevoegd in {time.monotonic() - began:.0f} s.")

    def _show(self, told: int, count: int, began: float) -> None:
        spent = time.monotonic() - began
        left = spent / told * (count - told)
        self.stdout.write(f"{told} van {count} dossiers, nog ongeveer {left:.0f} s")
        self.stdout.flush()


def _until(text: str | None) -> datetime:
    """Midnight before that day: what is told on one day is the same whatever the hour."""
    try:
        day = today() if text is None else date.fromisoformat(text)
    except ValueError:
        raise CommandError("--until: schrijf de dag als 2026-03-31.") from None
    if day > today():
        raise CommandError("--until: die dag moet nog komen.")
    return datetime.combine(day, datetime.min.time(), tzinfo=BRUSSELS)


def _since(until: datetime) -> datetime:
    """Four years earlier, or as far back as the regulations of the contact point go."""
    body_id = contact_point().body_id
    for days in (YEARS * 365, 3 * 365, 2 * 365, 365, 180, 90, 30):
        since = until - timedelta(days=days)
        try:
            version_on(body_id, since.date())
        except RuleViolation:
            continue
        return since
    raise CommandError("Voor die dagen is er geen reglement van kracht bij het contactpunt.")
