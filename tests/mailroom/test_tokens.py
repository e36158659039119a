"""A mailbox that is opened with OAuth2: tokens are asked, kept sealed and renewed; what is wrong is said."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from imapclient import IMAPClient

from gehoor.mailroom.actions.collecting import collect
from gehoor.mailroom.imap import Account, opened
from gehoor.mailroom.models import Mailbox, RawMail
from gehoor.mailroom.sealing import seal, unseal
from tests.city import MONDAY, City
from tests.mailroom.dovecot import USER, Dovecot, certificate, running
from tests.mailroom.mails import mail
from tests.mailroom.tokens import CLIENT, CLIENT_SECRET, TokenServer, token_server

LATER = MONDAY + timedelta(hours=2)


@pytest.fixture
def identity(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """The certificate of both servers, trusted, and its key."""
    cert, key = certificate(tmp_path / "tls", host="localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    return cert, key


@pytest.fixture
def tokens(identity: tuple[Path, Path]) -> Iterator[TokenServer]:
    with token_server(*identity) as server:
        yield server


@pytest.fixture
def server(tokens: TokenServer, dovecot_home: Path, identity: tuple[Path, Path]) -> Iterator[Dovecot]:
    """A Dovecot that takes these tokens."""
    with running(dovecot_home, more=tokens.dovecot_settings(dovecot_home), identity=identity) as server:
        yield server


@pytest.fixture
def mailbox(city: City, server: Dovecot, tokens: TokenServer) -> Mailbox:
    return Mailbox.objects.create(
        name="Info", address="info@vaartberg.example", host="localhost", port=server.tls_port, username=USER,
        sign_in="oauth", secret=seal(CLIENT_SECRET), token_url=tokens.token_url, client_id=CLIENT, scope="imap",
        refresh_secret=seal("vernieuw-0"), created_at=MONDAY,
    )  # fmt: skip


def _look(mailbox: Mailbox, *, later: bool = False) -> str:
    collect(mailbox.pk, clock=lambda: LATER if later else MONDAY)
    mailbox.refresh_from_db()
    return mailbox.failure


def test_a_token_is_asked_once_and_serves_while_it_lives(
    mailbox: Mailbox, server: Dovecot, tokens: TokenServer
) -> None:
    server.put(mail())
    assert _look(mailbox) == ""
    assert _look(mailbox) == ""
    assert RawMail.objects.count() == 1
    [asked] = tokens.asked
    assert (asked["grant_type"], asked["refresh_token"], asked["scope"]) == ("refresh_token", "vernieuw-0", "imap")


def test_a_token_past_its_time_is_renewed_with_the_newest_refresh_token(mailbox: Mailbox, tokens: TokenServer) -> None:
    _look(mailbox)
    assert _look(mailbox, later=True) == ""
    assert [asked["refresh_token"] for asked in tokens.asked] == ["vernieuw-0", "vernieuw-1"]


def test_a_token_that_the_server_takes_no_longer_is_renewed_at_once(mailbox: Mailbox, tokens: TokenServer) -> None:
    _look(mailbox)
    tokens.valid.clear()
    assert _look(mailbox) == ""
    assert len(tokens.asked) == 2


def test_a_client_may_ask_in_its_own_name(mailbox: Mailbox, tokens: TokenServer) -> None:
    Mailbox.objects.update(refresh_secret=b"")
    assert _look(mailbox) == ""
    assert tokens.asked[0]["grant_type"] == "client_credentials"
    assert "refresh_token" not in tokens.asked[0]


def test_every_secret_is_sealed(mailbox: Mailbox, tokens: TokenServer) -> None:
    _look(mailbox)
    kept = [bytes(sealed) for sealed in (mailbox.secret, mailbox.refresh_secret, mailbox.access_secret)]
    assert [unseal(sealed) for sealed in kept] == [CLIENT_SECRET, "vernieuw-1", "token-1"]
    for word in (CLIENT_SECRET, "vernieuw", "token-1"):
        assert not any(word.encode() in sealed for sealed in kept)


@pytest.mark.parametrize(
    ("changes", "answer", "words"),
    [
        ({"refresh_secret": seal("ingetrokken")}, None, "vernieuwingstoken is vervallen of ingetrokken"),
        ({"client_id": "iemand-anders"}, None, "client-id of het clientgeheim klopt niet"),
        ({}, (400, '{"error": "invalid_scope"}'), "kent dit bereik"),
        ({}, (400, '{"error": "<script>"}'), "geeft geen token (code 400)"),
        ({}, (200, "<html>welkom</html>"), "antwoordt niet zoals het hoort"),
        ({}, (200, '{"token_type": "Bearer"}'), "geeft geen token"),
        ({}, (302, "{}"), "geeft geen token (code 302)"),
        ({"token_url": "https://bestaat-niet.example/token"}, None, "niet tot bij de server van de tokens"),
        ({"username": "iemand-anders"}, None, "laat ons niet binnen met dit token"),
    ],
)
def test_what_is_wrong_is_said(
    mailbox: Mailbox, tokens: TokenServer, changes: dict[str, object], answer: tuple[int, str] | None, words: str
) -> None:
    Mailbox.objects.update(**changes)
    tokens.answers += [answer] if answer else []
    assert words in _look(mailbox)


def test_a_token_server_nobody_vouches_for_gets_no_secret(
    mailbox: Mailbox, tokens: TokenServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    assert "niet te vertrouwen" in _look(mailbox)
    assert not tokens.asked


@pytest.mark.parametrize("mechanism", ["AUTH=XOAUTH2", "AUTH=OAUTHBEARER"])
def test_both_ways_of_showing_a_token_work(
    server: Dovecot, tokens: TokenServer, mechanism: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    able = IMAPClient.has_capability
    monkeypatch.setattr(
        IMAPClient,
        "has_capability",
        lambda self, name: able(self, name) and (not name.startswith("AUTH=") or name == mechanism),
    )
    tokens.valid.add("vast-token")
    account = Account("localhost", server.tls_port, starttls=False, username=USER, secret="vast-token", bearer=True)
    with opened(account) as box:
        assert box.waiting(None) == []
    with pytest.raises(Exception, match="laat ons niet binnen met dit token"), opened(replace(account, secret="x")):
        pass
