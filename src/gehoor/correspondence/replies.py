"""The address a citizen answers to: it names the conversation, and only we can make it."""

import base64
import hashlib
import hmac
import re

from django.conf import settings

_TAG = re.compile(r"[^@+]+\+(\d{1,15})\.([a-z2-7]{24})@", re.ASCII)


def reply_address(thread_id: int) -> str:
    """``antwoord+42.k7…@vaartberg.example``; empty where the city has no address that takes such answers."""
    name, at, host = str(settings.GEHOOR_REPLY_ADDRESS).partition("@")
    return f"{name}+{thread_id}.{_proof(thread_id, settings.SECRET_KEY)}@{host}" if at else ""


def thread_of_address(address: str) -> int | None:
    """The conversation an address of ours names, or None when we did not make it. A changed key keeps the old ones valid."""
    match = _TAG.match(address.lower())
    if match is None:
        return None
    thread_id, proof = int(match[1]), match[2]
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return thread_id if any(hmac.compare_digest(_proof(thread_id, key), proof) for key in keys) else None


def _proof(thread_id: int, key: str) -> str:
    """120 bits in 24 letters: mail servers may change capitals."""
    made = hmac.new(key.encode(), f"gehoor.reply:{thread_id}".encode(), hashlib.sha256).digest()
    return base64.b32encode(made[:15]).decode().lower()
