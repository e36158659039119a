"""Unguessable tokens. The plain token exists in the link only; we keep its hash."""

import hashlib
import secrets


def new_token() -> str:
    """A URL-safe token of 256 random bits."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> bytes:
    """SHA-256 of the token: what is stored and looked up. A random token needs no salt."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
