"""A mail is here as soon as the server says so; a server that goes away is found again, and one connection is enough (F14)."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import TypeVar

import pytest
from pytest_django import Settings

from gehoor.kernel.clock import now
from gehoor.mailroom import imap
from gehoor.mailroom import watching as watching_module
from gehoor.mailroom.actions import collecting
from gehoor.mailroom.actions.collecting import collect, due_mailboxes, pause_after
from gehoor.mailroom.claims import LOOKING, claimed
from gehoor.mailroom.imap import opened
from gehoor.mailroom.models import Mailbox, RawMail
from gehoor.mailroom.sealing import seal
from gehoor.mailroom.watching import watching
from tests.city import MONDAY, City, small_city
from tests.mailroom.dovecot import PASSWORD, USER, Dovecot
from tests.mailroom.mails import mail

T = TypeVar("T")


def _soon(what: Callable[[], T | None]) -> T:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if found := what():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen")


@pytest.fixture
def mailbox(fresh_db: str, dovecot: Dovecot, settings: Settings, tmp_path: Path) -> Mailbox:
    settings.GEHOOR_FILES_ROOT = tmp_path / "files"
    small_city()
    return Mailbox.objects.create(
        name="Info", address="info@vaartberg.example", host="localhost", port=dovecot.tls_port, username=USER,
        secret=seal(PASSWORD), created_at=MONDAY,
    )  # fmt: skip


@pytest.fixture
def only_told(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody looks by the clock: what comes, comes because the server said so."""
    monkeypatch.setattr(collecting, "LOOK_AGAIN", timedelta(hours=1))
    monkeypatch.setattr(collecting, "SHORTEST_PAUSE", timedelta(seconds=0.2))
    monkeypatch.setattr(imap, "LISTEN_SECONDS", 0.2)
    monkeypatch.setattr(watching_module, "_SECONDS", 0.2)
    with watching():
        _soon(lambda: Mailbox.objects.filter(worked_at__isnull=False).first())
        yield


def _here(number: int) -> None:
    _soon(lambda: RawMail.objects.count() == number)


def test_mail_is_here_when_the_server_says_so(only_told: None, dovecot: Dovecot) -> None:
    for number in range(1, 4):
        dovecot.put(mail(number=str(number)))
        _here(number)


def test_a_server_that_restarts_is_found_again(only_told: None, dovecot: Dovecot) -> None:
    dovecot.put(mail(number="1"))
    _here(1)
    dovecot.stop()
    failed = _soon(lambda: Mailbox.objects.filter(failing_since__isnull=False).first())
    assert failed.failure
    dovecot.start()
    _soon(lambda: Mailbox.objects.filter(failing_since=None).first())
    dovecot.put(mail(number="2"))
    _here(2)


def test_who_looks_by_the_clock_leaves_a_mailbox_alone_that_is_watched(
    only_told: None, mailbox: Mailbox, dovecot: Dovecot
) -> None:
    before = dovecot.logins()
    assert collect(mailbox.pk, clock=now) is False
    assert dovecot.logins() == before == 1


def test_a_mailbox_that_is_switched_off_is_left(only_told: None, mailbox: Mailbox) -> None:
    Mailbox.objects.update(is_active=False)
    _soon(lambda: _free(mailbox))


def _free(mailbox: Mailbox) -> bool:
    with claimed(LOOKING, mailbox.pk) as ours:
        return ours


def test_a_changed_way_in_is_taken_at_once(only_told: None, mailbox: Mailbox, dovecot: Dovecot) -> None:
    Mailbox.objects.update(secret=seal("verkeerd"))
    _soon(lambda: Mailbox.objects.filter(failure__contains="wachtwoord klopt niet").first())
    Mailbox.objects.update(secret=seal(PASSWORD))
    _soon(lambda: Mailbox.objects.filter(failing_since=None).first())


def test_a_server_that_cannot_say_so_is_waited_for(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imapclient.IMAPClient.has_capability", lambda self, name: False)
    enough = Event()
    with opened(dovecot.account) as box:
        box.listen(0.01, enough)
        assert box.waiting(None) == []


@pytest.mark.parametrize(
    ("failing", "pause"),
    [(0, 5), (4, 5), (20, 10), (120, 60), (600, 300), (86_400, 300)],
)
def test_the_longer_a_mailbox_fails_the_longer_it_is_left_alone(failing: int, pause: int) -> None:
    assert pause_after(timedelta(seconds=failing)) == timedelta(seconds=pause)


def test_a_mailbox_that_just_failed_is_not_looked_in_at_once(city: City) -> None:
    box = Mailbox.objects.create(
        name="Info", address="info@vaartberg.example", host="localhost", username="x", secret=b"x", created_at=MONDAY,
        failing_since=MONDAY - timedelta(minutes=4), checked_at=MONDAY,
    )  # fmt: skip
    assert due_mailboxes(at=MONDAY + timedelta(minutes=1)) == []
    assert due_mailboxes(at=MONDAY + timedelta(minutes=2)) == [box.pk]
