"""The files that people in the stories send along: small pictures and letters, drawn here. Nobody and no place is in them."""

from collections.abc import Callable, Iterable
from datetime import datetime
from io import BytesIO

from PIL import Image, ImageDraw

from gehoor.config.demo.script import StoryError
from gehoor.files.actions import store
from gehoor.files.models import StoredFile
from gehoor.kernel.actors import Actor

_SIZE = (800, 600)
_GROUND = 380
"""Where the street begins, in pixels from above."""


def stored(names: Iterable[str], *, by: Actor, at: datetime) -> list[StoredFile]:
    """Keep these files as if they had just been sent; raises StoryError for one that nobody can draw."""
    return [store(BytesIO(_bytes_of(name)), name=name, by=by, at=at) for name in names]


def _bytes_of(name: str) -> bytes:
    subject, _, extension = name.rpartition(".")
    if extension == "pdf":
        return _letter(subject.replace("-", " "))
    draw = next((draw for word, draw in _SCENES.items() if word in subject), None)
    if extension != "jpg" or draw is None:
        raise StoryError(f"there is no picture {name!r}")
    return _photo(draw)


def _photo(scene: Callable[[ImageDraw.ImageDraw], None]) -> bytes:
    image = Image.new("RGB", _SIZE)
    pen = ImageDraw.Draw(image)
    for y in range(_SIZE[1]):
        sky = (150 + y // 8, 175 + y // 10, 200 + y // 16)
        street = (110 - (y - _GROUND) // 12, 108 - (y - _GROUND) // 12, 104 - (y - _GROUND) // 12)
        pen.line([(0, y), (_SIZE[0], y)], fill=sky if y < _GROUND else street)
    _houses(pen)
    scene(pen)
    kept = BytesIO()
    image.save(kept, "JPEG", quality=72)
    return kept.getvalue()


def _houses(pen: ImageDraw.ImageDraw) -> None:
    for number, colour in enumerate(("#8c5a4a", "#a8856a", "#7c6a62", "#b39b84")):
        left = number * 210 - 20
        top = 120 + number * 37 % 80
        pen.rectangle([left, top, left + 190, _GROUND], fill=colour)
        for row in (top + 40, top + 130):
            pen.rectangle([left + 30, row, left + 75, row + 55], fill="#d6dfe4")
            pen.rectangle([left + 115, row, left + 160, row + 55], fill="#c9d4da")


def _lamp(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle([388, 70, 402, 500], fill="#2f3336")
    pen.rectangle([330, 62, 402, 76], fill="#2f3336")
    pen.ellipse([306, 62, 350, 96], fill="#5c5f52")


def _hole(pen: ImageDraw.ImageDraw) -> None:
    pen.polygon([(240, 470), (330, 430), (520, 440), (600, 500), (500, 560), (300, 550)], fill="#3b3733")
    pen.polygon([(300, 490), (380, 460), (500, 470), (540, 500), (460, 535), (340, 530)], fill="#1f1c1a")


def _waste(pen: ImageDraw.ImageDraw) -> None:
    for left, top, colour in (
        (180, 400, "#3d4a3a"),
        (300, 370, "#55524c"),
        (430, 410, "#31404a"),
        (540, 380, "#6b6459"),
    ):
        pen.ellipse([left, top, left + 150, top + 140], fill=colour)
        pen.polygon([(left + 60, top + 8), (left + 92, top + 8), (left + 76, top - 26)], fill=colour)


def _bottles(pen: ImageDraw.ImageDraw) -> None:
    pen.pieslice([250, 150, 550, 520], 180, 360, fill="#3f6b4c")
    pen.rectangle([250, 335, 550, 500], fill="#3f6b4c")
    pen.ellipse([370, 230, 430, 290], fill="#16201a")
    for left in range(180, 640, 46):
        pen.rectangle([left, 470, left + 18, 540], fill="#6f8f5a")
        pen.rectangle([left + 5, 445, left + 13, 472], fill="#6f8f5a")


def _tree(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle([370, 230, 420, 520], fill="#5a432f")
    for left, top in ((240, 90), (340, 50), (430, 100)):
        pen.ellipse([left, top, left + 190, top + 190], fill="#56713f")
    pen.line([(410, 330), (560, 430)], fill="#8b7355", width=16)


def _water(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle([0, 430, 800, 600], fill="#6c7f8a")
    for top in range(445, 600, 24):
        pen.line([(0, top), (800, top + 6)], fill="#93a6b0", width=3)


def _sign(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle([392, 220, 404, 540], fill="#8d9296")
    pen.ellipse([330, 110, 470, 250], fill="#b4232a")
    pen.rectangle([356, 168, 444, 192], fill="#ffffff")
    pen.ellipse([420, 90, 560, 250], fill="#56713f")


_SCENES: dict[str, Callable[[ImageDraw.ImageDraw], None]] = {
    "lamp": _lamp,
    "put": _hole,
    "afval": _waste,
    "glasbol": _bottles,
    "boom": _tree,
    "water": _water,
    "bord": _sign,
}


def _letter(title: str) -> bytes:
    """One page with a title and lines that stand for text: the smallest PDF that every reader opens."""
    rows = "\n".join(f"70 {690 - 18 * n} {380 - (n * 37) % 90} 6 re f" for n in range(14))
    page = f"BT /F1 18 Tf 70 740 Td ({title.capitalize()}) Tj ET\n0.82 g\n{rows}"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(page)} >>\nstream\n{page}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    written, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(written)}\n%%EOF\n"
    return (written + end).encode("ascii")
