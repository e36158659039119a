"""``setup``: what an installation cannot do without. Running it again changes nothing that is there."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from gehoor.kernel.actors import SYSTEM
from gehoor.kernel.clock import now
from gehoor.organisation.actions import found_city, load_matrix
from gehoor.organisation.queries import bodies
from gehoor.regulations.actions import add_closing_days, apply_version, import_shipped
from gehoor.regulations.holidays_of_belgium import legal_holidays


class Command(BaseCommand):
    help = "Load the permission matrix and the model regulation; make a body with a contact point when there is none."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        load_matrix(at=at)
        model = import_shipped("vlaams-model", by=SYSTEM, at=at)
        if bodies():
            return
        body = found_city(settings.GEHOOR_CITY, phone=settings.GEHOOR_PHONE)
        apply_version(model, [body], by=SYSTEM, at=at, start=model.valid_from)
        add_closing_days(body, legal_holidays(range(at.year - 1, at.year + 4)), by=SYSTEM, at=at)
