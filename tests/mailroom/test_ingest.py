"""``mail ingest``: from files, a Maildir, an mbox; run again, and after a kill, it makes no doubles (I-16, I-17, F4)."""

import json
import mailbox
import os
import random
import signal
import subprocess
import sys
import threading
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from gehoor.config import env
from gehoor.dossiers.models import Dossier
from gehoor.mailroom.actions.reading import read_mail
from gehoor.mailroom.actions.storing import keep
from gehoor.mailroom.claims import READING, claimed
from gehoor.mailroom.models import Outcome, RawMail
from tests.city import MONDAY, City, small_city
from tests.databases import databases
from tests.mailroom.mails import bounce, mail


def _ingest(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("mail", "ingest", *arguments, "--json", stdout=out)
    summary: dict[str, Any] = json.loads(out.getvalue())
    return summary


def _files(folder: Path, *contents: bytes) -> list[str]:
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{number}.eml" for number in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    return [str(path) for path in paths]


def test_the_summary_says_what_became_of_each(city: City, tmp_path: Path) -> None:
    again = b"Received: from elsewhere\r\n" + mail()
    out_of_office = mail("Ik ben er niet.", number="2", Auto_Submitted="auto-replied")
    paths = _files(tmp_path / "in", mail(), again, out_of_office, bounce("<x@y.example>"), b"\r\n\r\n")
    expected = {"read": 5, "new": 1, "known": 1, "parked": 1, "bounces": 1, "automatic": 1, "replies": 0, "errors": []}
    assert _ingest(*paths) == expected
    assert _ingest(*paths) == {**expected, "new": 0, "known": 5, "parked": 0, "bounces": 0, "automatic": 0}
    assert Dossier.objects.count() == 2


def test_a_maildir_and_an_mbox_are_read_too(city: City, tmp_path: Path) -> None:
    maildir = mailbox.Maildir(tmp_path / "dir")
    for number in range(3):
        maildir.add(mail(f"Uit de map {number}", number=f"dir-{number}"))
    box = mailbox.mbox(tmp_path / "box")
    for number in range(2):
        box.add(mail(f"Uit het bestand {number}", number=f"box-{number}"))
    box.flush()
    summary = _ingest("--maildir", str(tmp_path / "dir"), "--mbox", str(tmp_path / "box"))
    assert (summary["read"], summary["new"]) == (5, 5)
    assert _ingest("--maildir", str(tmp_path / "dir"), "--mbox", str(tmp_path / "box"))["known"] == 5


def test_a_file_that_is_not_there_is_said_and_the_others_are_kept(city: City, tmp_path: Path) -> None:
    paths = _files(tmp_path / "in", mail())
    with pytest.raises(CommandError) as told:
        call_command("mail", "ingest", str(tmp_path / "weg.eml"), *paths, stdout=StringIO())
    assert told.value.returncode == 1
    assert "weg.eml" in str(told.value)
    assert RawMail.objects.get().outcome == Outcome.CONTACT


def test_what_was_kept_and_not_read_is_read_the_next_time(city: City, tmp_path: Path) -> None:
    content = mail()
    keep(content, at=MONDAY)
    assert _ingest(*_files(tmp_path / "in", content))["new"] == 1
    assert Dossier.objects.count() == 1


def test_the_order_changes_nothing(city: City, tmp_path: Path) -> None:
    contents = [mail(f"Vraag {n % 6}", number=f"n-{n % 6}", subject=f"Vraag {n % 6}") for n in range(12)]
    contents += [b"Received: from elsewhere\r\n" + content for content in contents[:4]]
    random.Random(7).shuffle(contents)
    _ingest(*_files(tmp_path / "in", *contents))
    assert sorted(Dossier.objects.values_list("title", flat=True)) == [f"Vraag {n}" for n in range(6)]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_killed_at_any_moment_and_run_again_it_ends_the_same(fresh_db: str, tmp_path: Path) -> None:
    small_city()
    _files(tmp_path / "in", *[mail(f"Vraag {n}", number=str(n), subject=f"Vraag {n}") for n in range(30)])
    environment = {
        **os.environ,
        "DATABASE_URL": databases.url(fresh_db),
        "GEHOOR_DATA": str(tmp_path / "data"),
        "GEHOOR_STATIC_ROOT": str(databases.run / "static"),
        "DJANGO_SETTINGS_MODULE": "tests.live_settings",
    }
    command = [
        sys.executable,
        str(env.ROOT / "manage.py"),
        "mail",
        "ingest",
        *map(str, sorted((tmp_path / "in").iterdir())),
    ]
    for kill in range(12):
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, start_new_session=True)
        try:
            process.wait(random.Random(kill).uniform(0.8, 3))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    done = subprocess.run([*command, "--json"], env=environment, stdout=subprocess.PIPE, check=True)
    assert json.loads(done.stdout)["read"] == 30
    assert sorted(Dossier.objects.values_list("title", flat=True)) == sorted(f"Vraag {n}" for n in range(30))
    assert set(RawMail.objects.values_list("outcome", flat=True)) == {Outcome.CONTACT}


def test_a_mail_that_somebody_reads_is_not_read_by_another(fresh_db: str) -> None:
    small_city()
    row, _ = keep(mail(), at=MONDAY)
    asked: list[Outcome | None] = []

    def elsewhere() -> None:
        asked.append(read_mail(row.pk, at=MONDAY))
        connection.close()

    with claimed(READING, row.pk):
        other = threading.Thread(target=elsewhere)
        other.start()
        other.join(30)
    row.refresh_from_db()
    assert (asked, row.attempts, row.outcome) == ([None], 0, "")
    assert read_mail(row.pk, at=MONDAY) is Outcome.CONTACT
