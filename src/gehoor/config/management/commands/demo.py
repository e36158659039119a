"""``demo``: the invented city of Vaartberg, with people, dossiers and complaints in all steps."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from gehoor.config.demo.city import found, is_founded
from gehoor.config.demo.links import tracking_links
from gehoor.config.demo.script import StoryError
from gehoor.config.demo.telling import tell_all
from gehoor.dossiers.models import Dossier
from gehoor.kernel.clock import now

FOUNDED = timedelta(days=400)


class Command(BaseCommand):
    help = "Build the demo city, once; then print some tracking links."

    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        if not is_founded():
            self._build(options["verbosity"])
        if options["verbosity"]:
            for shows, link in tracking_links(at=at):
                self.stdout.write(f"{link}\n    {shows}")

    def _build(self, verbosity: int) -> None:
        if Dossier.objects.exists():
            raise CommandError("Deze stad heeft al eigen dossiers: de demo hoort in een lege stad.")
        at = now()
        with transaction.atomic():
            found(at=at - FOUNDED)
            try:
                told = tell_all(now=at)
            except StoryError as error:
                raise CommandError(f"A story cannot be told: {error}") from error
        if verbosity:
            self.stdout.write(f"De demostad staat er, met {told} verhalen.")
