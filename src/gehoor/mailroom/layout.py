"""The layout of a mail with its own pictures inside it, so that the frame fetches nothing."""

import re
from base64 import b64encode
from dataclasses import dataclass
from html import unescape
from typing import Final

from gehoor.files.models import StoredFile
from gehoor.files.queries import open_bytes
from gehoor.mailroom.models import RawMail

MOST_BYTES: Final = 6 * 1024 * 1024
"""Of pictures in one page; what is more is named only."""
_POINTS = re.compile(r' src="[cC][iI][dD]:([^"]*)"')


@dataclass(frozen=True)
class Layout:
    """Harmless HTML to stand in a frame; ``named``: the pictures that are not in it, by the name of their file."""

    html: str = ""
    named: tuple[str, ...] = ()


def layout_of(mail: RawMail) -> Layout:
    """The layout of a mail that a door let through. Only pictures that were encoded anew are shown. One statement when there are any."""
    files = StoredFile.objects.in_bulk(set(mail.pictures.values()))
    by_cid = {cid: files[pk] for cid, pk in mail.pictures.items() if pk in files}
    shown: dict[str, str] = {}
    left = MOST_BYTES
    for cid in dict.fromkeys(unescape(found) for found in _POINTS.findall(mail.html)):
        file = by_cid.get(cid)
        if file is not None and file.shown_inline and not file.closed and file.size <= left:
            left -= file.size
            shown[cid] = _address(file)
    html = _POINTS.sub(lambda match: _source(shown.get(unescape(match[1]), "")), mail.html)
    return Layout(html, tuple(file.name for cid, file in by_cid.items() if cid not in shown))


def _address(file: StoredFile) -> str:
    with open_bytes(file) as content:
        return f"data:{file.media_type};base64,{b64encode(content.read()).decode()}"


def _source(address: str) -> str:
    return f' src="{address}"' if address else ""
