"""How a file travels to a browser. Pure.

Whatever a stranger sent is downloaded and never opened on our origin; only images we encoded ourselves are shown.
"""

from typing import Protocol
from urllib.parse import quote


class Handed(Protocol):
    """What the headers must know of a file."""

    @property
    def name(self) -> str:
        """The cleaned name."""

    @property
    def media_type(self) -> str:
        """What the content says."""

    @property
    def shown_inline(self) -> bool:
        """We encoded this image ourselves."""

    @property
    def size(self) -> int:
        """In bytes."""


def safe_headers(stored: Handed) -> dict[str, str]:
    """The response headers for its bytes: RFC 6266 disposition, inert type, sandbox, no sniffing, no copies on the way."""
    return {
        "Content-Type": stored.media_type if stored.shown_inline else "application/octet-stream",
        "Content-Length": str(stored.size),
        "Content-Disposition": disposition(stored.name, inline=stored.shown_inline),
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "private, no-store",
    }


def disposition(name: str, *, inline: bool) -> str:
    """``attachment; filename="cafe.pdf"; filename*=UTF-8''caf%C3%A9.pdf``: plain ASCII for old clients, the true name beside it."""
    plain = "".join(character if _safe(character) else "_" for character in name)
    return f"{'inline' if inline else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='', errors='replace')}"


def _safe(character: str) -> bool:
    return " " <= character <= "~" and character not in '"\\%'
