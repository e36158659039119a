"""Mail out of a real mailbox: kept first, then marked; whatever breaks, nothing is lost and nothing comes twice (I-16, F4, F14)."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gehoor.dossiers.lifecycle import WaitsFor
from gehoor.dossiers.models import Dossier
from gehoor.files.storage import NotKept
from gehoor.mailroom import imap
from gehoor.mailroom.actions import collecting
from gehoor.mailroom.actions.collecting import collect
from gehoor.mailroom.actions.reading import read_mail, unread
from gehoor.mailroom.imap import MARK, Account, Box, MailboxTrouble, opened
from gehoor.mailroom.models import Mailbox, RawMail
from gehoor.mailroom.sealing import seal
from tests.city import MONDAY, City
from tests.live import free_port
from tests.mailroom.dovecot import PASSWORD, USER, Dovecot
from tests.mailroom.mails import mail


def _clock() -> datetime:
    return MONDAY


@pytest.fixture
def mailbox(city: City, dovecot: Dovecot) -> Mailbox:
    return Mailbox.objects.create(
        name="Info",
        address="info@vaartberg.example",
        host="localhost",
        port=dovecot.tls_port,
        username=USER,
        secret=seal(PASSWORD),
        created_at=MONDAY,
    )


def _read_all() -> None:
    for pk in unread():
        read_mail(pk, at=MONDAY)


def test_mail_is_kept_then_marked_and_never_touched_otherwise(mailbox: Mailbox, dovecot: Dovecot) -> None:
    contents = [mail(f"Vraag {n}", number=str(n)) for n in range(3)]
    dovecot.put(*contents)
    assert collect(mailbox.pk, clock=_clock) is False
    assert dovecot.flags() == [(MARK,)] * 3
    assert RawMail.objects.filter(mailbox=mailbox).count() == 3
    _read_all()
    assert Dossier.objects.count() == 3
    mailbox.refresh_from_db()
    assert (mailbox.worked_at, mailbox.failure) == (MONDAY, "")


def test_a_second_look_takes_only_what_is_new(mailbox: Mailbox, dovecot: Dovecot) -> None:
    dovecot.put(mail(number="1"))
    collect(mailbox.pk, clock=_clock)
    dovecot.put(mail("Nog iets", number="2"))
    collect(mailbox.pk, clock=_clock)
    assert RawMail.objects.count() == 2


def test_mail_can_be_moved_to_a_folder(mailbox: Mailbox, dovecot: Dovecot) -> None:
    with dovecot.client() as client:
        client.create_folder("Verwerkt")
    Mailbox.objects.update(done_folder="Verwerkt")
    dovecot.put(mail())
    collect(mailbox.pk, clock=_clock)
    assert (dovecot.count("INBOX"), dovecot.count("Verwerkt"), RawMail.objects.count()) == (0, 1, 1)


def test_a_mailbox_that_numbers_anew_gives_nothing_twice(mailbox: Mailbox, dovecot: Dovecot) -> None:
    dovecot.put(mail())
    collect(mailbox.pk, clock=_clock)
    _read_all()
    dovecot.new_validity()
    with dovecot.client() as client:
        client.select_folder("INBOX")
        client.remove_flags(client.search(), [MARK])
    collect(mailbox.pk, clock=_clock)
    _read_all()
    assert (RawMail.objects.count(), Dossier.objects.count()) == (1, 1)


@pytest.mark.parametrize("breaks", ["keep", "done"])
def test_what_breaks_before_or_after_keeping_is_made_good_the_next_time(
    mailbox: Mailbox, dovecot: Dovecot, breaks: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dovecot.put(*[mail(f"Vraag {n}", number=str(n)) for n in range(5)])
    with monkeypatch.context() as broken:
        if breaks == "keep":
            broken.setattr(collecting, "keep", _refuse)
        else:
            broken.setattr(Box, "done", _hang_up)
        collect(mailbox.pk, clock=_clock)
    kept = RawMail.objects.count()
    assert dovecot.flags() == [()] * 5
    assert kept == (0 if breaks == "keep" else 5)
    mailbox.refresh_from_db()
    assert mailbox.failing_since == MONDAY
    collect(mailbox.pk, clock=_clock)
    _read_all()
    assert (RawMail.objects.count(), Dossier.objects.count()) == (5, 5)
    assert dovecot.flags() == [(MARK,)] * 5


def _refuse(*args: object, **kwargs: object) -> None:
    raise NotKept


def _hang_up(self: Box, uids: list[int]) -> None:
    if uids:
        raise ConnectionResetError


def test_older_mail_is_left_alone(mailbox: Mailbox, dovecot: Dovecot) -> None:
    dovecot.put(mail("Oud", number="old"), at=datetime(2020, 1, 5, tzinfo=UTC))
    dovecot.put(mail("Nieuw", number="new"), at=MONDAY)
    Mailbox.objects.update(since=MONDAY.date() - timedelta(days=3))
    collect(mailbox.pk, clock=_clock)
    _read_all()
    assert RawMail.objects.count() == 1
    assert Dossier.objects.get().received_at == MONDAY


def test_the_mailbox_of_a_department_brings_its_mail_to_that_department(
    city: City, mailbox: Mailbox, dovecot: Dovecot
) -> None:
    Mailbox.objects.update(department=city["groen"])
    dovecot.put(mail())
    collect(mailbox.pk, clock=_clock)
    _read_all()
    dossier = Dossier.objects.get()
    assert (dossier.department, dossier.waits_for) == (city["groen"], WaitsFor.DEPARTMENT)


def test_a_mail_from_our_own_mailbox_opens_nothing(mailbox: Mailbox, dovecot: Dovecot) -> None:
    dovecot.put(mail(sender="info@vaartberg.example"))
    collect(mailbox.pk, clock=_clock)
    _read_all()
    assert not Dossier.objects.exists()


def test_a_hostile_mail_holds_up_nothing(mailbox: Mailbox, dovecot: Dovecot) -> None:
    dovecot.put(mail(number="1"), b"\0\xff" * 5_000, b"x", mail("Na het kwade", number="2"))
    collect(mailbox.pk, clock=_clock)
    _read_all()
    assert RawMail.objects.count() == 4
    assert Dossier.objects.filter(title="Lamp stuk").count() == 2


# What goes wrong, in words ---------------------------------------------------------------------------------------------


def _said(account: Account) -> str:
    with pytest.raises(MailboxTrouble) as trouble, opened(account):
        pass
    return trouble.value.message


def test_a_wrong_password_is_said(dovecot: Dovecot) -> None:
    assert "wachtwoord klopt niet" in _said(replace(dovecot.account, secret="fout"))


def test_a_folder_that_is_not_there_is_said_with_those_that_are(dovecot: Dovecot) -> None:
    said = _said(replace(dovecot.account, folder="Klachten"))
    assert "“Klachten” bestaat niet" in said
    assert "INBOX" in said


def test_a_certificate_for_another_name_is_refused(dovecot: Dovecot) -> None:
    assert "certificaat" in _said(replace(dovecot.account, host="127.0.0.1"))


def test_a_certificate_nobody_vouches_for_is_refused(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    assert "certificaat" in _said(dovecot.account)


def test_starttls_works_and_a_port_without_tls_is_refused(dovecot: Dovecot) -> None:
    with opened(replace(dovecot.account, port=dovecot.plain_port, starttls=True)) as box:
        assert box.waiting(None) == []
    assert "TLS" in _said(replace(dovecot.account, port=dovecot.plain_port))


def test_a_port_where_nobody_listens_is_said() -> None:
    account = Account("localhost", free_port(), starttls=False, username="x", secret="x")
    assert "luistert niemand" in _said(account)


def test_a_server_with_a_name_that_does_not_exist_is_said() -> None:
    account = Account("mail.bestaat-niet.example", 993, starttls=False, username="x", secret="x")
    assert "We vinden de server" in _said(account)


@contextmanager
def _talks(*lines: bytes) -> Iterator[int]:
    """Something that listens, says these lines one per answer, and then nothing more."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)

        def serve() -> None:
            with server.accept()[0] as client:
                client.settimeout(5)
                for line in lines:
                    client.sendall(line)
                    try:
                        client.recv(4096)
                    except OSError:
                        return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        thread.join(10)


@pytest.mark.parametrize(
    "lines",
    [
        (b"220 smtp.vaartberg.example ESMTP\r\n",),
        (b"* BYE te veel bezoek\r\n",),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n",),
        (b"* OK IMAP4rev1\r\n", b"* CAPABILITY IMAP4rev1\r\nhalf een regel"),
        (b"\xff" * 20_000 + b"\r\n",),
    ],
)
def test_a_server_that_talks_nonsense_is_said(lines: tuple[bytes, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "ANSWER_SECONDS", 1)
    with _talks(*lines) as port:
        assert _said(Account("127.0.0.1", port, starttls=True, username="x", secret="x"))


def test_a_server_that_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "ANSWER_SECONDS", 1)
    monkeypatch.setattr(imap, "CONNECT_SECONDS", 1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert "niet op tijd" in _said(Account("localhost", port, starttls=False, username="x", secret="x"))


def test_a_secret_sealed_under_a_lost_key_is_said_and_never_shown(city: City, tmp_path: Path) -> None:
    box = Mailbox.objects.create(
        name="Info", address="info@vaartberg.example", host="localhost", username="x", secret=b"x", created_at=MONDAY
    )
    collect(box.pk, clock=_clock)
    box.refresh_from_db()
    assert "Vul het opnieuw in" in box.failure
    assert PASSWORD not in repr(Account("h", 1, starttls=False, username="u", secret=PASSWORD))
    assert PASSWORD.encode() not in seal(PASSWORD)
