"""Links with which somebody chooses a first password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from gehoor.organisation.models import Staff


def first_link(person: Staff) -> str:
    """allauth's own link, as in the mail for a forgotten password: it works once, for a day."""
    key = default_token_generator.make_token(person)
    return str(settings.GEHOOR_BASE_URL) + reverse(
        "account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key}
    )
