"""``verify``: does everything that must hold still hold?"""

from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gehoor.complaints import checks as complaints
from gehoor.dossiers import checks as dossiers
from gehoor.files.queries import verify_bytes
from gehoor.journal.queries import verify_all


class Command(BaseCommand):
    help = "Recompute every deadline, walk the journal's chains, read every file; print what is wrong and exit 1."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for sentence in chain(verify_all(), dossiers.problems(), complaints.problems(), verify_bytes()):
            self.stdout.write(sentence)
            wrong += 1
        if wrong:
            raise CommandError(f"{wrong} zaken kloppen niet.", returncode=1)
        self.stdout.write("Alles klopt: termijnen, ketens, bestanden, eigenaars en klachten.")
