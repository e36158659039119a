"""How often somebody may try something, counted in the database over all processes."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse

from gehoor.kernel.clock import now
from gehoor.organisation.actions import count_hit
from gehoor.web import errors

P = ParamSpec("P")


def client_address(request: HttpRequest) -> str:
    """The address the request came from; behind a trusted proxy the server has put the right one there."""
    return str(request.META.get("REMOTE_ADDR", ""))


def allow(bucket: str, key: str, limit: int, per_seconds: int) -> bool:
    """Count one try; False when there were more than the limit in this window. One statement."""
    return count_hit(bucket, key, window_seconds=per_seconds, at=now()) <= limit


def limited(
    bucket: str, limit: int, per_seconds: int
) -> Callable[
    [Callable[Concatenate[HttpRequest, P], HttpResponse]], Callable[Concatenate[HttpRequest, P], HttpResponse]
]:
    """A view that counts its POSTs per address and answers 429 beyond the limit."""

    def around(
        view: Callable[Concatenate[HttpRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def counted(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method == "POST" and not allow(bucket, client_address(request), limit, per_seconds):
                return errors.too_many(request, seconds=per_seconds)
            return view(request, *args, **kwargs)

        return counted

    return around
