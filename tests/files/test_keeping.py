"""After a fall: whole or absent; damage is reported, waste is cleared."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings as configured
from django.db import transaction

from gehoor.files import access, queries, storage
from gehoor.files.actions import TooManyOrphans, collect_orphans, discard, store
from gehoor.files.jobs import collect
from gehoor.files.models import StoredFile
from gehoor.kernel.errors import NotFound
from tests.databases import databases
from tests.files.conftest import Keep, files_in
from tests.files.samples import MORNING, NOOR, PDF


def aged(folder: Path, hours: float) -> None:
    """As if every file had been written that long before the morning of the test."""
    moment = (MORNING - timedelta(hours=hours)).timestamp()
    for path in files_in(folder):
        os.utime(path, (moment, moment))


def without_row(folder: Path, count: int = 1) -> None:
    for _ in range(count):
        storage.put_in_place(storage.write_aside([b"wees"]), uuid4())


def test_a_rollback_leaves_bytes_that_are_cleared_after_a_day(db: None, folder: Path) -> None:
    with transaction.atomic():
        store(BytesIO(PDF), name="brief.pdf", by=NOOR, at=MORNING)
        transaction.set_rollback(True)
    assert len(files_in(folder)) == 1
    aged(folder, hours=23)
    assert collect_orphans(at=MORNING) == 0
    aged(folder, hours=25)
    assert collect_orphans(at=MORNING) == 1
    assert files_in(folder) == []


def test_every_night_the_waste_is_cleared(keep: Keep, folder: Path) -> None:
    keep(PDF, "brief.pdf")
    without_row(folder)
    for path in files_in(folder):
        os.utime(path, (0, 0))
    collect(timestamp=0)
    assert len(files_in(folder)) == 1


def test_what_has_a_row_stays_however_old(keep: Keep, folder: Path) -> None:
    stored = keep(PDF, "brief.pdf")
    aged(folder, hours=10_000)
    assert collect_orphans(at=MORNING) == 0
    assert list(queries.verify_bytes()) == []
    assert queries.open_bytes(stored).read() == PDF


def test_what_never_got_its_place_is_cleared_too(keep: Keep, folder: Path) -> None:
    keep(PDF, "brief.pdf")
    storage.write_aside([b"half"])
    aged(folder, hours=25)
    assert collect_orphans(at=MORNING) == 1
    assert len(files_in(folder)) == 1


def test_strange_files_in_the_folder_are_left_alone(keep: Keep, folder: Path) -> None:
    keep(PDF, "brief.pdf")
    (folder / "ab" / "cd").mkdir(parents=True)
    (folder / "ab" / "cd" / "LEESMIJ.txt").write_text("van iemand anders")
    aged(folder, hours=25)
    assert collect_orphans(at=MORNING) == 0


def test_the_wrong_database_clears_nothing(keep: Keep, folder: Path) -> None:
    keep(PDF, "brief.pdf")
    without_row(folder, 30)
    aged(folder, hours=25)
    with pytest.raises(TooManyOrphans):
        collect_orphans(at=MORNING)
    assert len(files_in(folder)) == 31


def test_an_empty_folder_is_no_trouble(db: None, folder: Path) -> None:
    assert collect_orphans(at=MORNING) == 0
    assert list(queries.verify_bytes()) == []


def test_damage_is_reported_file_by_file(keep: Keep) -> None:
    gone, changed, sound = (keep(PDF, name) for name in ("weg.pdf", "anders.pdf", "goed.pdf"))
    storage.path_of(gone.public_id).unlink()
    path = storage.path_of(changed.public_id)
    content = bytearray(path.read_bytes())
    content[5] ^= 1
    path.write_bytes(content)
    assert list(queries.verify_bytes()) == [
        f"Bestand {gone.public_id}: de inhoud ontbreekt op de schijf.",
        f"Bestand {changed.public_id}: de inhoud is veranderd sinds het bewaren.",
    ]
    assert queries.open_bytes(sound).read() == PDF
    with pytest.raises(NotFound):
        queries.open_bytes(gone)


@pytest.mark.django_db(transaction=True)
def test_a_discarded_file_is_gone_after_the_commit_and_not_before(folder: Path) -> None:
    stored = store(BytesIO(PDF), name="brief.pdf", by=NOOR, at=MORNING)
    with transaction.atomic():
        discard([stored.pk])
        transaction.set_rollback(True)
    assert queries.open_bytes(stored).read() == PDF
    discard([stored.pk])
    assert files_in(folder) == []
    assert not StoredFile.objects.exists()


def test_the_door_opens_only_what_the_caller_may_see(keep: Keep) -> None:
    mine, other = keep(PDF, "mijn.pdf"), keep(PDF, "jouw.pdf")
    stored, content = access.open_for(str(mine.public_id), among=[mine.pk])
    assert (stored, content.read()) == (mine, PDF)
    told = set()
    for public_id in (other.public_id, uuid4(), "geen-id", "", "../../etc/passwd"):
        with pytest.raises(NotFound) as refusal:
            access.open_for(public_id, among=[mine.pk])
        told.add(refusal.value.message)
    assert len(told) == 1, "not allowed looks like not there"


CHILD = """
import json, os, sys
from datetime import UTC, datetime
from io import BytesIO

import django
from django.conf import settings

moment, database, folder = sys.argv[1:]
settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", **json.loads(database)}},
    INSTALLED_APPS=["gehoor.files"],
    USE_TZ=True,
    GEHOOR_CLAMD="",
    GEHOOR_FILES_ROOT=folder,
)
django.setup()

from gehoor.files import actions, storage
from gehoor.kernel.actors import SYSTEM

places = {"write": (storage.os, "fsync"), "place": (storage, "_force"), "row": (actions.StoredFile, "save")}
setattr(*places[moment], lambda *_, **__: os.kill(os.getpid(), 9))
actions.store(BytesIO(b"half" * 50_000), name="foto.jpg", by=SYSTEM, at=datetime(2026, 10, 19, tzinfo=UTC))
"""


@pytest.mark.parametrize(("moment", "left"), [("write", "incoming"), ("place", "lasting"), ("row", "lasting")])
def test_a_process_killed_on_the_way_leaves_no_half_file(fresh_db: str, folder: Path, moment: str, left: str) -> None:
    database = json.dumps(databases.at(fresh_db))
    died = subprocess.run(
        [sys.executable, "-c", CHILD, moment, database, str(folder)],
        env={**os.environ, "PYTHONPATH": "src"},
        cwd=configured.BASE_DIR,
        timeout=60,
        check=False,
    )
    assert died.returncode == -9
    (path,) = files_in(folder)
    assert (path.parent.name == "incoming") == (left == "incoming")
    assert not StoredFile.objects.exists()
    assert list(queries.verify_bytes()) == []
    aged(folder, hours=25)
    assert collect_orphans(at=MORNING) == 1
    assert files_in(folder) == []
