"""The draft in the browser: a cookie that opens it, and a copy in each form for when it has expired.

Each draft has a cookie of its own, for its own pages only: two tabs write two things.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from gehoor.dossiers.actions import drafts

if TYPE_CHECKING:
    from datetime import datetime

    from gehoor.dossiers.models import Draft

_SALT: Final = "portal.draft"
_LETTERS: Final = 12


def handle(draft: "Draft") -> str:
    """The part of the key that stands in the address. It opens nothing without the cookie."""
    return draft.key.hex[:_LETTERS]


def cookie_name(name: str) -> str:
    """The cookie of one draft."""
    return f"gehoor_concept_{name}"


def hand_out(response: HttpResponse, draft: "Draft", token: str) -> None:
    """Give the browser what opens the draft, for as long as the draft is kept."""
    response.set_cookie(
        cookie_name(handle(draft)),
        token,
        max_age=drafts.KEPT,
        path=f"/melden/{handle(draft)}/",
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def token_in(request: HttpRequest, name: str) -> str:
    """What the browser holds for that draft; empty when nothing."""
    return request.COOKIES.get(cookie_name(name), "")


def draft_in(request: HttpRequest, name: str, *, at: "datetime") -> "Draft | None":
    """The draft this browser may go on with. One statement."""
    draft = drafts.draft_behind(token_in(request, name), at=at)
    return draft if draft is not None and handle(draft) == name else None


@dataclass(frozen=True)
class Copy:
    """What a page carried along of a draft."""

    key: str
    answers: dict[str, Any]


def copy_of(draft: "Draft") -> str:
    """The answers, signed, for a hidden field: a draft that expired while the page was open is made again from it."""
    return signing.dumps({"key": draft.key.hex, "answers": draft.answers}, salt=_SALT, compress=True)


def read_copy(text: str) -> Copy | None:
    """What :func:`copy_of` wrote; None when it is something else."""
    try:
        found = signing.loads(text, salt=_SALT)
        return Copy(found["key"], dict(found["answers"]))
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None
