"""The door to the bytes. Files know no dossier, so who comes here brings the files their own door let through."""

from collections.abc import Collection
from typing import BinaryIO
from uuid import UUID

from gehoor.files import queries
from gehoor.files.models import StoredFile
from gehoor.kernel.errors import NotFound


def open_for(public_id: UUID | str, *, among: Collection[int]) -> tuple[StoredFile, BinaryIO]:
    """The file and its bytes, when it is among the ids of the files this actor may see.

    Raises ``NotFound`` for all else, with one sentence: not allowed looks like not there.
    """
    stored = queries.get(public_id)
    if stored.pk not in among:
        raise NotFound("Dit bestand bestaat niet.")
    return stored, queries.open_bytes(stored)
