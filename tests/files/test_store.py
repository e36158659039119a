"""Keeping what people send."""

import errno
import hashlib
import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from gehoor.files import actions, queries
from gehoor.files.actions import store
from gehoor.files.models import StoredFile
from gehoor.kernel.errors import InvalidInput, RuleViolation
from tests.files.conftest import Keep, files_in
from tests.files.samples import (
    CAMERA,
    HTML,
    MORNING,
    NOOR,
    PDF,
    PROGRAM,
    SVG,
    animation,
    exif,
    opened,
    photo,
    png_claiming,
)


def content_of(stored: StoredFile) -> bytes:
    with queries.open_bytes(stored) as file:
        return file.read()


def test_a_file_is_kept_byte_for_byte_with_its_proof(keep: Keep) -> None:
    stored = keep(PDF, "brief.pdf")
    assert content_of(stored) == PDF
    assert stored.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (stored.name, stored.size, stored.media_type) == ("brief.pdf", len(PDF), "application/pdf")
    assert (stored.created_at, stored.actor_kind, stored.actor_id) == (MORNING, "citizen", 31)
    assert not stored.shown_inline
    assert queries.get(str(stored.public_id)) == stored


def test_bytes_lie_out_of_reach_under_a_name_nobody_can_guess(keep: Keep, folder: Path) -> None:
    stored = keep(HTML, "../../index.html")
    (path,) = files_in(folder)
    hexadecimal = stored.public_id.hex
    assert path == folder / hexadecimal[:2] / hexadecimal[2:4] / hexadecimal
    assert path.stat().st_mode & 0o137 == 0
    assert stored.name == "index.html"


def test_a_form_may_have_looked_at_the_upload_already(db: None, folder: Path) -> None:
    upload = BytesIO(PDF)
    upload.read()
    assert store(upload, name="brief.pdf", by=NOOR, at=MORNING).size == len(PDF)


# Pictures ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "media_type", "name"),
    [
        ("JPEG", "image/jpeg", "foto.jpg"),
        ("MPO", "image/jpeg", "foto.jpg"),
        ("PNG", "image/png", "foto.png"),
        ("WEBP", "image/jpeg", "foto.jpg"),
    ],
)
def test_a_photo_forgets_where_it_was_taken_and_stands_upright(
    keep: Keep, kind: str, media_type: str, name: str
) -> None:
    sent = photo(kind, (60, 40), exif=exif())
    assert CAMERA in sent
    stored = keep(sent, "foto.heic")
    kept = content_of(stored)
    assert CAMERA not in kept
    assert b"Exif" not in kept
    assert not opened(kept).getexif()
    assert opened(kept).size == (40, 60)
    assert (stored.media_type, stored.name, stored.shown_inline) == (media_type, name, True)


def test_comments_profiles_and_texts_do_not_come_along(keep: Keep) -> None:
    from PIL.PngImagePlugin import PngInfo

    texts = PngInfo()
    texts.add_text("Author", CAMERA.decode())
    texts.add_itxt("XML:com.adobe.xmp", CAMERA.decode())
    for sent in (
        photo("PNG", pnginfo=texts, icc_profile=CAMERA),
        photo("JPEG", comment=CAMERA, icc_profile=CAMERA, xmp=CAMERA),
        photo("WEBP", icc_profile=CAMERA, xmp=CAMERA),
        photo("JPEG") + CAMERA,
        photo("PNG") + CAMERA,
    ):
        assert CAMERA in sent
        stored = keep(sent)
        assert stored.shown_inline
        assert CAMERA not in content_of(stored)


def test_an_animation_becomes_its_first_frame(keep: Keep) -> None:
    stored = keep(animation(), "dans.gif")
    image = opened(content_of(stored))
    assert (stored.name, stored.media_type, image.format) == ("dans.png", "image/png", "PNG")
    assert getattr(image, "n_frames", 1) == 1
    assert image.convert("RGB").getpixel((5, 5)) == (255, 0, 0)


def test_a_large_photo_is_made_smaller(keep: Keep) -> None:
    stored = keep(photo("JPEG", (6000, 3000), "L"), "groot.jpg")
    assert opened(content_of(stored)).size == (4096, 2048)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_any_kind_of_colour_can_be_shown(keep: Keep, mode: str) -> None:
    sent = BytesIO()
    Image.new(mode, (9, 9)).save(sent, "PNG")
    assert keep(sent.getvalue(), "a.png").shown_inline


def test_a_printers_photo_can_be_shown(keep: Keep) -> None:
    sent = BytesIO()
    Image.new("CMYK", (9, 9)).save(sent, "JPEG")
    assert opened(content_of(keep(sent.getvalue(), "a.jpg"))).mode == "RGB"


def see_through(size: tuple[int, int]) -> bytes:
    image = Image.frombytes("RGB", size, os.urandom(size[0] * size[1] * 3))
    image.putalpha(200)
    out = BytesIO()
    image.save(out, "WEBP", quality=20)
    return out.getvalue()


def test_a_see_through_picture_stays_see_through(keep: Keep) -> None:
    stored = keep(see_through((60, 40)), "logo.webp")
    assert stored.name == "logo.png"
    assert opened(content_of(stored)).mode == "RGBA"


def test_a_picture_that_grows_too_large_is_kept_in_a_tighter_form(keep: Keep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MAX_BYTES", 200_000)
    stored = keep(see_through((400, 400)), "ruis.webp")
    assert (stored.media_type, stored.name) == ("image/jpeg", "ruis.jpg")
    assert stored.size < 200_000


# What attackers send ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (HTML, "brief.html"),
        (HTML, "foto.png"),
        (SVG, "tekening.svg"),
        (SVG, "tekening.png"),
        (b'<?xml version="1.0"?>\n' + SVG, "foto.jpg"),
        (PROGRAM, "foto.jpg.exe"),
        (b"alert(1)", "klacht.js"),
        (b"GIF89a/*" + HTML, "foto.gif"),
        (b"\xff\xd8\xff\xe0" + HTML, "foto.jpg"),
        (b"\x89PNG\r\n\x1a\n" + HTML, "foto.png"),
        (photo("JPEG")[:200], "half.jpg"),
        (photo("PNG")[:-100], "half.png"),
        (photo("BMP"), "foto.png"),
        (photo("TIFF"), "foto.jpg"),
    ],
)
def test_what_is_no_sound_picture_is_kept_but_never_shown(keep: Keep, content: bytes, name: str) -> None:
    stored = keep(content, name)
    assert not stored.shown_inline
    assert stored.media_type not in {"image/png", "image/jpeg"}
    assert content_of(stored) == content


def test_a_picture_with_a_page_hidden_in_it_loses_the_page(keep: Keep) -> None:
    for sent in (animation() + HTML, photo("JPEG", comment=HTML), photo("PNG") + HTML):
        stored = keep(sent, "foto.html")
        assert stored.shown_inline
        assert b"script" not in content_of(stored)
        assert stored.name in {"foto.png", "foto.jpg"}


@pytest.mark.parametrize("size", [(10_000, 5_001), (65_000, 65_000), (2**31 - 1, 2**31 - 1)])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_opened(
    keep: Keep, folder: Path, size: tuple[int, int]
) -> None:
    with pytest.raises(InvalidInput, match="50 miljoen beeldpunten"):
        keep(png_claiming(*size), "bom.png")
    assert files_in(folder) == []
    assert not StoredFile.objects.exists()


def test_a_picture_that_lies_about_its_pixels_is_no_picture(keep: Keep) -> None:
    assert not keep(png_claiming(7000, 7000), "leugen.png").shown_inline


def test_an_archive_is_never_unpacked(keep: Keep) -> None:
    sent = BytesIO()
    with zipfile.ZipFile(sent, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../nullen", bytes(50_000_000))
    stored = keep(sent.getvalue(), "bom.zip")
    assert (stored.size, stored.media_type) == (len(sent.getvalue()), "application/zip")
    assert keep(sent.getvalue(), "brief.docx").media_type.endswith("wordprocessingml.document")


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"De lantaarn is stuk.\n", "text/plain"),
        (("é" * 4000).encode(), "text/plain"),
        (b"x" + ("é" * 4000).encode(), "text/plain"),
        (b"\x00\x01\x02\x03", "application/octet-stream"),
        (b"caf\xe9", "application/octet-stream"),
    ],
)
def test_plain_words_are_told_from_mere_bytes(keep: Keep, content: bytes, media_type: str) -> None:
    assert keep(content, "bijlage.png").media_type == media_type


# What is refused --------------------------------------------------------------------------------------------------


def test_an_empty_file_is_refused(keep: Keep, folder: Path) -> None:
    with pytest.raises(InvalidInput, match="leeg"):
        keep(b"", "leeg.pdf")
    assert files_in(folder) == []


def test_a_file_of_twenty_megabytes_is_kept_and_one_byte_more_is_not(keep: Keep, folder: Path) -> None:
    assert keep(bytes(actions.MAX_BYTES), "vol.bin").size == 20 * 1024 * 1024
    with pytest.raises(InvalidInput, match="hoogstens 20 MB"):
        keep(bytes(actions.MAX_BYTES + 1), "over.bin")
    assert len(files_in(folder)) == 1


@pytest.mark.parametrize("call", ["fsync", "open", "mkdir", "rename"])
def test_a_full_disk_says_so_and_leaves_nothing(
    keep: Keep, folder: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        if call in {"fsync", "open"}:
            broken.setattr(os, call, full)
        else:
            broken.setattr(Path, call, full)
        with pytest.raises(RuleViolation, match="niet toegevoegd"):
            keep(PDF, "brief.pdf")
    assert not StoredFile.objects.exists()
    assert files_in(folder) == []
    assert keep(PDF, "brief.pdf").size == len(PDF), "it recovers without a hand"
