"""From a message to an e-mail, and out: to the mail server, or into the local outbox when there is none."""

import hashlib
import logging
import os
import tempfile
from collections.abc import Sequence
from datetime import datetime
from email import policy
from email.message import EmailMessage as Letterbox
from email.mime.image import MIMEImage
from email.parser import BytesParser
from email.utils import format_datetime, formataddr
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from gehoor.correspondence.dress import BUTTON, BUTTON_TO_ANSWER, Sheet, as_html, as_text
from gehoor.correspondence.letterheads import Head, head_of, logo_bytes
from gehoor.correspondence.links import address
from gehoor.correspondence.models import Message, Page
from gehoor.correspondence.naming import addressed_as
from gehoor.correspondence.replies import reply_address
from gehoor.correspondence.trouble import kind_of
from gehoor.kernel.clock import now

_LOGO = "logo@gehoor"
_logger = logging.getLogger(__name__)


def message_id(message: Message) -> str:
    """The Message-ID: a pure function of the message, so that a retry carries the same one (RFC 5322 §3.6.4)."""
    host = urlsplit(settings.GEHOOR_BASE_URL).hostname or "localhost"
    return f"<{message.public_id.hex}@{host}>"


def is_automatic(message: Message) -> bool:
    """Whether Gehoor sends it by itself: nobody of the city signed it."""
    return message.author_id is None


def sheet_of(message: Message, token: str, head: Head, *, logo: str = "") -> Sheet:
    """What the mail says, with a real link; both its dresses are made from this."""
    page = message.thread.page
    button = BUTTON_TO_ANSWER if page == Page.ANSWER else BUTTON
    return Sheet(message.subject, message.body, address(token, page), head.name, message.signature, logo, button)


def local_outbox() -> Path:
    """The folder that holds mail which goes nowhere."""
    return Path(settings.GEHOOR_DATA) / "outbox"


def hand_over(message: Message, token: str) -> None:
    """Send one message. Raises ``smtplib`` errors and ``OSError``.

    ``Auto-Submitted`` says that a machine sent it (RFC 3834 §5), so that nobody's machine answers; not so when somebody wrote it.
    """
    headers = {"Message-ID": message_id(message), "Date": format_datetime(message.at)}
    if is_automatic(message):
        headers["Auto-Submitted"] = "auto-generated"
    get_connection(fail_silently=False).send_messages([_mail(message, token, headers)])


def send_test(address: str, *, at: datetime) -> str:
    """Send a mail now, beside the outbox, to see whether mail leaves. The kind of failure, or empty."""
    head = head_of(None)
    sheet = Sheet(
        "Testmail van Gehoor",
        "Deze mail vertrok uit Gehoor. Komt hij aan, dan werkt mail uit.\n",
        "",
        head.name,
        head.signature,
    )
    headers = {"Auto-Submitted": "auto-generated", "Date": format_datetime(at)}
    mail = EmailMultiAlternatives(sheet.subject, as_text(sheet), head.sender, [address], headers=headers)
    mail.attach_alternative(as_html(sheet), "text/html")
    try:
        get_connection(fail_silently=False).send_messages([mail])
    except Exception as failure:  # whatever it is, the administrator reads it in words
        _logger.warning("A test mail did not leave: %s", failure)
        return kind_of(failure)
    return ""


def _mail(message: Message, token: str, headers: dict[str, str]) -> EmailMultiAlternatives:
    head = head_of(message.from_body_id)
    logo = logo_bytes(head.logo)
    sheet = sheet_of(message, token, head, logo=f"cid:{_LOGO}" if logo else "")
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=as_text(sheet),
        from_email=head.sender,
        to=[formataddr((_name(message), message.to_address))],
        reply_to=[address for address in [reply_address(message.thread_id)] if address],
        headers=headers,
    )
    mail.attach_alternative(as_html(sheet), "text/html")
    if logo:
        mail.mixed_subtype = "related"  # type: ignore[attr-defined]  # Django's own way, which its types leave out
        mail.attach(_picture(*logo))
    return mail


def _name(message: Message) -> str:
    return addressed_as(message.letter, message.to_name, by_machine=is_automatic(message))


def _picture(content: bytes, media_type: str) -> MIMEImage:
    """The logo inside the mail: nothing is fetched from elsewhere."""
    picture = MIMEImage(content, media_type.partition("/")[2])
    picture.add_header("Content-ID", f"<{_LOGO}>")
    picture.add_header("Content-Disposition", "inline", filename=f"logo.{media_type.partition('/')[2]}")
    return picture


class LocalOutbox(BaseEmailBackend):
    """Keeps each mail as a file instead of sending it: where there is no mail server."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each mail whole or not at all; the name sorts by moment."""
        folder = local_outbox()
        folder.mkdir(parents=True, exist_ok=True)
        for mail in email_messages:
            with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as file:
                file.write(mail.message().as_bytes(linesep="\r\n"))  # type: ignore[call-arg]  # Django's own messages take it
                file.flush()
                os.fsync(file.fileno())
            name = hashlib.sha256(str(mail.extra_headers.get("Message-ID", file.name)).encode()).hexdigest()[:16]
            os.replace(file.name, folder / f"{now():%Y%m%dT%H%M%S%f}-{name}.eml")
        return len(email_messages)


def read_outbox(limit: int = 100) -> list[Letterbox]:
    """The latest mails of the local outbox, newest first."""
    paths = sorted(local_outbox().glob("*.eml"), reverse=True)[:limit]
    return [BytesParser(_class=Letterbox, policy=policy.default).parsebytes(path.read_bytes()) for path in paths]
