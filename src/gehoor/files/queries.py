"""Finding files, and whether their bytes are still what they were."""

import hashlib
from collections.abc import Iterator
from typing import BinaryIO
from uuid import UUID

from gehoor.files import storage
from gehoor.files.models import StoredFile
from gehoor.kernel.errors import NotFound, RuleViolation

_PAGE = 500


class Quarantined(RuleViolation):
    """Nobody opens this file: the virus scanner stopped it, or did not look at it yet."""

    def __init__(self, why: str) -> None:
        super().__init__(f"Dit bestand staat {why}. Niets is verloren. Vraag je ICT-dienst als je het nodig hebt.")


def get(public_id: UUID | str) -> StoredFile:
    """The file with this public id. Raises ``NotFound``, also for text that is no id. Says nothing about who may see it."""
    try:
        return StoredFile.objects.get(public_id=UUID(str(public_id)))
    except (StoredFile.DoesNotExist, ValueError):
        raise NotFound("Dit bestand bestaat niet.") from None


def open_bytes(stored: StoredFile) -> BinaryIO:
    """Its bytes, for reading. Raises ``Quarantined`` when nobody may, ``NotFound`` when they are gone (``verify_bytes`` reports that)."""
    if stored.closed:
        raise Quarantined(stored.closed)
    try:
        return storage.path_of(stored.public_id).open("rb")
    except FileNotFoundError:
        raise NotFound("Dit bestand is niet beschikbaar.") from None


def verify_bytes() -> Iterator[str]:
    """What is wrong with the kept files, one Dutch sentence each. Reads every byte; memory does not grow with them."""
    last = 0
    while page := list(StoredFile.objects.filter(pk__gt=last).order_by("pk")[:_PAGE]):
        for stored in page:
            if problem := _problem(stored):
                yield f"Bestand {stored.public_id}: {problem}"
        last = page[-1].pk


def _problem(stored: StoredFile) -> str:
    try:
        with storage.path_of(stored.public_id).open("rb") as file:
            actual = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return "de inhoud ontbreekt op de schijf."
    except OSError as error:
        return f"de inhoud is niet te lezen ({error.strerror})."
    return "" if actual == stored.sha256 else "de inhoud is veranderd sinds het bewaren."


def waiting_for_scanner(limit: int = 200) -> list[StoredFile]:
    """The files in quarantine that the scanner did not see yet, the oldest first. One statement."""
    return list(StoredFile.objects.filter(safety=StoredFile.Safety.WAITING).order_by("pk")[:limit])
