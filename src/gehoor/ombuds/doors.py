"""Who may come in on the side of the second line."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url

from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.errors import NotAllowed

_View = Callable[..., HttpResponseBase]


class OmbudsRequest(HttpRequest):
    """A request of the second line: the middleware says who acts."""

    actor: Actor


def ombudsman_only(view: _View) -> _View:
    """A view for the second line; who is not signed in signs in first, and for the city there is nothing here."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if actor.kind is not ActorKind.OMBUDSMAN or actor.scope("ombuds.view") is None:
            raise NotAllowed("Deze pagina is voor de ombudsman.")
        return view(request, *args, **kwargs)

    return guarded


def see_other(to: str, *args: Any) -> HttpResponse:
    """303: what was posted is done, look there."""
    return HttpResponse(status=303, headers={"Location": resolve_url(to, *args)})
