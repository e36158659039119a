"""Mail about an account, sent by the worker: nobody who asks waits for a mail server, or learns from the wait who exists."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from gehoor.organisation.queries import active_accounts_at

_AGAIN = RetryStrategy(max_attempts=5, exponential_wait=4)


@app.task(queue="mail", retry=_AGAIN)
def send_reset(*, address: str) -> None:
    """Mail a link to choose a new password to the stored address of that account; nothing when there is none.

    The link is made here and begins with the address of the site in the settings: what a request says of itself plays no part.
    """
    for person in active_accounts_at(address):
        key = default_token_generator.make_token(person)
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key})
        _send(
            person.email, "Kies een nieuw wachtwoord", "reset", name=person.name, link=settings.GEHOOR_BASE_URL + path
        )


@app.task(queue="mail", retry=_AGAIN)
def send_notice(*, address: str, name: str, happened: str) -> None:
    """Tell somebody that their account was changed, so that they notice when it was not them."""
    _send(address, happened, "notice", name=name, happened=happened)


def _send(address: str, subject: str, template: str, **fields: str) -> None:
    context = {**fields, "city": settings.GEHOOR_CITY, "phone": settings.GEHOOR_PHONE}
    body = render_to_string(f"web/mail/{template}.txt", context)
    headers = {"Auto-Submitted": "auto-generated"}
    EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [address], headers=headers).send()
