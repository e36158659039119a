"""The address of a personal link."""

from django.conf import settings

from gehoor.correspondence.models import Page


def address(token: str, page: str = Page.TRACKING) -> str:
    """The full address of the page behind a token."""
    return f"{str(settings.GEHOOR_BASE_URL).rstrip('/')}/{page}/{token}/"
