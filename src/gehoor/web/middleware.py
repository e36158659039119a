"""Around every request: who asks, what the browser is told, and what a refusal looks like."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.errors import Conflict, MoveNotAllowed, NotAllowed, NotFound, RuleViolation
from gehoor.organisation.access import actor_of_user
from gehoor.web import errors

Answer = Callable[[HttpRequest], HttpResponse]
ANONYMOUS = Actor(kind=ActorKind.CITIZEN)


def _actor(request: HttpRequest) -> Actor:
    user = getattr(request, "user", AnonymousUser())
    return actor_of_user(user) if user.is_authenticated else ANONYMOUS


class ActorMiddleware:
    """``request.actor``: the member of staff or ombudsman who is signed in, or an anonymous citizen. Asked for, then loaded."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)


WITHOUT_PATH = "strict-origin"
"""A referrer never names the page. Not ``no-referrer``: a browser then posts with ``Origin: null``, and the CSRF check refuses that."""


class HeadersMiddleware:
    """Nothing is kept by a browser or a proxy, except static files; a tracking link never leaves in a referrer."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith("/static/"):
            response.headers["Cache-Control"] = "no-store, private"
        if request.path.startswith(("/volg/", "/account/")):
            response.headers["Referrer-Policy"] = WITHOUT_PATH
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class RuleViolationMiddleware:
    """A refusal becomes a page in words. What may not be known looks exactly like what does not exist."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for a refusal or a database that is away; None lets Django handle the rest."""
        if isinstance(exception, NotFound | NotAllowed):
            return errors.not_found(request)
        if isinstance(exception, MoveNotAllowed | Conflict):
            return errors.refused(request, exception.message, status=409)
        if isinstance(exception, RuleViolation):
            return errors.refused(request, exception.message, status=422)
        if isinstance(exception, OperationalError | InterfaceError):
            return errors.unavailable(request)
        return None
