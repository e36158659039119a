"""A mailbox on an IMAP server, over TLS. Reading changes nothing there; what went wrong is said in Dutch.

Nothing is read but by UID and with BODY.PEEK. A mail is marked or moved only after it was kept; nothing is ever deleted but a mail
that was first copied to the other folder.
"""

import contextlib
import ssl
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from imaplib import IMAP4
from threading import Event
from typing import Any, Final

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import CapabilityError, IMAPClientError, LoginError

MARK: Final = "GehoorBewaard"
"""The keyword on a mail that we keep."""
CONNECT_SECONDS: Final = 10
ANSWER_SECONDS: Final = 30
LISTEN_SECONDS: Final = 2
"""How soon somebody who listens notices that it is enough."""
MOST_BYTES: Final = 100_000_000


class MailboxTrouble(Exception):
    """Why a mailbox cannot be read, in a sentence for the administrator that says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Refused(MailboxTrouble):
    """The server does not let us in with this name and secret."""


class TooLarge(MailboxTrouble):
    """One mail that is too large to take; the others can be taken."""


@dataclass(frozen=True)
class Account:
    """Where a mailbox is and how to get in. ``bearer``: the secret is an OAuth 2.0 access token."""

    host: str
    port: int
    starttls: bool
    username: str
    secret: str
    bearer: bool = False
    folder: str = "INBOX"
    done_folder: str = ""

    def __repr__(self) -> str:
        return f"Account({self.username} at {self.host}:{self.port})"


@dataclass(frozen=True)
class Fetched:
    """A mail as the server gave it, and when the server says it took it in."""

    content: bytes
    arrived_at: datetime | None


class Box:
    """An open mailbox. ``validity``: while it stays the same, a UID means the same mail."""

    def __init__(self, client: IMAPClient, account: Account, validity: int, *, read_only: bool) -> None:
        self._client = client
        self._account = account
        self.validity = validity
        self.read_only = read_only

    def waiting(self, since: date | None) -> list[int]:
        """The UIDs of the mails that carry no mark of ours, the oldest first."""
        criteria: list[Any] = ["UNDELETED", "UNKEYWORD", MARK]
        if since is not None:
            criteria += ["SINCE", since]
        return sorted(self._client.search(criteria))

    def listen(self, seconds: float, enough: Event) -> None:
        """Wait until the server says that something changed (IDLE, RFC 2177), at most so long; just wait where it cannot say so."""
        until = time.monotonic() + seconds
        if not self._client.has_capability("IDLE"):
            enough.wait(seconds)
            return
        self._client.idle()
        try:
            while not enough.is_set() and (left := until - time.monotonic()) > 0:
                began = time.monotonic()
                if self._client.idle_check(min(left, LISTEN_SECONDS)) or time.monotonic() - began < LISTEN_SECONDS / 2:
                    return  # said something, or hung up: what comes next finds out
        finally:
            self._client.idle_done()

    def fetch(self, uid: int) -> Fetched | None:
        """The whole mail; None when it is gone by now. Raises :class:`TooLarge`."""
        head = self._client.fetch([uid], ["RFC822.SIZE", "INTERNALDATE"]).get(uid)
        if head is None:
            return None
        if head.get(b"RFC822.SIZE", 0) > MOST_BYTES:
            raise TooLarge(
                f"Een e-mail in deze mailbox is groter dan {MOST_BYTES // 1_000_000} MB. Haal hem er met de hand uit."
            )
        content = self._client.fetch([uid], ["BODY.PEEK[]"]).get(uid, {}).get(b"BODY[]")
        moment = head.get(b"INTERNALDATE")
        return None if content is None else Fetched(content, moment if isinstance(moment, datetime) else None)

    def done(self, uids: Sequence[int]) -> None:
        """We keep these: move them to the other folder, or mark them."""
        if self.read_only or not uids:
            return
        if not self._account.done_folder:
            self._client.add_flags(uids, [MARK], silent=True)
        elif self._client.has_capability("MOVE"):
            self._client.move(uids, self._account.done_folder)
        else:
            self._client.copy(uids, self._account.done_folder)
            self._client.add_flags(uids, [rb"\Deleted"], silent=True)
            with contextlib.suppress(CapabilityError):
                self._client.uid_expunge(uids)


@contextlib.contextmanager
def opened(account: Account) -> Iterator[Box]:
    """The mailbox, open for as long as the block lasts. Raises :class:`MailboxTrouble` for whatever goes wrong, inside the block too."""
    client: IMAPClient | None = None
    try:
        client = _connected(account)
        _sign_in(client, account)
        yield _selected(client, account)
    except (IMAP4.abort, IMAPClientError, OSError, EOFError) as error:
        raise MailboxTrouble(_in_words(error, account)) from error
    except (ValueError, KeyError, IndexError, AssertionError) as error:  # an answer that is no IMAP
        raise MailboxTrouble("De server geeft antwoorden die we niet begrijpen. Is dit wel een IMAP-server?") from error
    finally:
        if client is not None:
            with contextlib.suppress(Exception):
                client.logout()
            with contextlib.suppress(Exception):
                client.shutdown()


def _connected(account: Account) -> IMAPClient:
    context = ssl.create_default_context()
    timeout = SocketTimeout(connect=CONNECT_SECONDS, read=ANSWER_SECONDS)
    if not account.starttls:
        client = IMAPClient(account.host, account.port, ssl=True, ssl_context=context, timeout=timeout)
    else:
        client = IMAPClient(account.host, account.port, ssl=False, timeout=timeout)
        try:
            client.starttls(context)
        except (CapabilityError, IMAP4.error) as refused:
            client.shutdown()
            raise MailboxTrouble(
                "De server kan geen STARTTLS op deze poort. Kies “TLS” met poort 993, of vraag je beheerder van de mail."
            ) from refused
    client.normalise_times = False
    return client


def _sign_in(client: IMAPClient, account: Account) -> None:
    try:
        if not account.bearer:
            client.login(account.username, account.secret)
        elif client.has_capability("AUTH=OAUTHBEARER") and not client.has_capability("AUTH=XOAUTH2"):
            client.oauthbearer_login(account.username, account.secret)
        else:
            client.oauth2_login(account.username, account.secret)
    except (LoginError, UnicodeEncodeError) as refused:
        raise Refused(_WRONG_BEARER if account.bearer else _WRONG_LOGIN) from refused


_WRONG_LOGIN: Final = (
    "De server laat ons niet binnen: de gebruikersnaam of het wachtwoord klopt niet. Kijk beide na. "
    "Bij sommige diensten heb je een apart wachtwoord voor programma’s nodig."
)
_WRONG_BEARER: Final = (
    "De server laat ons niet binnen met dit token. Kijk na of de gebruikersnaam juist is, of het token nog geldt, "
    "en of het voor het lezen van e-mail (IMAP) in deze mailbox mag dienen."
)


def _selected(client: IMAPClient, account: Account) -> Box:
    folders = [name for _, _, name in client.list_folders()]
    for wanted in filter(None, (account.folder, account.done_folder)):
        if wanted not in folders and wanted.upper() != "INBOX":
            known = ", ".join(f"“{name}”" for name in folders[:12])
            raise MailboxTrouble(f"De map “{wanted}” bestaat niet in deze mailbox. Deze mappen zijn er: {known}.")
    answer = client.select_folder(account.folder)
    read_only = b"READ-ONLY" in answer
    return Box(client, account, int(answer.get(b"UIDVALIDITY", 0)), read_only=read_only)


def _in_words(error: BaseException, account: Account) -> str:
    where = f"{account.host}, poort {account.port}"
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"Het certificaat van de server klopt niet ({error.verify_message}). Kijk na of de naam van de server juist is: "
            "die moet op het certificaat staan."
        )
    if isinstance(error, ssl.SSLError):
        return f"De server spreekt geen TLS op {where}. Kies poort 993 met “TLS”, of poort 143 met “STARTTLS”."
    if isinstance(error, TimeoutError):
        return f"De server antwoordt niet op tijd ({where}). Kijk naam en poort na, of vraag of een firewall de weg verspert."
    if isinstance(error, ConnectionRefusedError):
        return f"Op {where} luistert niemand. Kijk de poort na: 993 voor TLS, 143 voor STARTTLS."
    if isinstance(error, OSError) and type(error).__name__ == "gaierror":
        return f"We vinden de server “{account.host}” niet. Kijk de naam na."
    if isinstance(error, OSError) and not isinstance(error, IMAP4.error):
        return f"We raken niet tot bij de server ({where}): {error.strerror or type(error).__name__}."
    said = " ".join(str(error).split())[:150]
    return f"De server brak het gesprek af of weigerde iets ({said}). We proberen het opnieuw."
