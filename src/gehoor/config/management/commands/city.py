"""``city FILE``: the bodies, departments, categories and people of a city, from a file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gehoor.config.city.founding import found
from gehoor.config.city.plan import CityFileError, read_plan
from gehoor.config.links import first_link
from gehoor.kernel.clock import now
from gehoor.kernel.errors import RuleViolation
from gehoor.organisation.queries import role_codes
from gehoor.regulations import library


class Command(BaseCommand):
    help = (
        "Make the city what a file says; print a one-time link for everybody who is new (or --link ADDRESS: one more)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="the city file (docs/how-to/start-empty.md shows one)")
        parser.add_argument("--link", metavar="ADDRESS", help="a new one-time link for whoever has this e-mail address")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["link"]:
            self._link(options["link"])
        elif options["file"]:
            self._found(options["file"])
        else:
            raise CommandError("Zeg welk bestand: ./run city stad.yaml", returncode=2)

    def _found(self, path: Path) -> None:
        try:
            plan = read_plan(path.read_bytes(), roles=role_codes(), regulations=set(library.names()))
            fresh = found(plan, at=now())
        except OSError as error:
            raise CommandError(f"{path}: niet te lezen ({error.strerror}).", returncode=2) from None
        except CityFileError as error:
            raise CommandError("\n".join(f"{path}: {problem}" for problem in error.problems), returncode=1) from None
        except RuleViolation as refused:
            raise CommandError(f"{path}: {refused.message}", returncode=1) from None
        self.stdout.write(
            f"{len(plan.bodies)} besturen, {len(plan.departments)} diensten, {len(plan.categories)} categorieën; "
            f"{len(fresh)} nieuwe mensen."
        )
        for person in fresh:
            self.stdout.write(f"{person.name} <{person.email}>: {first_link(person)}")

    def _link(self, address: str) -> None:
        from gehoor.organisation.models import Staff

        person = Staff.objects.filter(email__iexact=address, is_active=True).first()
        if person is None:
            raise CommandError(f"Niemand heeft het adres {address}.", returncode=2)
        self.stdout.write(f"{person.name} <{person.email}>: {first_link(person)}")
