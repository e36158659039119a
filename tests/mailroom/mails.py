"""Mails for the tests, as bytes: from ordinary ones to what no mail program would send."""

from email.message import EmailMessage
from email.policy import SMTP

from tests.people import AMINA


def mail(
    text: str = "De straatlamp voor mijn deur is stuk.",
    *,
    sender: str = f"{AMINA.name} <{AMINA.email}>",
    subject: str = "Lamp stuk",
    number: str = "1",
    **headers: str,
) -> bytes:
    """An ordinary mail; ``number`` makes its Message-ID. In a header's name ``_`` stands for ``-``."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = "info@vaartberg.example"
    message["Subject"] = subject
    message["Date"] = "Mon, 02 Mar 2026 08:55:00 +0100"
    message["Message-ID"] = f"<{number}@voorbeeld.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def with_file(name: str, content: bytes, *, number: str = "1") -> bytes:
    """An ordinary mail with a file."""
    message = EmailMessage(policy=SMTP)
    message["From"] = f"{AMINA.name} <{AMINA.email}>"
    message["To"] = "info@vaartberg.example"
    message["Subject"] = "Zie bijlage"
    message["Message-ID"] = f"<{number}@voorbeeld.example>"
    message.set_content("Zie de bijlage.")
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def answer(text: str, *, to: str, sender: str = AMINA.email, number: str = "answer", **headers: str) -> bytes:
    """A reply to the mail with that Message-ID."""
    return mail(text, sender=sender, subject="Re: je bericht", number=number, In_Reply_To=to, References=to, **headers)


def bounce(message_id: str, *, action: str = "failed", status: str = "5.1.1", number: str = "bounce") -> bytes:
    """What a mail server sends when a mail did not arrive (RFC 3464)."""
    return f"""Return-Path: <>
From: Mail Delivery System <mailer-daemon@mx.voorbeeld.example>
To: gehoor@vaartberg.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <{number}@mx.voorbeeld.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.voorbeeld.example

Final-Recipient: rfc822; amina.daoudi@voorbeeld.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} No such user

--b
Content-Type: text/rfc822-headers

From: gehoor@vaartberg.example
Message-ID: {message_id}

--b--
""".replace("\n", "\r\n").encode()


def plain_of(mail: EmailMessage) -> str:
    """The plain text of a mail of ours."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())
