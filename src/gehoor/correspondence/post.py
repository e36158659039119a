"""From a message to an e-mail, and out: to the mail server, or into the local outbox when there is none."""

import os
import tempfile
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage as DjangoMail
from django.core.mail import get_connection

from gehoor.correspondence.letters import LINK_MARK
from gehoor.correspondence.links import address
from gehoor.correspondence.models import Message


def message_id(message: Message) -> str:
    """The Message-ID: a pure function of the message, so that a retry carries the same one (RFC 5322 §3.6.4)."""
    host = urlsplit(settings.GEHOOR_BASE_URL).hostname or "localhost"
    return f"<{message.public_id.hex}@{host}>"


def plain_text(message: Message, token: str) -> str:
    """The body as it leaves: the mark of the link replaced by a real one."""
    return message.body.replace(LINK_MARK, address(token))


def local_outbox() -> Path:
    """The folder that holds mail which goes nowhere."""
    return Path(settings.GEHOOR_DATA) / "outbox"


def hand_over(message: Message, token: str) -> None:
    """Send one message. Raises ``smtplib`` errors and ``OSError``.

    ``Auto-Submitted`` says that a machine sent it (RFC 3834 §5), so that nobody's machine answers.
    """
    if settings.GEHOOR_MAIL_LEAVES:
        _send(message, plain_text(message, token))
    else:
        _keep(message, plain_text(message, token))


def _headers(message: Message) -> dict[str, str]:
    return {"Message-ID": message_id(message), "Auto-Submitted": "auto-generated", "Date": format_datetime(message.at)}


def _send(message: Message, text: str) -> None:
    mail = DjangoMail(
        subject=message.subject,
        body=text,
        from_email=settings.GEHOOR_MAIL_FROM,
        to=[message.to_address],
        headers=_headers(message),
    )
    get_connection(fail_silently=False).send_messages([mail])


def _keep(message: Message, text: str) -> None:
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = settings.GEHOOR_MAIL_FROM
    user, _, host = message.to_address.rpartition("@")
    mail["To"] = Address(display_name=message.to_name, username=user, domain=host)
    mail["Subject"] = message.subject
    for name, value in _headers(message).items():
        mail[name] = value
    mail.set_content(text)
    folder = local_outbox()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as file:
        file.write(mail.as_bytes())
        file.flush()
        os.fsync(file.fileno())
    os.replace(file.name, folder / f"{message.pk:010d}-{message.public_id.hex}.eml")


def read_outbox(limit: int = 100) -> list[EmailMessage]:
    """The latest mails of the local outbox, newest first."""
    paths = sorted(local_outbox().glob("*.eml"), reverse=True)[:limit]
    return [BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(path.read_bytes()) for path in paths]
