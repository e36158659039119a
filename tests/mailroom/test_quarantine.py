"""What comes with a mail is looked at by the virus scanner before anybody opens it; the words of the mail are there at once (F22)."""

from pathlib import Path

import pytest
from pytest_django import Settings

from gehoor.files import scanning
from gehoor.files.models import StoredFile
from gehoor.files.quarantine import look_at_waiting
from gehoor.files.queries import Quarantined, open_bytes
from gehoor.mailroom.access import loose_original_for
from gehoor.mailroom.models import Outcome, RawMail
from tests.city import MONDAY, City
from tests.files.clamd import NAME, VIRUS, Clamd
from tests.files.clamd import clamd as clamd
from tests.mailroom.conftest import TakeIn
from tests.mailroom.hostile import HOSTILE
from tests.mailroom.mails import mail, with_file
from tests.people import SARA


@pytest.fixture(autouse=True)
def _rested(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "_rest", scanning._Rest())


def _safety(row: RawMail) -> list[str]:
    assert row.message is not None
    files = [attachment.file for attachment in row.message.attachments.order_by("pk")]
    return [StoredFile.objects.get(pk=file.pk).safety for file in [row.file, *files]]


def test_a_mail_with_a_virus_is_a_contact_whose_file_and_original_nobody_opens(
    take_in: TakeIn, clamd: Clamd, settings: Settings
) -> None:
    settings.GEHOOR_CLAMD = clamd.setting
    row = take_in(with_file("factuur.doc", b"Open mij " + VIRUS))
    assert row.outcome == Outcome.CONTACT
    assert _safety(row) == ["suspect", "suspect"]
    for file in StoredFile.objects.all():
        with pytest.raises(Quarantined, match=NAME):
            open_bytes(file)


def test_while_the_scanner_is_away_the_words_are_there_and_the_files_wait(
    take_in: TakeIn, clamd: Clamd, settings: Settings
) -> None:
    settings.GEHOOR_CLAMD = clamd.setting
    clamd.stop()
    content = with_file("verslag.pdf", b"%PDF-1.4 test")
    row = take_in(content)
    assert row.message is not None
    assert row.message.body == "Zie de bijlage."
    assert _safety(row) == ["waiting", "waiting"]
    clamd.start()
    assert look_at_waiting() == 2
    assert _safety(row) == ["clean", "clean"]
    with open_bytes(StoredFile.objects.get(pk=row.file_id)) as original:
        assert original.read() == content


def test_a_mail_that_cannot_be_read_is_looked_at_as_a_whole(take_in: TakeIn, clamd: Clamd, settings: Settings) -> None:
    settings.GEHOOR_CLAMD = clamd.setting
    row = take_in(HOSTILE["nested a hundred deep"]() + VIRUS)
    assert row.outcome == Outcome.PARKED
    assert StoredFile.objects.get(pk=row.file_id).safety == "suspect"


def test_an_original_that_nobody_looked_at_is_looked_at_before_it_is_opened(
    city: City, take_in: TakeIn, clamd: Clamd, settings: Settings
) -> None:
    settings.GEHOOR_CLAMD = clamd.setting
    row = take_in(mail(VIRUS.decode(), Auto_Submitted="auto-generated"))
    assert (row.outcome, row.file.safety) == (Outcome.AUTOMATIC, "")
    with pytest.raises(Quarantined, match=NAME):
        loose_original_for(city.actor(SARA), row.public_id, at=MONDAY)
    honest = take_in(mail("Nieuwsbrief", number="2", Auto_Submitted="auto-generated"))
    stored, content = loose_original_for(city.actor(SARA), honest.public_id, at=MONDAY)
    content.close()
    stored.refresh_from_db()
    assert stored.safety == "clean"


def test_a_mail_without_files_waits_for_no_scanner(take_in: TakeIn, settings: Settings, tmp_path: Path) -> None:
    settings.GEHOOR_CLAMD = f"unix:{tmp_path}/niemand"
    assert _safety(take_in(mail())) == [""]
