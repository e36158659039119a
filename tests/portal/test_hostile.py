"""Odd and hostile input: it arrives whole, it is shown as text, and it never breaks a page, a mail or a rule."""

import json
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from gehoor.correspondence.models import Message
from gehoor.correspondence.post import hand_over
from gehoor.dossiers.models import Dossier
from gehoor.parties.models import Party
from tests.files.samples import PDF
from tests.portal.citizen import Citizen, who
from tests.portal.test_files import letter

LINES = "\n".join(f"r{n}" for n in range(3400))
ODD = {
    "many lines": LINES,
    "as long as can be": "a" * 20_000,
    "emoji": "De lamp 💡 is stuk 👩‍👩‍👧 en dat is 🤬",
    "right to left": "المصباح مكسور \u202eomgekeerd\u202c",
    "one long word": "z" * 5000,
    "markup": "<mrk-x onload=alert(1)>&amp;</textarea><script>alert(1)</script>",
    "template": "{{ visit.token }} {% url 'portal:home' %} [link]",
    "sql": "'; DROP TABLE dossiers_dossier; --",
    "combining": "Ze\u0301e\u0301 " + "e\u0301" * 200,
}


@pytest.mark.parametrize("name", ODD)
def test_a_story_arrives_as_it_was_written(citizen: Citizen, name: str) -> None:
    story = ODD[name]
    token = citizen.tell_and_send(story, "klacht")
    assert Message.objects.get(direction="in").body == story.strip()
    for page in ("", "ontvangst/", "gegevens/", "ontvangst/bewaar/"):
        answer = citizen.client.get(f"/volg/{token}/{page}")
        assert answer.status_code == 200
        if answer.headers["Content-Type"].startswith("text/html"):
            assert "<mrk-" not in answer.content.decode()
            assert "<script>alert" not in answer.content.decode()


def test_markup_in_every_field_is_text_on_every_page(citizen: Citizen) -> None:
    mark = "<mrk-{}>"
    citizen.tell_up_to_behalf(mark.format("story"), "klacht", place=mark.format("place"), occurred=mark.format("when"))
    citizen.send(behalf="other")
    citizen.send(
        **who(name=mark.format("name"), address=mark.format("address")),
        represented_name=mark.format("represented"),
        mandate="on",
    )
    assert "<mrk-" not in citizen.page.content.decode()
    assert "<mrk-represented>" in citizen.text
    citizen.send()
    token = citizen.at.split("/")[2]
    reference = Dossier.objects.get().reference
    citizen.client.post(f"/volg/{token}/{reference}/bericht/", {"text": mark.format("message")})
    name = citizen.client.post(
        f"/volg/{token}/{reference}/bericht/", {"text": "", "files": [letter("<mrk-file>.pdf", PDF)]}
    )
    assert name.status_code == 303
    for page in ("", "ontvangst/", f"{reference}/intrekken/", "?dossier=<mrk-query>&gedaan=<mrk-done>"):
        assert b"<mrk-" not in citizen.client.get(f"/volg/{token}/{page}").content
    data = citizen.client.get(f"/volg/{token}/gegevens/")
    assert data.headers["Content-Disposition"].startswith("attachment")
    assert json.loads(data.content)["jij"]["naam"] == "<mrk-name>"


def test_null_and_control_characters_are_left_out(citizen: Citizen) -> None:
    citizen.tell_and_send("De lamp\x00 is\x08 stuk\x1b.\tEcht.", place="Linden\x00straat\n14")
    assert Message.objects.get(direction="in").body == "De lamp is stuk.\tEcht."
    assert Dossier.objects.get().place == "Lindenstraat 14"


def test_a_line_end_in_a_name_reaches_no_header(citizen: Citizen, tmp_path: Path, settings: Any) -> None:
    settings.GEHOOR_DATA = tmp_path
    settings.EMAIL_BACKEND = "gehoor.correspondence.post.LocalOutbox"
    citizen.tell_and_send(name="Amina\r\nBcc: iedereen@voorbeeld.example")
    assert Party.objects.get().name == "Amina Bcc: iedereen@voorbeeld.example"
    hand_over(Message.objects.get(direction="out"), "token")
    (mail,) = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in tmp_path.rglob("*.eml")]
    assert mail["Bcc"] is None
    assert len(mail.get_all("To", [])) == 1
    assert "\n" not in mail["Subject"]


def test_a_line_end_in_an_address_is_no_address(citizen: Citizen) -> None:
    citizen.tell_up_to_behalf(kind="vraag")
    citizen.send(behalf="self")
    page = citizen.send(**who(email="a@voorbeeld.example\r\nBcc: b@voorbeeld.example"))
    assert page.status_code == 422
    assert "Vul een volledig e-mailadres in" in citizen.text


def test_more_than_fits_is_said_and_stays_in_the_box(citizen: Citizen) -> None:
    citizen.visit("/")
    page = citizen.send("/melden/", text="a" * 20_001)
    assert page.status_code == 422
    assert "je hebt 20001 tekens en er passen er 20000" in citizen.text
    assert "a" * 20_001 in citizen.text


def test_fields_that_do_not_exist_are_ignored(citizen: Citizen) -> None:
    citizen.tell()
    citizen.send(reference="2026-00001-1", kind="complaint", is_first_line="1", department="1", handler="1")
    dossier = Dossier.objects.get()
    assert (dossier.kind, dossier.handler_id) == ("melding", None)


@pytest.mark.parametrize("body", [b"\xff\xfe", b"text=%ff%fe%00", b"text=" + b"%F0%9F%92%A1" * 10])
def test_bytes_that_are_no_text_are_a_page_and_not_an_error(citizen: Citizen, body: bytes) -> None:
    answer = Client().post("/melden/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (303, 400, 422)


@pytest.mark.parametrize("address", ["/melden/a/b/c/", "/volg//", "/melden/%00/soort/", "/%2e%2e/", "/volg/../desk/"])
def test_an_odd_address_is_a_page_that_was_not_found(citizen: Citizen, address: str) -> None:
    assert Client().get(address).status_code in (302, 303, 404, 410)
