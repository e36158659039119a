"""The address of a tracking link."""

from django.conf import settings

PATH = "/volg/{token}/"


def address(token: str) -> str:
    """The full address of the tracking page behind a token."""
    return str(settings.GEHOOR_BASE_URL).rstrip("/") + PATH.format(token=token)
