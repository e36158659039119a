"""A mail at the desk: apart from what it quotes, with what our own server thinks of its sender, and the original for who may."""

import re
from base64 import b64decode
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pytest_django import Settings

from gehoor.correspondence.models import Delivery, Message
from gehoor.correspondence.post import message_id
from gehoor.dossiers.actions.messages import write_to_reporter
from gehoor.dossiers.models import Dossier
from gehoor.files.models import StoredFile
from gehoor.journal.entries import dossier_chain
from gehoor.journal.queries import reads_of
from gehoor.kernel.clock import now
from gehoor.mailroom.actions.reading import read_mail
from gehoor.mailroom.actions.storing import keep
from gehoor.mailroom.models import Mailbox, RawMail
from tests.city import City
from tests.complaints import course as way
from tests.mailroom.mails import bounce, mail, with_file
from tests.people import GREET, HILDE, LIES, SARA, Somebody

SignIn = Callable[[Somebody], Client]
TEXT = "Die op de hoek.\n\nOp ma 2 mrt 2026 om 09:12 schreef Stad <gehoor@vaartberg.example>:\n\n> Welke lamp?"


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: Path) -> None:
    settings.GEHOOR_FILES_ROOT = tmp_path


def _came(content: bytes, **facts: object) -> RawMail:
    row, _ = keep(content, at=now(), **facts)  # type: ignore[arg-type]
    read_mail(row.pk, at=now())
    return RawMail.objects.select_related("dossier__thread").get(pk=row.pk)


def _dossier(row: RawMail) -> Dossier:
    assert row.dossier is not None
    return row.dossier


def _address(row: RawMail, where: str = "") -> str:
    return f"/desk/dossiers/{_dossier(row).reference}/e-mail/{row.public_id}/{where}"


def _page(client: Client, row: RawMail) -> str:
    return client.get(f"/desk/dossiers/{_dossier(row).reference}/").content.decode()


def test_what_a_mail_quotes_is_folded_on_the_dossier(sign_in: SignIn) -> None:
    page = _page(sign_in(SARA), _came(mail(TEXT)))
    said, folded = page.split('<details class="g-fold">', 1)
    assert "Die op de hoek." in said
    assert "Welke lamp?" in folded
    assert "via e-mail" in said


def test_a_number_in_the_subject_is_shown_as_a_suggestion(sign_in: SignIn) -> None:
    first = _came(mail())
    page = _page(sign_in(SARA), _came(mail("Nog iets.", number="2", subject=f"Over {_dossier(first).reference}")))
    assert "Hoort misschien bij dossier" in page
    assert _dossier(first).reference in page


def test_the_original_is_a_download_byte_for_byte_and_the_look_is_noted(sign_in: SignIn, city: City) -> None:
    content = mail("<b>dag</b>")
    row = _came(content)
    answer = sign_in(SARA).get(_address(row, "origineel/"))
    assert b"".join(answer) == content
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert "originele e-mail" in {read.why for read in reads_of(dossier_chain(_dossier(row).pk))}


def test_who_may_not_see_the_dossier_sees_no_mail_of_it(sign_in: SignIn) -> None:
    row = _came(mail())
    for where in ("", "origineel/"):
        assert sign_in(LIES).get(_address(row, where)).status_code == 404


def test_a_mail_of_another_dossier_is_not_there(sign_in: SignIn) -> None:
    row, other = _came(mail()), _came(mail("Anders.", number="2"))
    wrong = f"/desk/dossiers/{_dossier(row).reference}/e-mail/{other.public_id}/"
    assert sign_in(SARA).get(wrong).status_code == 404
    assert sign_in(SARA).get(f"{wrong}origineel/").status_code == 404


def test_who_reads_a_complaint_without_the_right_to_originals_gets_none(sign_in: SignIn, city: City) -> None:
    dossier = way.admitted(city, at=now()).complaint.dossier
    row, _ = keep(mail(), at=now())
    RawMail.objects.filter(pk=row.pk).update(dossier=dossier, outcome="reply")
    address = f"/desk/klachten/{dossier.reference}/e-mail/{row.public_id}/"
    assert sign_in(GREET).get(f"{address}origineel/").status_code == 200
    assert "niet het recht" in sign_in(HILDE).get(address).content.decode()
    assert sign_in(HILDE).get(f"{address}origineel/").status_code == 404


@pytest.mark.parametrize(
    ("results", "told"),
    [
        ("dmarc=fail", "waarschijnlijk vals"),
        ("spf=pass; dkim=pass; dmarc=pass", "komt van het domein"),
        ("", "zei niets"),
    ],
)
def test_what_our_own_server_found_is_told_and_what_another_wrote_is_not(
    sign_in: SignIn, city: City, results: str, told: str
) -> None:
    box = Mailbox.objects.create(
        name="Info",
        address="info@x.example",
        host="x",
        username="x",
        secret=b"",
        created_at=now(),
        mail_server="mx.onze",
    )
    lying = b"Authentication-Results: mx.ander; dmarc=pass\r\n"
    ours = f"Authentication-Results: mx.onze; {results}\r\n".encode() if results else b""
    row = _came(ours + lying + mail(), mailbox=box)
    assert told in sign_in(SARA).get(_address(row)).content.decode()


def test_the_layout_is_shown_on_request_in_a_frame_that_can_do_nothing(sign_in: SignIn) -> None:
    html = b"<p>Dag <b>stad</b></p><script>alert(1)</script><img src=https://kwaad.example/x.png>"
    row = _came(mail("x").replace(b"text/plain", b"text/html").replace(b"x\r\n", html))
    without = sign_in(SARA).get(_address(row)).content.decode()
    assert "<iframe" not in without
    shown = sign_in(SARA).get(_address(row) + "?opmaak=1").content.decode()
    frame = shown[shown.index("<iframe") : shown.index("</iframe>")]
    assert 'sandbox=""' in frame
    assert "&lt;b&gt;stad&lt;/b&gt;" in frame
    assert "alert" not in frame
    assert "kwaad" not in frame


def test_a_mail_that_did_not_arrive_says_so_and_what_to_do(sign_in: SignIn, city: City) -> None:
    row = _came(mail())
    message = write_to_reporter(_dossier(row), text="Welke lamp?", by=city.actor(SARA), at=now())
    Message.objects.filter(pk=message.pk).update(delivery=Delivery.SENT, held_until=None)
    _came(bounce(message_id(message)))
    page = _page(sign_in(SARA), row)
    assert "e-mail kwam niet aan, het adres bestaat niet (meer): bel of stuur een brief" in page
    assert "kwam niet aan. Bel of schrijf de melder." in page


def test_automatic_mail_can_be_read_and_still_become_a_dossier_without_an_answer(sign_in: SignIn) -> None:
    row = _came(mail("Ik ben toch een mens.", Precedence="bulk", subject="Nieuwsbrief"))
    assert row.dossier is None
    client = sign_in(SARA)
    assert "Nieuwsbrief" in client.get("/desk/e-mails/").content.decode()
    address = f"/desk/e-mails/{row.public_id}/"
    page = client.get(address).content.decode()
    assert "Ik ben toch een mens." in page
    assert "aan velen tegelijk verstuurd" in page
    assert b"".join(client.get(f"{address}origineel/")).startswith(b"From:")
    made = client.post(address)
    row.refresh_from_db()
    assert made["Location"] == f"/desk/dossiers/{_dossier(row).reference}/"
    assert not Message.objects.filter(thread=_dossier(row).thread, direction="out").exists()
    assert client.post(address).status_code == 404
    assert client.get("/desk/e-mails/").content.decode().count("Nieuwsbrief") == 0


def test_only_the_contact_point_reads_automatic_mail(sign_in: SignIn) -> None:
    row = _came(mail(Auto_Submitted="auto-replied"))
    for address in ("/desk/e-mails/", f"/desk/e-mails/{row.public_id}/", f"/desk/e-mails/{row.public_id}/origineel/"):
        assert sign_in(LIES).get(address).status_code == 404


def test_a_file_in_quarantine_is_named_with_why_and_opened_by_nobody(sign_in: SignIn) -> None:
    row = _came(with_file("factuur.doc", b"dag"))
    assert row.message is not None
    file = row.message.attachments.get().file
    StoredFile.objects.filter(pk__in=[file.pk, row.file_id]).update(safety="suspect", found="Proef.Virus")
    client = sign_in(SARA)
    page = _page(client, row)
    assert "factuur.doc" in page
    assert "de virusscanner hield het tegen (Proef.Virus)" in page
    address = f"/desk/dossiers/{_dossier(row).reference}/bestand/{file.public_id}/"
    assert address not in page
    assert client.get(address).status_code == 422
    told = client.get(_address(row)).content.decode()
    assert "staat in quarantaine" in told
    assert client.get(_address(row, "origineel/")).status_code == 422


def _with_picture(*, content: bytes) -> bytes:
    """A mail whose layout shows a picture of its own, one of the internet, and points at one that is not there."""
    message = EmailMessage(policy=SMTP)
    message["From"] = "Amina Daoudi <amina.daoudi@voorbeeld.example>"
    message["Message-ID"] = "<beeld@voorbeeld.example>"
    message.set_content("Zie de foto.")
    html = (
        '<p>Kijk:</p><img src="cid:foto@1" alt="de lamp"><img src="https://kwaad.example/x.png"><img src="cid:weg@1">'
    )
    message.add_alternative(html, subtype="html")
    *_, layout = message.iter_parts()
    assert isinstance(layout, EmailMessage)
    layout.add_related(content, maintype="image", subtype="png", cid="<foto@1>", filename="lamp.png")
    return message.as_bytes()


def test_a_picture_inside_a_mail_is_shown_in_its_layout_encoded_anew(sign_in: SignIn) -> None:
    out = BytesIO()
    Image.new("RGB", (4, 4), "red").save(out, "PNG", pnginfo=_secret())
    row = _came(_with_picture(content=out.getvalue()))
    assert row.message is not None
    answer = sign_in(SARA).get(_address(row) + "?opmaak=1")
    frame = unescape(answer.content.decode().split('srcdoc="')[1].split('"></iframe>')[0])
    [picture] = re.findall(r'src="data:image/png;base64,([^"]+)"', frame)
    assert b"Vaartberg Optics" in out.getvalue()
    assert b"Vaartberg Optics" not in b64decode(picture)
    assert frame.count("src=") == 1
    assert "kwaad" not in frame
    assert "img-src 'self' data:" in answer["Content-Security-Policy"]


def test_what_is_no_picture_we_encoded_is_only_named(sign_in: SignIn) -> None:
    row = _came(_with_picture(content=b"<svg onload=alert(1)>"))
    page = sign_in(SARA).get(_address(row) + "?opmaak=1").content.decode()
    assert "data:" not in page[page.index("<iframe") : page.index("</iframe>")]
    assert "Deze beelden tonen we niet in de e-mail: lamp.png" in page
    assert "lamp.png" in _page(sign_in(SARA), row)


def _secret() -> PngInfo:
    planted = PngInfo()
    planted.add_text("Camera", "Vaartberg Optics")
    return planted
