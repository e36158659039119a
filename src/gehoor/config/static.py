"""The collected static files: hashed names, compressed, made again only when a source changed."""

import fcntl
import hashlib
import os
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect() -> None:
    """Collect the static files into ``STATIC_ROOT`` unless that was done for exactly these sources."""
    root = Path(settings.STATIC_ROOT)
    mark = root / ".sources"
    sources = _sources()
    root.parent.mkdir(parents=True, exist_ok=True)
    with root.with_name(f".{root.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if mark.exists() and mark.read_text() == sources:
            return
        root.mkdir(exist_ok=True)
        mark.unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        mark.write_text(sources)


def _sources() -> str:
    """A fingerprint of every source: its name, its size, when it was changed."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = os.stat(storage.path(name))
            seen.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return seen.hexdigest()
