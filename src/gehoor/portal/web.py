"""Small things that every view of the portal needs."""

from typing import Final, TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from gehoor.kernel.actors import Actor, ActorKind
from gehoor.web.errors import not_found

_R = TypeVar("_R", bound=HttpResponseBase)

STRANGER: Final = Actor(kind=ActorKind.CITIZEN)
"""Whoever fills in the form. Also when somebody of the city is signed in: here they are a citizen like any other."""

UNPROCESSABLE: Final = 422
"""The status of a page that asks to mend an answer."""


def see_other(name: str, *args: str, query: str = "") -> HttpResponse:
    """303 to a page of the portal: what was sent is done, a reload does not send it again."""
    return HttpResponse(status=303, headers={"Location": reverse(f"portal:{name}", args=args) + query})


def no_such_link(request: HttpRequest) -> HttpResponse:
    """The one page for every link that opens nothing: unknown, expired, revoked, mistyped, or not yours."""
    return private(not_found(request))


def private(response: _R) -> _R:
    """A page behind a tracking link: kept nowhere, its address told to nobody, in no log of ours."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django logs the path of a refusal, and the path is the key
    return response
