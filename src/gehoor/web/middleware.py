"""Around every request: who asks, what the browser is told, and what a refusal looks like."""

import logging
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import Error as DatabaseFault
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from gehoor.journal.refusals import log_refusal
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.clock import now
from gehoor.kernel.errors import Conflict, MoveNotAllowed, NotAllowed, NotFound, RuleViolation
from gehoor.kernel.references import parse_reference
from gehoor.organisation.access import actor_of_user
from gehoor.web import errors

_logger = logging.getLogger(__name__)

Answer = Callable[[HttpRequest], HttpResponse]
ANONYMOUS: Final = Actor(kind=ActorKind.CITIZEN)
LARGEST_BODY: Final = 105 * 1024 * 1024
"""Five files of 20 MB and the form around them; a little less than the server takes, so that the refusal is a page of ours."""

_POLICY: Final = "accelerometer=(), camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
_ADDRESSES_WITH_A_KEY: Final = ("/volg/", "/antwoord/", "/account/password/")


def _actor(request: HttpRequest) -> Actor:
    user = getattr(request, "user", AnonymousUser())
    return actor_of_user(user) if user.is_authenticated else ANONYMOUS


class ActorMiddleware:
    """``request.actor``: the member of staff or ombudsman who is signed in, or an anonymous citizen. Asked for, then loaded.

    A sign-in that is used goes on.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.path.startswith(("/desk/", "/ombuds/")):
            request.session.go_on()  # type: ignore[attr-defined]  # web.sessions
        return self.get_response(request)


class HeadersMiddleware:
    """Nothing is kept by a browser or a proxy, except static files; no other site learns which page one comes from.

    Pages with a key in their address say only the name of our site, even to ourselves (``strict-origin``), so that the key is in
    no log. Not ``no-referrer``: with that a browser sends forms with ``Origin: null`` (Fetch, "append a request Origin header"),
    and they could not be told from forged ones.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._too_large(request) or self.get_response(request)
        headers = response.headers
        if not request.path.startswith(settings.STATIC_URL):
            headers["Cache-Control"] = "no-store, private"
        with_key = request.path.startswith(_ADDRESSES_WITH_A_KEY)
        headers["Referrer-Policy"] = "strict-origin" if with_key else "same-origin"
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Permissions-Policy", _POLICY)
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    def _too_large(self, request: HttpRequest) -> HttpResponse | None:
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = 0
        return errors.too_large(request) if length > LARGEST_BODY else None


class RuleViolationMiddleware:
    """A refusal becomes a page in words. What may not be known looks exactly like what does not exist."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            return errors.only_by_button(request, allowed=response.headers.get("Allow", ""))
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for a refusal or for data that cannot be reached; None lets Django handle the rest."""
        if isinstance(exception, NotFound | NotAllowed | Http404):
            _note_refusal(request)
            return errors.not_found(request)
        if isinstance(exception, MoveNotAllowed | Conflict):
            return errors.refused(request, exception.message, status=409)
        if isinstance(exception, RuleViolation):
            return errors.refused(request, exception.message, status=422)
        return errors.unavailable(request) if errors.is_away(exception) else None


def _note_refusal(request: HttpRequest) -> None:
    """Keep that somebody who is signed in was refused. The answer is the same, also when this cannot be kept."""
    match = request.resolver_match
    try:
        actor: Actor = getattr(request, "actor", ANONYMOUS)
        if actor.id is None or actor.kind is ActorKind.CITIZEN or match is None:
            return
        reference = parse_reference(str(match.kwargs.get("reference", ""))) or ""
        address = match.view_name or match.route
        log_refusal(by=actor, at=now(), method=request.method or "", address=address, reference=reference)
    except DatabaseFault:
        _logger.exception("A refusal could not be kept")
