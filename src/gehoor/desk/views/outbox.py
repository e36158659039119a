"""Demo only: the mail that stays in the house, so that its links can be followed."""

from email.message import EmailMessage

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gehoor.correspondence.post import read_outbox
from gehoor.kernel.errors import NotFound


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


def mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail as text, its links to click."""
    _only_in_demo()
    found = next((mail for mail in read_outbox() if _name(mail) == name), None)
    if found is None:
        raise NotFound("Deze mail is er niet.")
    return render(request, "desk/outbox_mail.html", {"mail": _shown(found), "text": found.get_content()})
