"""Text and HTML of a letter say the same, look like the city, and fetch nothing."""

import re
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pytest_django import Settings

from gehoor.correspondence.actions import Addressee, open_thread, queue_letter
from gehoor.correspondence.dress import BUTTON, Sheet, as_html, as_text
from gehoor.correspondence.letters import codes, letter
from gehoor.correspondence.models import Message
from gehoor.correspondence.post import hand_over, read_outbox
from tests.city import MONDAY, City

HOSTILE = 'Dag <b onclick=x>jij</b> & "co" <mrk-1> http://kwaad.example/a?b=1&c=<script>, en\n\n- een\n- twee https://goed.example/.'
LINK = "https://gehoor.example/volg/abc/"


class Reader(HTMLParser):
    """Reads a mail as a person does: its words, its links, and what it would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._in_head = False
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        self._in_head = self._in_head or tag in ("head", "style")
        if tag == "a":
            self._link = found.get("href") or ""
            self.links.append(self._link)
        if tag == "li":
            self.words.append("-")

    def handle_endtag(self, tag: str) -> None:
        self._in_head = self._in_head and tag != "head"
        if tag == "a":
            self._link = ""

    def handle_data(self, data: str) -> None:
        if not self._in_head:
            self.words += (self._link if data == BUTTON else data).split()


def read(html: str) -> Reader:
    """What a reader gets of it."""
    reader = Reader()
    reader.feed(html)
    return reader


def sheet_of(code: str, value: str) -> Sheet:
    """A letter with that in each of its fields."""
    subject, body = letter(code).compose(dict.fromkeys(letter(code).fields, value))
    return Sheet(
        subject, body, LINK, "Stad Vaartberg", "Stad Vaartberg\nStadskaai 1, 9999 Vaartberg\nTelefoon 016 555 01 23"
    )


@pytest.mark.parametrize("code", codes())
@pytest.mark.parametrize("value", ["Zo is het.", HOSTILE], ids=["plain", "hostile"])
def test_text_and_html_of_every_letter_say_the_same(code: str, value: str) -> None:
    sheet = sheet_of(code, value)
    text, page = as_text(sheet), read(as_html(sheet))
    words = [word for word in text.split() if word != "--"]
    assert "".join(page.words) == "".join(["Stad", "Vaartberg", *words])
    assert set(page.links) == {url.rstrip(".,:;!?)") for url in re.findall(r"https?://[^\s<>\"]+", text)}


@pytest.mark.parametrize("code", codes())
def test_no_letter_fetches_or_runs_anything(code: str) -> None:
    page = read(as_html(sheet_of(code, HOSTILE)))
    allowed = {"html", "head", "meta", "title", "style", "body", "div", "p", "br", "a", "ul", "li"}
    assert {tag for tag, _ in page.tags} <= allowed
    assert not any(name.startswith("on") or name == "src" for _, found in page.tags for name in found)
    assert "url(" not in as_html(sheet_of(code, HOSTILE))


def test_it_says_its_language_its_title_and_both_colours() -> None:
    html = as_html(sheet_of("closing", "Zo."))
    assert '<html lang="nl">' in html
    assert "<title>Ons besluit over je klacht Zo.</title>" in html
    assert "prefers-color-scheme: dark" in html


def test_what_turns_words_around_is_left_out() -> None:
    assert "\u202e" not in as_html(sheet_of("message", "Betaal \u202egnp.exe"))


def test_the_mail_holds_both_and_comes_from_the_body_that_answers(
    city: City, settings: Settings, tmp_path: Path
) -> None:
    settings.GEHOOR_DATA, settings.EMAIL_BACKEND = tmp_path, "gehoor.correspondence.post.LocalOutbox"
    message = queue_letter(
        open_thread(at=MONDAY),
        "new_link",
        {"reference": "2026-00042-5"},
        to=Addressee("Amina Daoudi", "amina@voorbeeld.example"),
        at=MONDAY,
        body_id=city.ocmw.pk,
    )
    hand_over(Message.objects.get(pk=message.pk), "abc")
    [mail] = read_outbox()
    assert mail.get_content_type() == "multipart/alternative"
    assert mail["From"] == "OCMW Vaartberg <gehoor@vaartberg.example>"
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert "OCMW Vaartberg" in plain.get_content()
    assert "/volg/abc/" in html.get_content()


@pytest.mark.parametrize("name", ["Zoë Ngũgĩ-Vandenbossche", "x" * 150, '"Aan: iedereen" <a@b>', "李"])
def test_every_header_is_one_that_any_mail_server_reads(
    city: City, settings: Settings, tmp_path: Path, name: str
) -> None:
    settings.GEHOOR_DATA, settings.EMAIL_BACKEND = tmp_path, "gehoor.correspondence.post.LocalOutbox"
    message = queue_letter(
        open_thread(at=MONDAY),
        "new_link",
        {"reference": "é" * 240},
        to=Addressee(name, "a@voorbeeld.example"),
        at=MONDAY,
    )
    hand_over(Message.objects.get(pk=message.pk), "abc")
    [path] = (tmp_path / "outbox").glob("*.eml")
    raw = path.read_bytes()
    mail = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(raw)
    head, _, _ = raw.partition(b"\r\n\r\n")
    assert max(map(len, head.split(b"\r\n"))) <= 998
    assert head.isascii()
    assert [len(mail.get_all(header, [])) for header in ("From", "To", "Subject", "Message-ID", "Date")] == [1] * 5
    assert [one.addr_spec for one in mail["To"].addresses] == ["a@voorbeeld.example"]
    assert not any(part.defects for part in mail.walk())
