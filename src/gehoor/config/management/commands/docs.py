"""``docs``: the pages that are made from the code."""

from typing import Any

from django.core.management.base import BaseCommand

from gehoor.config import env


class Command(BaseCommand):
    help = "Write the reference pages that are made from the code."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        page = env.ROOT / "docs/reference/environment.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(env.reference())
        self.stdout.write(f"{page.relative_to(env.ROOT)} written")
