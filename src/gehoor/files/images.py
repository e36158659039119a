"""Pictures, encoded anew: what was hidden in the file (place, camera, a second file) does not come along.

Knows Pillow and nothing of ours. One picture at a time per process: decoding takes memory for every pixel.
"""

import contextlib
import threading
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps

MAX_PIXELS: Final = 50_000_000
MAX_SIDE: Final = 4096
"""Larger pictures are made smaller: sharper than any screen or print of ours."""

_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
_JPEG_SOURCES = frozenset({"JPEG", "MPO"})
_QUALITY = 88
_one_at_a_time = threading.BoundedSemaphore(1)


class TooManyPixels(Exception):
    """The picture would take too much memory to open."""


@dataclass(frozen=True)
class Picture:
    """A picture as we encoded it."""

    content: bytes
    media_type: str
    extensions: tuple[str, ...]


def encode_anew(path: Path, *, max_bytes: int) -> Picture | None:
    """The first frame of a PNG, JPEG, WebP or GIF, upright, without metadata, as PNG or JPEG; None when it is no such picture.

    Raises ``TooManyPixels`` before decoding anything.
    """
    with _one_at_a_time:
        opened = _opened(path)
        if opened is None:
            return None
        with opened as image:
            return _encoded(image, max_bytes)


def fitted(path: Path, box: tuple[int, int]) -> bytes:
    """A picture of ours, made smaller until it fits; a PNG, so that what was see-through stays so."""
    with _one_at_a_time, Image.open(path, formats=_FORMATS) as image:
        image.thumbnail(box, Image.Resampling.LANCZOS)
        out = BytesIO()
        image.save(out, "PNG", optimize=True)
        return out.getvalue()


def pixels_in(path: Path) -> int:
    """How many pixels decoding would have to make, by what the file says of itself; 0 when it is no picture."""
    try:
        with Image.open(path, formats=_FORMATS) as image:
            return image.width * image.height
    except Exception:  # whatever a crafted file makes the parser raise: then it is no picture
        return 0


def _opened(path: Path) -> Image.Image | None:
    try:
        image = Image.open(path, formats=_FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels from error
    except Exception:  # whatever a crafted file makes the parser raise: then it is no picture
        return None
    if image.width * image.height > MAX_PIXELS:
        image.close()
        raise TooManyPixels
    return image


def _encoded(image: Image.Image, max_bytes: int) -> Picture | None:
    source = image.format
    try:
        image.draft("RGB", (MAX_SIDE, MAX_SIDE))
        image.load()
        plain = _plain(image)
        if source in _JPEG_SOURCES or (source == "WEBP" and plain.mode != "RGBA"):
            return _as_jpeg(plain)
        return _as_png(plain, max_bytes)
    except Exception:  # a picture that cannot be decoded to its end is kept as a download
        return None


def _plain(image: Image.Image) -> Image.Image:
    """In the simplest mode, small enough, upright, and nothing but pixels. Lets the large original go as early as it can."""
    see_through = image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info
    grey = image.mode in {"1", "L"} or image.mode.startswith("I")
    mode = "RGBA" if see_through else "L" if grey else "RGB"
    plain = image
    if image.mode != mode:
        plain = image.convert(mode)
        image.close()
    plain.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    with contextlib.suppress(Exception):  # damaged EXIF: the pixels are fine, shown as they lie
        ImageOps.exif_transpose(plain, in_place=True)
    plain.info = {}
    return plain


def _as_jpeg(image: Image.Image) -> Picture:
    if image.mode == "RGBA":
        ground = Image.new("RGB", image.size, "white")
        ground.paste(image, mask=image.getchannel("A"))
        image = ground
    out = BytesIO()
    image.save(out, "JPEG", quality=_QUALITY)
    return Picture(out.getvalue(), "image/jpeg", (".jpg", ".jpeg"))


def _as_png(image: Image.Image, max_bytes: int) -> Picture:
    out = BytesIO()
    image.save(out, "PNG", compress_level=4)
    if out.tell() > max_bytes:
        return _as_jpeg(image)
    return Picture(out.getvalue(), "image/png", (".png",))
