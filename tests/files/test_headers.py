"""How a file travels to a browser."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.files.headers import disposition, safe_headers
from gehoor.files.names import clean_name


@dataclass
class Some:
    name: str = "foto.png"
    media_type: str = "image/png"
    shown_inline: bool = True
    size: int = 12


def test_a_picture_of_our_own_making_is_shown() -> None:
    headers = safe_headers(Some())
    assert headers["Content-Type"] == "image/png"
    assert headers["Content-Disposition"].startswith("inline;")


@pytest.mark.parametrize(
    "media_type", ["text/html", "image/svg+xml", "application/pdf", "text/javascript", "image/png"]
)
def test_anything_else_is_downloaded_as_mere_bytes(media_type: str) -> None:
    headers = safe_headers(Some(media_type=media_type, shown_inline=False))
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize("shown_inline", [True, False])
def test_no_file_runs_sniffs_or_stays_behind(*, shown_inline: bool) -> None:
    headers = safe_headers(Some(shown_inline=shown_inline))
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "no-store" in headers["Cache-Control"]
    assert headers["Content-Length"] == "12"


def test_the_true_name_stands_beside_a_plain_one() -> None:
    assert disposition("café 50%.pdf", inline=False) == (
        "attachment; filename=\"caf_ 50_.pdf\"; filename*=UTF-8''caf%C3%A9%2050%25.pdf"
    )


SHAPE = re.compile(r"""attachment; filename="[ !#$&-\[\]-~]*"; filename\*=UTF-8''([A-Za-z0-9._~%-]*)""", re.ASCII)


@given(st.text())
def test_no_name_breaks_out_of_its_header(text: str) -> None:
    for name in (text, clean_name(text)):
        value = disposition(name, inline=False)
        match = SHAPE.fullmatch(value)
        assert match
        assert unquote(match[1]) == name.encode("utf-8", "replace").decode()
