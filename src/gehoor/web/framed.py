"""A mail as it looks, in a frame of its own on a page of ours: no script, nothing fetched, its links lead the whole page there."""

import base64
import hashlib
import re
from collections.abc import Callable
from typing import Final, TypeVar, cast

from csp.constants import NONE, SELF
from csp.decorators import csp_update
from django.http import HttpResponse
from django.http.response import HttpResponseBase

_V = TypeVar("_V", bound=Callable[..., HttpResponseBase])
_SANDBOX: Final = "allow-top-navigation-by-user-activation"
_NOTHING: Final = ("default-src", "script-src", "font-src", "connect-src", "base-uri", "form-action")
_INLINE = re.compile(r' style="([^"]*)"')
_SHEET = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def shows_frame(view: _V) -> _V:
    """A page that holds such a frame."""
    return cast(_V, csp_update({"frame-src": [SELF]})(view))


def shows_pictures(view: _V) -> _V:
    """A page that holds a frame with pictures written out in it: such a frame has the policy of its page."""
    return cast(_V, csp_update({"img-src": [SELF, "data:"]})(view))


def framed(html: str) -> HttpResponse:
    """The HTML of a mail of ours (:mod:`gehoor.correspondence.dress`), to stand in the frame.

    The style that a mail must carry on each element comes into one sheet, of which the policy knows the hash: nothing else counts.
    """
    page = _in_one_sheet(html.replace("\r\n", "\n")).replace("<a class=", '<a target="_top" rel="noopener" class=')
    response = HttpResponse(page)
    sheets = [_hash(found) for found in _SHEET.findall(page)]
    response._csp_replace = {  # type: ignore[attr-defined]  # what csp's decorator sets, which knows no hash in advance
        **{name: [NONE] for name in _NOTHING},
        "style-src": sheets or [NONE],
        "img-src": ["data:"],
        "frame-ancestors": [SELF],
        "sandbox": [_SANDBOX],
    }
    return response


def _in_one_sheet(html: str) -> str:
    rules: dict[str, int] = {}

    def numbered(match: re.Match[str]) -> str:
        return f' data-s="{rules.setdefault(match[1], len(rules))}"'

    page = _INLINE.sub(numbered, html)
    sheet = "\n".join(f'[data-s="{number}"] {{ {style} }}' for style, number in rules.items())
    return page.replace("<style>", f"<style>{sheet}", 1)


def _hash(sheet: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()}'"
