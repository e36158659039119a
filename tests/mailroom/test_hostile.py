"""No mail takes the mailroom down: each ends in time and memory, and the next one goes on (I-18, F20; attacks 9, 13, 15)."""

import base64
import os
import signal
import subprocess
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from gehoor.config import env
from gehoor.dossiers.models import Dossier
from gehoor.mailroom import reader
from gehoor.mailroom.actions import arriving
from gehoor.mailroom.actions.reading import read_mail
from gehoor.mailroom.actions.storing import keep
from gehoor.mailroom.apart import limits
from gehoor.mailroom.apart.mail import Mail
from gehoor.mailroom.models import Outcome, RawMail
from gehoor.mailroom.reader import SECONDS, Unreadable, read_apart
from tests.city import MONDAY, City
from tests.mailroom.conftest import TakeIn
from tests.mailroom.hostile import HOSTILE
from tests.mailroom.mails import mail

MOST_MEMORY = 512 * 1024 * 1024
"""Bytes that no reading may reach."""


def _read(content: bytes, folder: Path) -> Mail | None:
    raw = folder / "raw"
    raw.write_bytes(content)
    try:
        return read_apart(raw, folder)
    except Unreadable:
        return None


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_the_mail_the_reading_ends(name: str, tmp_path: Path) -> None:
    content = HOSTILE[name]()
    read = _read(content, tmp_path)
    if read is not None:
        shown = [read.subject, read.from_name, read.from_address, read.message_id]
        assert not any("\n" in text or "\r" in text or "\0" in text for text in shown)
        (read.text + read.html + "".join(shown)).encode()


def test_a_reading_gets_little_time_and_memory() -> None:
    assert SECONDS < 10
    assert limits.MEMORY < MOST_MEMORY
    greedy = f"from gehoor.mailroom.apart.limits import apply; apply(); bytearray({MOST_MEMORY})"
    ended = subprocess.run(
        [sys.executable, "-c", greedy], env={"PYTHONPATH": str(env.ROOT / "src")}, capture_output=True
    )
    assert b"MemoryError" in ended.stderr


def test_html_is_harmless_before_anybody_sees_it(tmp_path: Path) -> None:
    read = _read(HOSTILE["html that does"](), tmp_path)
    assert read is not None
    for danger in ("script", "onerror", "onload", "javascript:", "iframe", "<form", "<style", "<meta", "src=", "kwaad"):
        assert danger not in read.html


def test_between_hostile_mails_every_honest_one_is_read(take_in: TakeIn) -> None:
    names = [
        "nothing but noise",
        "ten thousand headers",
        "a forest of parentheses in From",
        "nested a thousand deep",
        "a name without a value",
        "half a surrogate",
        "a null in everything",
        "a report about everything",
        "a header that hides another",
    ]
    honest = []
    for number, name in enumerate(names):
        take_in(HOSTILE[name]())
        honest.append(take_in(mail(f"Eerlijk bericht {number}", number=f"honest-{number}")))
    assert {row.outcome for row in honest} == {Outcome.CONTACT}
    assert not RawMail.objects.filter(outcome="").exists()


def test_what_cannot_be_read_is_a_contact_with_the_original(take_in: TakeIn) -> None:
    row = take_in(HOSTILE["nested a hundred deep"]())
    assert row.outcome == Outcome.PARKED
    assert row.dossier is not None
    assert row.dossier.title == "Onleesbare e-mail, origineel in bijlage"
    message = row.dossier.thread.messages.get(direction="in")
    assert [a.file_id for a in message.attachments.all()] == [row.file_id]
    assert not row.dossier.thread.messages.filter(direction="out").exists()


def test_a_mail_server_whose_clock_is_ahead_keeps_no_unreadable_mail_from_people(city: City) -> None:
    row, _ = keep(HOSTILE["nested a hundred deep"](), at=MONDAY, arrived_at=MONDAY + timedelta(hours=1))
    assert read_mail(row.pk, at=MONDAY) is Outcome.PARKED
    assert Dossier.objects.get().received_at == MONDAY


def test_pictures_that_ask_too_much_together_are_kept_as_they_are(
    take_in: TakeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arriving, "MOST_PIXELS", 150)
    out = BytesIO()
    Image.new("RGB", (10, 10), "red").save(out, "PNG")
    parts = b"".join(
        b'--b\r\nContent-Type: image/png; name="%d.png"\r\nContent-Transfer-Encoding: base64\r\n\r\n%b\r\n'
        % (number, base64.encodebytes(out.getvalue()))
        for number in range(3)
    )
    head = b'From: a@voorbeeld.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
    row = take_in(head + parts + b"--b--\r\n")
    assert row.message is not None
    files = [attachment.file for attachment in row.message.attachments.order_by("pk")]
    assert [file.shown_inline for file in files] == [True, False, False]
    assert files[1].size == len(out.getvalue())


def test_a_reading_that_waits_for_ever_is_ended_and_the_next_one_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "SECONDS", 1)
    os.mkfifo(tmp_path / "never")
    with pytest.raises(Unreadable, match="Timeout"):
        read_apart(tmp_path / "never", tmp_path)
    read = _read(mail(), tmp_path)
    assert read is not None
    assert read.subject == "Lamp stuk"


def test_a_reading_that_burns_is_ended_by_the_system() -> None:
    greedy = "from gehoor.mailroom.apart import limits; limits.SECONDS = 1; limits.apply()\nwhile True: pass"
    ended = subprocess.run([sys.executable, "-c", greedy], env={"PYTHONPATH": str(env.ROOT / "src")})
    assert ended.returncode in {-signal.SIGXCPU, -signal.SIGKILL}


def test_one_process_forks_for_many_mails_and_another_comes_when_it_is_gone(tmp_path: Path) -> None:
    assert _read(mail(), tmp_path) is not None
    [*_, forker] = reader._idle
    _read(HOSTILE["nested a thousand deep"](), tmp_path)
    assert forker in reader._idle
    forker.end()
    assert _read(mail("Nog eens"), tmp_path) is not None
    assert forker not in reader._idle
