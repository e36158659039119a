"""Setting up a mailbox. Its secret goes in and never comes out again."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from gehoor.journal.entries import room_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import Actor
from gehoor.kernel.errors import InvalidInput
from gehoor.mailroom import entries
from gehoor.mailroom.actions.entering import entered
from gehoor.mailroom.imap import MailboxTrouble
from gehoor.mailroom.models import Mailbox
from gehoor.mailroom.sealing import seal
from gehoor.organisation.access import require

MANAGE = "organisation.manage"


@dataclass(frozen=True)
class MailboxSettings:
    """What an administrator fills in. A secret that is empty: the one that is there stays."""

    name: str
    address: str
    host: str
    port: int
    security: str
    sign_in: str
    username: str
    folder: str
    done_folder: str
    since: date | None
    department_id: int | None
    mail_server: str
    is_active: bool
    token_url: str = ""
    client_id: str = ""
    scope: str = ""
    secret: str = ""
    refresh_secret: str = ""


_SECRETS = frozenset({"secret", "refresh_secret"})


@transaction.atomic
def save_mailbox(box: Mailbox | None, given: MailboxSettings, *, by: Actor, at: datetime) -> Mailbox:
    """Add a mailbox, or change the one that is there. Another server or name asks for the secret again. Raises InvalidInput."""
    require(by, MANAGE)
    _check(box, given)
    box = box or Mailbox(created_at=at)
    for field in fields(given):
        if field.name not in _SECRETS:
            setattr(box, field.name, getattr(given, field.name))
    if given.secret:
        box.secret = seal(given.secret)
    if given.refresh_secret:
        box.refresh_secret = seal(given.refresh_secret)
    if given.secret or given.refresh_secret:
        box.access_secret, box.access_until = b"", None
    box.save()
    record(entries.MAILBOX_SAVED, room_chain("mailroom"), by=by, at=at, mailbox=box.pk, active=box.is_active)
    return box


def _check(box: Mailbox | None, given: MailboxSettings) -> None:
    try:
        validate_email(given.address)
    except ValidationError:
        raise InvalidInput("Dit is geen e-mailadres. Schrijf het als info@stad.example.", field="address") from None
    if not 0 < given.port < 65536:
        raise InvalidInput("Een poort is een getal van 1 tot 65535. Meestal is het 993.", field="port")
    if any(character in given.host for character in " /:@") or not given.host:
        raise InvalidInput("Vul alleen de naam van de server in, zoals imap.stad.example.", field="host")
    if given.done_folder and given.done_folder == given.folder:
        raise InvalidInput("Kies een andere map dan die waaruit we lezen.", field="done_folder")
    if given.sign_in == Mailbox.SignIn.OAUTH:
        _check_client(given)
    _check_secrets(box, given)


def _check_client(given: MailboxSettings) -> None:
    parts = urlsplit(given.token_url)
    if parts.scheme != "https" or not parts.hostname or parts.username or not given.token_url.isascii():
        raise InvalidInput("Vul een adres in dat met https:// begint.", field="token_url")
    if not given.client_id:
        raise InvalidInput("Vul de client-id in die je van je mailbeheerder kreeg.", field="client_id")


def _check_secrets(box: Mailbox | None, given: MailboxSettings) -> None:
    """What was sealed goes only where it was meant to go: another server or another way in asks for it again."""
    if box is None:
        if not given.secret:
            raise InvalidInput("Vul het wachtwoord in.", field="secret")
        return
    if _goes_to(box) == _goes_to(given):
        return
    if not given.secret:
        raise InvalidInput(
            "Je wijzigde waar of hoe we ons aanmelden. Vul dan ook het wachtwoord opnieuw in.", field="secret"
        )
    if given.sign_in == Mailbox.SignIn.OAUTH and box.refresh_secret and not given.refresh_secret:
        raise InvalidInput(
            "Je wijzigde waar of hoe we ons aanmelden. Vul dan ook het vernieuwingstoken opnieuw in.",
            field="refresh_secret",
        )


def _goes_to(settings: Mailbox | MailboxSettings) -> tuple[str, ...]:
    return (settings.host, settings.username, settings.sign_in, settings.token_url, settings.client_id)


def check_mailbox(box: Mailbox, *, by: Actor, at: datetime) -> str:
    """Try to get in and look, without taking anything; what is wrong, in a sentence, or nothing. Waits for the other server."""
    require(by, MANAGE)
    failure = ""
    try:
        with entered(box, at=at) as open_box:
            open_box.waiting(box.since)
            if open_box.read_only:
                failure = "De map is alleen-lezen. Geef dit account het recht om e-mails te markeren en te verplaatsen."
    except MailboxTrouble as trouble:
        failure = trouble.message
    _note(box, failure, by=by, at=at)
    return failure


@transaction.atomic
def _note(box: Mailbox, failure: str, *, by: Actor, at: datetime) -> None:
    since = (box.failing_since or at) if failure else None
    Mailbox.objects.filter(pk=box.pk).update(checked_at=at, failing_since=since, failure=failure[:500])
    record(entries.MAILBOX_CHECKED, room_chain("mailroom"), by=by, at=at, mailbox=box.pk, works=not failure)
