"""``docs``: the pages that are made from the code."""

from typing import Any

from django.core.management.base import BaseCommand

from gehoor.complaints import drawing
from gehoor.config import env

PAGES = {
    "docs/reference/environment.md": env.reference,
    "docs/reference/procedure.md": drawing.page,
}


class Command(BaseCommand):
    help = "Write the reference pages that are made from the code."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        for name, write in PAGES.items():
            page = env.ROOT / name
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(write(), encoding="utf-8")
            self.stdout.write(f"{name} written")
