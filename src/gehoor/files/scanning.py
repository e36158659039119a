"""Asking the virus scanner (clamd) about a file, over its socket. Knows nothing of rows."""

import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import urlsplit

from django.conf import settings

from gehoor.files.storage import CHUNK

CONNECT_SECONDS: Final = 2
ANSWER_SECONDS: Final = 20
REST_SECONDS: Final = 30
"""How long not to ask again after the scanner was away: a form does not wait for it over and over."""
_MOST_ANSWER: Final = 1_000


class ScannerAway(Exception):
    """There is a scanner, and it gives no answer now."""


@dataclass(frozen=True)
class Verdict:
    """What the scanner said; ``found`` is empty when it saw nothing. ``asked``: whether there is a scanner at all."""

    found: str = ""
    asked: bool = True


@dataclass
class _Rest:
    until: float = 0.0


_rest = _Rest()


def verdict_on(path: Path) -> Verdict:
    """What the scanner says about the bytes of this file. Raises :class:`ScannerAway`."""
    if not settings.GEHOOR_CLAMD:
        return Verdict(asked=False)
    with path.open("rb") as file:
        return _verdict_on(file)


def _verdict_on(file: BinaryIO) -> Verdict:
    try:
        with _connected() as clamd:
            verdict = _verdict(_asked(clamd, file))
    except OSError as error:
        _rest.until = time.monotonic() + REST_SECONDS
        raise ScannerAway(type(error).__name__) from error
    _rest.until = 0.0
    return verdict


def verdict_if_near(path: Path) -> Verdict:
    """The same for who does not wait: at once :class:`ScannerAway` when it was away a moment ago."""
    if settings.GEHOOR_CLAMD and time.monotonic() < _rest.until:
        raise ScannerAway("rest")
    return verdict_on(path)


@contextmanager
def _connected() -> Iterator[socket.socket]:
    where = urlsplit(settings.GEHOOR_CLAMD)
    if where.scheme == "unix":
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as clamd:
            clamd.settimeout(CONNECT_SECONDS)
            clamd.connect(where.path)
            clamd.settimeout(ANSWER_SECONDS)
            yield clamd
    else:
        with socket.create_connection((where.hostname or "", where.port or 3310), CONNECT_SECONDS) as clamd:
            clamd.settimeout(ANSWER_SECONDS)
            yield clamd


def _asked(clamd: socket.socket, file: BinaryIO) -> str:
    """Send the bytes (INSTREAM), and what is answered. A scanner that has seen enough answers before the end."""
    clamd.sendall(b"zINSTREAM\0")
    try:
        while chunk := file.read(CHUNK):
            clamd.sendall(struct.pack("!I", len(chunk)) + chunk)
        clamd.sendall(struct.pack("!I", 0))
    except (BrokenPipeError, ConnectionResetError):  # it said why before it hung up
        pass
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _MOST_ANSWER and (piece := clamd.recv(_MOST_ANSWER)):
        answer += piece
    return answer.decode("utf-8", "replace").strip("\0 \n")


def _verdict(answer: str) -> Verdict:
    words = answer.removeprefix("stream: ")
    if words == "OK":
        return Verdict()
    if words.endswith(" FOUND"):
        return Verdict(words.removesuffix(" FOUND")[:120] or "zonder naam")
    if "size limit" in words:
        return Verdict("te groot om na te kijken")
    raise ConnectionError(words[:100] or "no answer")
