"""Who may come in at the desk, and to which dossiers these screens are made."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url

from gehoor.dossiers.access import NO_SUCH_DOSSIER, dossier_for
from gehoor.dossiers.lifecycle import Kind
from gehoor.kernel.actors import Actor
from gehoor.kernel.errors import NotAllowed, NotFound

if TYPE_CHECKING:
    from gehoor.dossiers.models import Dossier

_View = Callable[..., HttpResponseBase]


class DeskRequest(HttpRequest):
    """A request of somebody of the city: the middleware says who acts."""

    actor: Actor


def enter(request: HttpRequest) -> HttpResponse | None:
    """The way to the sign-in for who is not signed in; None for staff. Raises NotAllowed for anybody else."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not actor.is_staff:
        raise NotAllowed("Deze pagina is voor medewerkers van de stad.")
    return None


def staff_only(view: _View) -> _View:
    """A view for staff; others sign in first."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return enter(request) or view(request, *args, **kwargs)

    return guarded


def ordinary_dossier_for(actor: Actor, reference: str) -> "Dossier":
    """A question, melding, suggestion or compliment this actor may see; a complaint has doors of its own. Raises NotFound."""
    dossier = dossier_for(actor, reference)
    if dossier.kind == Kind.COMPLAINT:
        raise NotFound(NO_SUCH_DOSSIER)
    return dossier


def see_other(to: str, *args: Any, anchor: str = "") -> HttpResponse:
    """303: what was posted is done, look there."""
    return HttpResponse(status=303, headers={"Location": resolve_url(to, *args) + (f"#{anchor}" if anchor else "")})
