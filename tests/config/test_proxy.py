"""Behind a proxy, each caller is counted under the address the proxy saw, not under one it made up."""

from typing import Any

import pytest

from gehoor.config.proxy import behind_proxy


def _seen(**environ: str) -> str:
    kept: dict[str, Any] = {}

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        kept.update(environ)
        return []

    behind_proxy(application)(dict(environ), lambda *_: None)
    return str(kept["REMOTE_ADDR"])


@pytest.mark.parametrize(
    ("peer", "told", "seen"),
    [
        ("127.0.0.1", "192.0.2.7", "192.0.2.7"),
        ("127.0.0.1", "203.0.113.9, 192.0.2.7", "192.0.2.7"),
        ("", "2001:db8::7", "2001:db8::7"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("198.51.100.4", "192.0.2.7", "198.51.100.4"),
    ],
)
def test_the_address_is_the_one_our_proxy_wrote_last(peer: str, told: str, seen: str) -> None:
    assert _seen(REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=told) == seen
