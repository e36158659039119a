"""Unguessable tokens. The plain token exists in the link only; we keep its hash."""

import hashlib
import secrets


def new_token() -> str:
    """A URL-safe token of 256 random bits."""
    return secrets.token_urlsafe(32)


_PAPER = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody takes for one another on paper (31 of them)."""
_GROUPS, _IN_A_GROUP = 7, 4


def new_paper_token() -> str:
    """A token that a person can type over from a letter: seven groups of four, more than 138 random bits."""
    groups = ("".join(secrets.choice(_PAPER) for _ in range(_IN_A_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def as_printed(typed: str) -> str:
    """A paper token typed with capitals, spaces or other hyphens as it was printed; any other text unchanged."""
    signs = [sign for sign in typed.lower() if sign not in " -\u2010\u2011\u2013_."]
    if len(signs) != _GROUPS * _IN_A_GROUP or not all(sign in _PAPER for sign in signs):
        return typed
    return "-".join("".join(signs[at : at + _IN_A_GROUP]) for at in range(0, len(signs), _IN_A_GROUP))


def digest(token: str) -> bytes:
    """SHA-256 of the token: what is stored and looked up. A random token needs no salt."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
