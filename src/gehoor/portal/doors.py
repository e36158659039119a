"""The door of everything under ``/volg/``: a link opens one matter, and every miss looks the same."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from gehoor.complaints.access import complaint_for
from gehoor.dossiers.access import citizen_behind
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import local_date, now
from gehoor.kernel.errors import NotFound
from gehoor.kernel.references import parse_reference
from gehoor.portal.web import no_such_link, private

if TYPE_CHECKING:
    from gehoor.complaints.models import Complaint
    from gehoor.dossiers.models import Dossier


_R = TypeVar("_R", bound=HttpResponseBase)


@dataclass(frozen=True)
class Visit:
    """Somebody came in with a link: who that is, what it opens, and when. ``dossiers``: the one linked to first."""

    token: str
    actor: Actor
    dossiers: list["Dossier"]
    at: datetime

    @property
    def today(self) -> date:
        """The day in the city."""
        return local_date(self.at)

    def dossier(self, reference: str) -> "Dossier":
        """One dossier of the matter. Raises NotFound for any other."""
        spelled = parse_reference(reference)
        for dossier in self.dossiers:
            if dossier.reference == spelled:
                return dossier
        raise NotFound("We vinden dit dossier niet.")

    def complaint(self, reference: str) -> "Complaint":
        """The complaint with that reference, if it is of this matter. Raises NotFound."""
        return complaint_for(self.actor, self.dossier(reference).reference, at=self.at)

    @property
    def threads(self) -> list[int]:
        """The conversations of the matter."""
        return [dossier.thread_id for dossier in self.dossiers]


def behind_link(view: Callable[..., _R]) -> Callable[..., _R | HttpResponse]:
    """Let a view in with the visit; whatever is not found there is one and the same page. The answer is kept nowhere."""

    @wraps(view)
    def opened(request: HttpRequest, token: str, *args: object, **kwargs: object) -> _R | HttpResponse:
        at = now()
        try:
            actor, dossiers = citizen_behind(token, at=at)
            return private(view(request, Visit(token, actor, dossiers, at), *args, **kwargs))
        except NotFound:
            return no_such_link(request)

    return opened


def is_look(request: HttpRequest) -> bool:
    """Whether somebody has the page before them: a browser that fetches it in advance has not, nor has who asks its head only."""
    ahead = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    return request.method == "GET" and not ahead
