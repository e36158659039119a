"""Getting into a mailbox, with a token that is asked anew when it must."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from gehoor.mailroom import imap
from gehoor.mailroom.imap import Account, Box, MailboxTrouble, Refused
from gehoor.mailroom.models import Mailbox
from gehoor.mailroom.sealing import Unsealable, seal, unseal
from gehoor.mailroom.tokens import ask_token

_MARGIN: Final = timedelta(minutes=1)
"""A token that ends sooner than this is asked anew."""


@contextmanager
def entered(box: Mailbox, *, at: datetime) -> Iterator[Box]:
    """The mailbox, open. A token that the server no longer takes is asked anew, once. Raises :class:`MailboxTrouble`."""
    with ExitStack() as stack:
        try:
            open_box = stack.enter_context(imap.opened(_account_of(box, at=at)))
        except Refused:
            if not _forget_token(box):
                raise
            open_box = stack.enter_context(imap.opened(_account_of(box, at=at)))
        yield open_box


def _account_of(box: Mailbox, *, at: datetime) -> Account:
    by_token = box.sign_in == Mailbox.SignIn.OAUTH
    return Account(
        host=box.host,
        port=box.port,
        starttls=box.security == Mailbox.Security.STARTTLS,
        username=box.username,
        secret=_token_of(box, at=at) if by_token else _opened(box.secret),
        bearer=box.sign_in != Mailbox.SignIn.PASSWORD,
        folder=box.folder,
        done_folder=box.done_folder,
    )


def _opened(sealed: "bytes | memoryview[int]") -> str:
    if not sealed:
        return ""
    try:
        return unseal(bytes(sealed))
    except Unsealable:
        raise MailboxTrouble("Het wachtwoord van deze mailbox is niet meer te lezen. Vul het opnieuw in.") from None


@transaction.atomic
def _token_of(box: Mailbox, *, at: datetime) -> str:
    """The token that is there while it lives, else a new one; who asks at the same moment waits and gets the same."""
    row = Mailbox.objects.select_for_update().get(pk=box.pk)
    if row.access_secret and row.access_until is not None and row.access_until > at + _MARGIN:
        return _opened(row.access_secret)
    token = ask_token(
        row.token_url,
        client_id=row.client_id,
        client_secret=_opened(row.secret),
        refresh=_opened(row.refresh_secret),
        scope=row.scope,
    )
    row.access_secret, row.access_until = seal(token.access), at + timedelta(seconds=token.seconds)
    if token.refresh:
        row.refresh_secret = seal(token.refresh)
    row.save(update_fields=["access_secret", "access_until", "refresh_secret"])
    return token.access


def _forget_token(box: Mailbox) -> bool:
    """Let the token go that we had; False when there was none to let go."""
    had = Mailbox.objects.filter(pk=box.pk, sign_in=Mailbox.SignIn.OAUTH).exclude(access_until=None)
    return bool(had.update(access_secret=b"", access_until=None))
