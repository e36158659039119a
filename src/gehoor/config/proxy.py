"""Who asks, behind a proxy of ours: gunicorn leaves the address of the proxy where the one of the caller must stand."""

from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_OURS = ("127.0.0.1", "::1", "")
"""A proxy on this machine; empty when it comes over a unix socket."""


def behind_proxy(application: Application) -> Application:
    """Take the address our proxy wrote last in X-Forwarded-For; what stands before it was written by whoever asks."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        told = environ.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if told and environ.get("REMOTE_ADDR", "") in _OURS:
            environ["REMOTE_ADDR"] = told
        return application(environ, start_response)

    return answer
