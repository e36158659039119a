"""Demo only: the mail that stays in the house, so that its links can be followed."""

from base64 import b64encode
from email.message import EmailMessage

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gehoor.correspondence.post import read_outbox
from gehoor.kernel.errors import NotFound
from gehoor.web.framed import framed, shows_frame


def _only_in_demo() -> None:
    if not settings.GEHOOR_DEMO:
        raise NotFound("Deze pagina bestaat niet.")


def _name(mail: EmailMessage) -> str:
    return str(mail["Message-ID"] or "").strip("<>").partition("@")[0]


def _shown(mail: EmailMessage) -> dict[str, object]:
    return {"name": _name(mail), "to": mail["To"], "subject": mail["Subject"], "at": mail["Date"].datetime}


def outbox(request: HttpRequest) -> HttpResponse:
    """The latest hundred mails."""
    _only_in_demo()
    return render(request, "desk/outbox.html", {"mails": [_shown(mail) for mail in read_outbox()]})


@shows_frame
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail as it looks, and as text with its links to click."""
    found = _mail(name)
    return render(request, "desk/outbox_mail.html", {"mail": _shown(found), "text": _body(found, "plain")})


def mail_layout(request: HttpRequest, name: str) -> HttpResponse:
    """The same in its layout, for the frame."""
    found = _mail(name)
    html = _body(found, "html")
    for part in found.walk():
        if part.get_content_maintype() == "image":
            picture = b64encode(part.get_content()).decode()
            address = f"data:{part.get_content_type()};base64,{picture}"
            html = html.replace(f"cid:{str(part['Content-ID']).strip('<>')}", address)
    return framed(html)


def _mail(name: str) -> EmailMessage:
    _only_in_demo()
    found = next((mail for mail in read_outbox() if _name(mail) == name), None)
    if found is None:
        raise NotFound("Deze mail is er niet.")
    return found


def _body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    return "" if part is None else str(part.get_content())
