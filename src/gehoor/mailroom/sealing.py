"""Secrets of mailboxes, unreadable in the database and in every back-up of it.

Fernet (AES-128-CBC with HMAC-SHA256) under a key derived from ``GEHOOR_SECRET_KEY`` (HKDF-SHA256), which is not in the database.
After a change of that key the earlier ones (``GEHOOR_OLD_SECRET_KEYS``) still open what they sealed.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unsealable(Exception):
    """Sealed under a key that is gone: the secret must be typed again."""


def seal(text: str) -> bytes:
    """The text as it may stand in the database."""
    return _box().encrypt(text.encode())


def unseal(sealed: bytes) -> str:
    """The text again. Raises :class:`Unsealable`."""
    try:
        return _box().decrypt(sealed).decode()
    except InvalidToken:
        raise Unsealable from None


def _box() -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> bytes:
    derived = HKDF(SHA256(), length=32, salt=None, info=b"gehoor.mailroom.sealing").derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
