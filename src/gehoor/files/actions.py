"""Keeping files, letting them go, and clearing what nobody kept."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Final, Protocol
from uuid import UUID, uuid4

from django.db import transaction

from gehoor.files import contents, images, names, scanning, storage
from gehoor.files.models import StoredFile
from gehoor.kernel.actors import Actor
from gehoor.kernel.errors import InvalidInput

MAX_BYTES: Final = 20 * 1024 * 1024
A_DAY: Final = timedelta(hours=24)
_BATCH = 500
_FEW = 20


class Upload(Protocol):
    """What Django hands over for an uploaded file, or any binary stream."""

    def read(self, size: int, /) -> bytes:
        """The next bytes; none at the end."""

    def seek(self, offset: int, /) -> object:
        """Back to the start: a form may have looked at it."""


class TooManyOrphans(Exception):
    """More files than not are unknown to the database: that is the wrong database or the wrong folder, not waste."""


@dataclass(frozen=True)
class Kept:
    """Bytes on disk under a passing name, and what they are."""

    path: Path
    name: str
    media_type: str = contents.UNKNOWN
    shown_inline: bool = False
    safety: str = ""
    found: str = ""


def store(upload: Upload, *, name: str, by: Actor, at: datetime) -> StoredFile:
    """Keep a file: its bytes are on disk before its row is written. A rollback leaves bytes without a row, which are cleared later.

    The virus scanner looks first, where there is one. What it stops, and what it cannot look at now, is kept as it is and opened by nobody.
    A picture is encoded anew, without place or camera, and may be shown; anything else is kept as it is and only ever downloaded.
    Raises ``InvalidInput`` (empty, too large, too many pixels) or ``storage.NotKept`` (the disk refuses).
    Writes no journal entry: the action that adds the file to something does.
    """
    return _store(_receive(upload, names.clean_name(name), encode=True), by=by, at=at)


def store_unencoded(upload: Upload, *, name: str, by: Actor, at: datetime) -> StoredFile:
    """The same, but a picture is not encoded anew (that takes time); so it is only ever downloaded."""
    return _store(_receive(upload, names.clean_name(name), encode=False), by=by, at=at)


def _store(kept: "Kept", *, by: Actor, at: datetime) -> StoredFile:
    public_id = uuid4()
    row = StoredFile(public_id=public_id, created_at=at, actor_kind=by.kind.value, actor_id=by.id)
    describe(row, kept)
    storage.put_in_place(kept.path, public_id)
    row.save(force_insert=True)
    return row


def describe(row: StoredFile, kept: "Kept") -> None:
    """Write on the row what the bytes are. Before they get their place: after that their path is another."""
    row.name, row.media_type, row.shown_inline = kept.name, kept.media_type, kept.shown_inline
    row.safety, row.found = kept.safety, kept.found
    row.size, row.sha256 = kept.path.stat().st_size, _sha256(kept.path)


def store_small(upload: Upload, *, name: str, box: tuple[int, int], by: Actor, at: datetime) -> StoredFile:
    """Keep a picture that fits in a box of so many pixels, as for a logo. Raises ``InvalidInput`` also for what is no picture."""
    kept = _receive(upload, names.clean_name(name), encode=True)
    try:
        if not kept.shown_inline:
            raise InvalidInput(
                "Dit is geen foto of tekening die we kennen. Kies een PNG, JPEG, WebP of GIF.", field="files"
            )
        small = storage.write_aside([images.fitted(kept.path, box)])
    finally:
        storage.forget(kept.path)
    with small.open("rb") as content:
        try:
            return store(content, name=kept.name, by=by, at=at)
        finally:
            storage.forget(small)


def store_as_it_is(content: bytes, *, name: str, media_type: str, by: Actor, at: datetime) -> StoredFile:
    """Keep bytes exactly as they came, of whatever size: an original that must stay one. Never shown, only downloaded.

    Raises ``storage.NotKept``.
    """
    return store_pieces([content], name=name, media_type=media_type, by=by, at=at)


def store_pieces(pieces: Iterable[bytes], *, name: str, media_type: str, by: Actor, at: datetime) -> StoredFile:
    """Keep a file that is made while it is written, of whatever size: memory does not grow with it. Never shown, only downloaded.

    Raises ``storage.NotKept``; what the pieces raise passes, and nothing is left behind.
    """
    passing, public_id = storage.write_aside(pieces), uuid4()
    size, sha256 = passing.stat().st_size, _sha256(passing)
    storage.put_in_place(passing, public_id)
    return StoredFile.objects.create(
        public_id=public_id,
        name=names.clean_name(name),
        media_type=media_type,
        shown_inline=False,
        size=size,
        sha256=sha256,
        created_at=at,
        actor_kind=by.kind.value,
        actor_id=by.id,
    )


@transaction.atomic
def discard(file_ids: Collection[int]) -> None:
    """Let files go, rows at once and bytes after commit. For what was never sent (drafts) and what must be erased."""
    found = StoredFile.objects.filter(pk__in=file_ids)
    paths = [storage.path_of(public_id) for public_id in found.values_list("public_id", flat=True)]
    found.delete()
    transaction.on_commit(lambda: _forget(paths))


def collect_orphans(older_than: timedelta = A_DAY, *, at: datetime) -> int:
    """Remove the bytes that have had no row for this long (a process died, a transaction was rolled back). Returns how many.

    Raises ``TooManyOrphans``, and removes nothing, when over half of the files (and more than a few) have no row.
    """
    before = at - older_than
    seen, orphans = 0, list[Path]()
    for batch in _batches(storage.kept_before(before)):
        paths = dict(batch)
        known = set(StoredFile.objects.filter(public_id__in=paths).values_list("public_id", flat=True))
        seen += len(paths)
        orphans += [path for public_id, path in paths.items() if public_id not in known]
    if len(orphans) > _FEW and len(orphans) * 2 > seen:
        raise TooManyOrphans(f"{len(orphans)} of {seen} files have no row")
    orphans += storage.passing_before(before)
    _forget(orphans)
    return len(orphans)


def _receive(upload: Upload, name: str, *, encode: bool) -> Kept:
    path = storage.write_aside(_limited(upload))
    try:
        verdict = scanning.verdict_if_near(path)
    except scanning.ScannerAway:
        return Kept(path, name, safety=StoredFile.Safety.WAITING)
    if verdict.found:
        return Kept(path, name, safety=StoredFile.Safety.SUSPECT, found=verdict.found)
    safety = StoredFile.Safety.CLEAN if verdict.asked else ""
    return opened(path, name, encode=encode, safety=safety)


def opened(path: Path, name: str, *, encode: bool, safety: str) -> Kept:
    """What the bytes under a passing name are; a picture is encoded anew, and then these bytes are gone. Raises ``InvalidInput``."""
    try:
        picture = images.encode_anew(path, max_bytes=MAX_BYTES) if encode else None
        if picture is None:
            return Kept(path, name, contents.media_type_of(path, name), safety=safety)
        encoded = storage.write_aside([picture.content])
    except images.TooManyPixels:
        storage.forget(path)
        raise InvalidInput(
            "Deze foto is te groot. Een foto mag hoogstens 50 miljoen beeldpunten hebben. Maak de foto kleiner en probeer opnieuw.",
            field="files",
        ) from None
    except BaseException:
        storage.forget(path)
        raise
    storage.forget(path)
    anew = names.with_extension(name, picture.extensions)
    return Kept(encoded, anew, picture.media_type, shown_inline=True, safety=safety)


def _limited(upload: Upload) -> Iterator[bytes]:
    size = 0
    upload.seek(0)
    while chunk := upload.read(storage.CHUNK):
        size += len(chunk)
        if size > MAX_BYTES:
            raise InvalidInput("Dit bestand is te groot. Een bestand mag hoogstens 20 MB zijn.", field="files")
        yield chunk
    if not size:
        raise InvalidInput("Dit bestand is leeg. Kies een ander bestand.", field="files")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _forget(paths: Iterable[Path]) -> None:
    for path in paths:
        storage.forget(path)


def _batches(found: Iterator[tuple[UUID, Path]]) -> Iterator[list[tuple[UUID, Path]]]:
    while batch := list(islice(found, _BATCH)):
        yield batch
