"""Files as people, machines and attackers send them."""

import struct
import zlib
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from PIL import Image

from gehoor.kernel.actors import Actor, ActorKind

MORNING = datetime(2026, 10, 19, 6, 12, tzinfo=UTC)
NOOR = Actor(kind=ActorKind.CITIZEN, id=31, name="Noor Peeters")
CAMERA = b"Vaartberg Optics"
"""Planted in the metadata; must never come back."""

HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PROGRAM = b"MZ\x90\x00" + bytes(200)


def exif() -> Image.Exif:
    """Where, with which camera, and lying on its side."""
    data = Image.Exif()
    data[0x0112] = 6
    data[0x010F] = CAMERA.decode()
    data.get_ifd(0x8825)[1] = "N"
    data.get_ifd(0x8825)[2] = (50.0, 52.0, 45.0)
    return data


def photo(kind: str, size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: Any) -> bytes:
    """A picture of some noise."""
    out = BytesIO()
    Image.effect_noise(size, 80).convert(mode).save(out, kind, **options)
    return out.getvalue()


def animation() -> bytes:
    """Two frames: red, then blue."""
    out = BytesIO()
    red, blue = (Image.new("RGB", (30, 20), colour) for colour in ("red", "blue"))
    red.save(out, "GIF", save_all=True, append_images=[blue], comment=CAMERA)
    return out.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    """A few hundred bytes that say they are a picture of any size."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(100_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def opened(content: bytes) -> Image.Image:
    """The picture in these bytes."""
    return Image.open(BytesIO(content))
