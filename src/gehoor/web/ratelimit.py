"""How often somebody may try something, counted in the database over all processes."""

import ipaddress
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse

from gehoor.kernel.clock import now
from gehoor.organisation.actions import count_hit
from gehoor.web import errors

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
_HOUSEHOLD = 64
"""The bits of an IPv6 address that one subscriber cannot change (RFC 6177)."""


def client_address(request: HttpRequest) -> str:
    """The address the request came from, of IPv6 only the subscriber's part; behind our proxy the server puts the right one there.

    Headers such as X-Forwarded-For are never read here: whoever asks writes them.
    """
    text = str(request.META.get("REMOTE_ADDR", ""))
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text
    if address.version == 6 and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, _HOUSEHOLD), strict=False).network_address)
    return str(getattr(address, "ipv4_mapped", None) or address)


def user_or_address(request: HttpRequest) -> str:
    """The account that is signed in, else the address."""
    user = request.user
    return f"user:{user.pk}" if user.is_authenticated else client_address(request)


def allow(bucket: str, key: str, limit: int, per_seconds: int) -> bool:
    """Count one try; False when there were more than the limit in this window. One statement."""
    return count_hit(bucket, key, window_seconds=per_seconds, at=now()) <= limit


def seconds_to_wait(per_seconds: int) -> int:
    """Until the present window ends: windows are aligned to the epoch."""
    return per_seconds - int(now().timestamp()) % per_seconds


def limited(
    bucket: str, limit: int, per_seconds: int, key: Callable[[HttpRequest], str] = client_address
) -> Callable[[View[P]], View[P]]:
    """A view that counts its POSTs per address (or per ``key``) and answers 429 beyond the limit."""

    def around(view: View[P]) -> View[P]:
        @wraps(view)
        def counted(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method == "POST" and not allow(bucket, key(request), limit, per_seconds):
                return errors.too_many(request, seconds=seconds_to_wait(per_seconds))
            return view(request, *args, **kwargs)

        return counted

    return around
