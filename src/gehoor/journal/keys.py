"""The keys that sign checkpoints: derived from ``SECRET_KEY``, and from its fallbacks for what was signed before a change of key."""

import hashlib
import hmac

from django.conf import settings

_PURPOSE = b"gehoor.journal.checkpoint"


def signing_key() -> bytes:
    """The key new checkpoints are signed with."""
    return _derive(settings.SECRET_KEY)


def accepted_keys() -> list[bytes]:
    """The keys a checkpoint may have been signed with."""
    return [_derive(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _derive(secret: str | bytes) -> bytes:
    material = secret.encode() if isinstance(secret, str) else secret
    return hmac.new(material, _PURPOSE, hashlib.sha256).digest()
