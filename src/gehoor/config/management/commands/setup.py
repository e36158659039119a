"""``setup``: what an installation cannot do without. Running it again changes nothing that is there."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from gehoor.kernel.actors import SYSTEM
from gehoor.kernel.clock import now
from gehoor.organisation.actions import found_city, load_matrix
from gehoor.organisation.queries import bodies
from gehoor.regulations import library
from gehoor.regulations.actions import add_closing_days, apply_version, import_version
from gehoor.regulations.holidays_of_belgium import legal_holidays


class Command(BaseCommand):
    help = "Load the permission matrix and the regulations; make a body with a contact point when there is none."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        load_matrix(at=at)
        versions = {name: import_version(library.text_of(name), by=SYSTEM, at=at) for name in library.names()}
        if bodies():
            return
        body = found_city(settings.GEHOOR_CITY, phone=settings.GEHOOR_PHONE)
        model = versions["vlaams-model"]
        apply_version(model, [body], by=SYSTEM, at=at, start=model.valid_from)
        add_closing_days(body, legal_holidays(range(at.year - 1, at.year + 4)), by=SYSTEM, at=at)
