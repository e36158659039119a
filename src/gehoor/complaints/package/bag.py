"""A zip archive in BagIt layout (RFC 8493), written while it is read: memory does not grow with the files. Pure.

Files come one after the other; each is hashed as it passes, and the manifests follow at the end. A file may be made from what is
known of the files before it: their path, size and hash stand in the ledger by then.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from gehoor.kernel.clock import BRUSSELS

VERSION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_LARGE = 1 << 30


@dataclass(frozen=True)
class Member:
    """One file of the archive. ``size``: at least how large it is, when that is known beforehand."""

    path: str
    content: Iterable[bytes]
    size: int = 0


@dataclass(frozen=True)
class Written:
    """What became of a file that went by."""

    size: int
    sha256: str


@dataclass
class Ledger:
    """Every file that was written so far, by path, in order."""

    written: dict[str, Written] = field(default_factory=dict)

    @property
    def payload(self) -> dict[str, Written]:
        """The files under ``data/``."""
        return {path: one for path, one in self.written.items() if path.startswith("data/")}

    @property
    def tags(self) -> dict[str, Written]:
        """The files beside ``data/``."""
        return {path: one for path, one in self.written.items() if not path.startswith("data/")}


Info: TypeAlias = Iterable[tuple[str, str]]


def bagged(name: str, members: Iterable[Member], ledger: Ledger, *, info: Info, at: datetime) -> Iterator[bytes]:
    """The archive as pieces of bytes, everything in it under the folder ``name``."""
    out = _Outlet()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:  # type: ignore[call-overload]  # write and flush are all it needs
        for member in _with_manifests(members, ledger, info, at):
            yield from _add(archive, out, f"{name}/{member.path}", member, ledger, at)
    yield from out.drained()


def _with_manifests(members: Iterable[Member], ledger: Ledger, info: Info, at: datetime) -> Iterator[Member]:
    yield Member("bagit.txt", [VERSION])
    yield from members
    payload = ledger.payload
    octets = sum(one.size for one in payload.values())
    lines = [*info, ("Bagging-Date", at.astimezone(BRUSSELS).date().isoformat())]
    lines.append(("Payload-Oxum", f"{octets}.{len(payload)}"))
    yield Member("bag-info.txt", ["".join(f"{label}: {_one_line(value)}\n" for label, value in lines).encode()])
    yield Member("manifest-sha256.txt", [_manifest(payload)])
    yield Member("tagmanifest-sha256.txt", [_manifest(ledger.tags)])


def _manifest(files: dict[str, Written]) -> bytes:
    return "".join(f"{one.sha256}  {path}\n" for path, one in sorted(files.items())).encode()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _add(archive: ZipFile, out: "_Outlet", path: str, member: Member, ledger: Ledger, at: datetime) -> Iterator[bytes]:
    moment = at.astimezone(BRUSSELS)
    entry = ZipInfo(path, (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second))
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    size, running = 0, hashlib.sha256()
    with archive.open(entry, "w", force_zip64=member.size > _LARGE) as target:
        for chunk in member.content:
            target.write(chunk)
            size += len(chunk)
            running.update(chunk)
            yield from out.drained()
    ledger.written[member.path] = Written(size, running.hexdigest())
    yield from out.drained()


class _Outlet:
    """Where the archive is written to: it keeps only what was not handed on yet. It cannot go back, so the archive does not either."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def write(self, content: bytes) -> int:
        """Keep it until it is asked for."""
        self._waiting.append(bytes(content))
        return len(content)

    def flush(self) -> None:
        """Nothing lies anywhere else."""

    def drained(self) -> Iterator[bytes]:
        """What was written since the last time."""
        waiting, self._waiting = self._waiting, []
        yield from (content for content in waiting if content)
