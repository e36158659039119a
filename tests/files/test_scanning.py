"""A virus scanner looks at what strangers send; what it stops or cannot look at now is kept, and opened by nobody (F22; attack 11)."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pytest_django import Settings

from gehoor.files import scanning, storage
from gehoor.files.actions import store
from gehoor.files.models import StoredFile
from gehoor.files.quarantine import look_at_waiting
from gehoor.files.queries import Quarantined, open_bytes, verify_bytes
from gehoor.kernel.actors import Actor, ActorKind
from tests.city import MONDAY
from tests.files.clamd import NAME, VIRUS, Clamd
from tests.files.clamd import clamd as clamd

BY = Actor(kind=ActorKind.CITIZEN)


@pytest.fixture(autouse=True)
def _rested(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.GEHOOR_FILES_ROOT = tmp_path / "files"
    monkeypatch.setattr(scanning, "_rest", scanning._Rest())


@pytest.fixture
def scanner(clamd: Clamd, settings: Settings) -> Clamd:
    settings.GEHOOR_CLAMD = clamd.setting
    return clamd


def _store(content: bytes, name: str = "brief.txt", at: datetime = MONDAY) -> StoredFile:
    return store(BytesIO(content), name=name, by=BY, at=at)


def _picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "JPEG", exif=Image.Exif())
    return out.getvalue()


def _read(stored: StoredFile) -> bytes:
    with open_bytes(stored) as file:
        return file.read()


def test_without_a_scanner_nothing_waits(db: None) -> None:
    stored = _store(b"dag")
    assert (stored.safety, stored.closed, _read(stored)) == ("", "", b"dag")


def test_what_is_clean_is_opened(db: None, scanner: Clamd) -> None:
    stored = _store(b"dag")
    assert (stored.safety, _read(stored)) == ("clean", b"dag")
    assert _store(_picture(), "foto.jpg").shown_inline


def test_a_virus_is_kept_and_opened_by_nobody_and_its_name_is_said(db: None, scanner: Clamd) -> None:
    stored = _store(b"dag " + VIRUS)
    assert (stored.safety, stored.found, stored.shown_inline) == ("suspect", NAME, False)
    assert NAME in stored.closed
    with pytest.raises(Quarantined, match=NAME):
        open_bytes(stored)
    assert storage.path_of(stored.public_id).read_bytes() == b"dag " + VIRUS
    assert look_at_waiting() == 0


@pytest.mark.django_db(transaction=True)
def test_while_the_scanner_is_away_files_wait_and_are_released_or_stopped_when_it_is_back(scanner: Clamd) -> None:
    scanner.stop()
    letter, photo, virus = _store(b"dag"), _store(_picture(), "foto.jpg"), _store(VIRUS)
    for stored in (letter, photo, virus):
        with pytest.raises(Quarantined, match="nakeek"):
            open_bytes(stored)
    assert look_at_waiting() == 0
    scanner.start()
    assert look_at_waiting() == 3
    for stored in (letter, photo, virus):
        stored.refresh_from_db()
    assert (letter.safety, _read(letter), letter.media_type) == ("clean", b"dag", "text/plain")
    assert (photo.safety, photo.shown_inline, photo.media_type) == ("clean", True, "image/jpeg")
    assert (virus.safety, virus.found) == ("suspect", NAME)
    assert list(verify_bytes()) == []
    assert look_at_waiting() == 0


def test_a_scanner_that_is_away_is_not_asked_for_each_file(
    db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings.GEHOOR_CLAMD = f"unix:{tmp_path}/niemand"
    assert _store(b"dag").safety == "waiting"
    monkeypatch.setattr(scanning, "verdict_on", _fail)
    assert _store(b"dag").safety == "waiting"


def _fail(path: Path) -> None:
    raise AssertionError("asked again")


def test_who_takes_the_scanner_away_gets_what_waited(db: None, settings: Settings, tmp_path: Path) -> None:
    settings.GEHOOR_CLAMD = f"unix:{tmp_path}/niemand"
    stored = _store(b"dag")
    settings.GEHOOR_CLAMD = ""
    assert look_at_waiting() == 1
    stored.refresh_from_db()
    assert (stored.safety, _read(stored)) == ("", b"dag")


def test_a_file_whose_bytes_are_gone_holds_up_none_behind_it(db: None, scanner: Clamd) -> None:
    scanner.stop()
    gone, there = _store(b"weg"), _store(b"dag")
    storage.path_of(gone.public_id).unlink()
    scanner.start()
    assert look_at_waiting() == 1
    there.refresh_from_db()
    assert there.safety == "clean"


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("stream: OK", ""),
        ("stream: Win.Test.EICAR_HDB-1 FOUND", "Win.Test.EICAR_HDB-1"),
        ("INSTREAM size limit exceeded. ERROR", "te groot om na te kijken"),
    ],
)
def test_what_the_scanner_answers_is_understood(answer: str, found: str) -> None:
    assert scanning._verdict(answer).found == found


@pytest.mark.parametrize("answer", ["", "UNKNOWN COMMAND", "HTTP/1.1 400 Bad Request"])
def test_an_answer_that_is_none_lets_nothing_through(answer: str) -> None:
    with pytest.raises(ConnectionError):
        scanning._verdict(answer)
