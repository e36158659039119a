"""What a file may be called."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.files.names import MAX_LENGTH, clean_name, with_extension


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("foto.jpg", "foto.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Jan\\Mijn brief.pdf", "Mijn brief.pdf"),
        ("rekening\u202egpj.exe", "rekeninggpj.exe"),
        ("on\u200bzicht\u00adbaar.pdf", "onzichtbaar.pdf"),
        ("regel\r\nSet-Cookie: a.txt", "regel Set-Cookie_ a.txt"),
        ("nul\0.pdf", "nul.pdf"),
        ("cafe\u0301.pdf", "café.pdf"),
        ('a"b<c>d|e?f*g:h.txt', "a_b_c_d_e_f_g_h.txt"),
        ("   ", "bestand"),
        ("", "bestand"),
        ("..", "bestand"),
        (".htaccess", "htaccess"),
        ("brief.pdf. . ", "brief.pdf"),
        ("veel    lucht.pdf", "veel lucht.pdf"),
        ("half\ud800.pdf", "half.pdf"),
    ],
)
def test_a_name_is_what_a_person_reads(given_name: str, kept: str) -> None:
    assert clean_name(given_name) == kept


def test_a_long_name_keeps_its_extension() -> None:
    name = clean_name("x" * 400 + ".docx")
    assert len(name) == MAX_LENGTH
    assert name.endswith("x.docx")
    assert len(clean_name("y" * 10 + "." + "z" * 400)) == MAX_LENGTH


@given(st.text())
def test_any_name_becomes_a_safe_one(text: str) -> None:
    name = clean_name(text)
    assert 1 <= len(name) <= MAX_LENGTH
    assert name == clean_name(name)
    assert not set(name) & set('<>:"/\\|?*')
    assert name.strip(". ") == name
    assert not any(unicodedata.category(character)[0] == "C" for character in name)


def test_a_picture_encoded_anew_is_named_for_what_it_is() -> None:
    assert with_extension("foto.webp", (".jpg", ".jpeg")) == "foto.jpg"
    assert with_extension("foto.JPEG", (".jpg", ".jpeg")) == "foto.JPEG"
    assert with_extension("foto", (".png",)) == "foto.png"
    assert with_extension("a" * 150, (".png",)) == "a" * 146 + ".png"
