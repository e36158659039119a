"""Files in quarantine: looked at when the scanner is back, and then released or stopped. Everything here may run twice."""

import logging
from pathlib import Path
from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import OperationalError, transaction

from gehoor.files import contents, scanning, storage
from gehoor.files.actions import Kept, describe, opened
from gehoor.files.models import StoredFile
from gehoor.files.queries import waiting_for_scanner
from gehoor.kernel.errors import InvalidInput

_GRAVITY: Final = (StoredFile.Safety.SUSPECT, StoredFile.Safety.WAITING, StoredFile.Safety.CLEAN)
_log = logging.getLogger(__name__)


def look_at_waiting() -> int:
    """Ask the scanner about each file that waits; how many were decided. Stops as soon as it is away."""
    done = 0
    for row in waiting_for_scanner():
        try:
            done += _look_at(row)
        except (scanning.ScannerAway, OperationalError):
            break
        except Exception:
            _log.exception("file %s: the scanner could not be asked", row.public_id)
    return done


def look_at_original(row: StoredFile) -> None:
    """Have the scanner look at an original before somebody opens it; until it did, it waits. Nothing where there is no scanner."""
    if row.safety or not settings.GEHOOR_CLAMD:
        return
    StoredFile.objects.filter(pk=row.pk, safety="").update(safety=StoredFile.Safety.WAITING)
    row.safety = StoredFile.Safety.WAITING
    try:
        _look_at(row)
    except scanning.ScannerAway:
        return


def set_apart_with(original: StoredFile, parts: list[StoredFile]) -> None:
    """An original is as dangerous as the worst of what came out of it."""
    found = {part.safety: part.found for part in parts}
    worst = next((safety for safety in _GRAVITY if safety in found), None)
    if worst is not None:
        StoredFile.objects.filter(pk=original.pk).update(safety=worst, found=found[worst])


def _look_at(row: StoredFile) -> int:
    verdict = scanning.verdict_on(storage.path_of(row.public_id))
    if verdict.found:
        stopped = {"safety": StoredFile.Safety.SUSPECT, "found": verdict.found}
        return StoredFile.objects.filter(pk=row.pk, safety=StoredFile.Safety.WAITING).update(**stopped)
    return _release(row, safety=StoredFile.Safety.CLEAN if verdict.asked else "")


@transaction.atomic
def _release(row: StoredFile, *, safety: str) -> int:
    """It may be opened from now on. What was uploaded gets other bytes (a picture is encoded anew) and so another id: a kill anywhere
    leaves the file as it was or as it must be. An original keeps its bytes.
    """
    locked = StoredFile.objects.select_for_update().filter(pk=row.pk, safety=StoredFile.Safety.WAITING).first()
    if locked is None:
        return 0
    if locked.media_type != contents.UNKNOWN:
        locked.safety = safety
    else:
        before, locked.public_id = storage.path_of(locked.public_id), uuid4()
        kept = _anew(before, locked.name, safety=safety)
        describe(locked, kept)
        storage.put_in_place(kept.path, locked.public_id)
        transaction.on_commit(lambda: storage.forget(before))
    locked.save()
    return 1


def _anew(path: Path, name: str, *, safety: str) -> Kept:
    try:
        return opened(_copy(path), name, encode=True, safety=safety)
    except InvalidInput:  # a picture with too many pixels: as it is, to download
        return opened(_copy(path), name, encode=False, safety=safety)


def _copy(path: Path) -> Path:
    with path.open("rb") as file:
        return storage.write_aside(iter(lambda: file.read(storage.CHUNK), b""))
