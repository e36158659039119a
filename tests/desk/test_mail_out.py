"""In whose name mail goes out, and whether it goes: the screens of the administrator."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import Settings

from gehoor.correspondence.actions import Addressee, open_thread, queue_letter
from gehoor.correspondence.letterheads import head_of
from gehoor.correspondence.models import Letterhead, Message
from gehoor.correspondence.post import hand_over, read_outbox
from gehoor.files.models import StoredFile
from gehoor.journal.models import Entry
from gehoor.kernel.clock import now
from tests.city import MONDAY, City
from tests.people import AN, GREET, Somebody

SignIn = Callable[[Somebody], Client]
OCMW = "/desk/mail-uit/van/ocmw/"
FILLED = {
    "sender_name": "Sociaal Huis Vaartberg",
    "sender_address": "hulp@vaartberg.example",
    "signature": "Sociaal Huis\nKade 2",
}


@pytest.fixture(autouse=True)
def outbox(settings: Settings, tmp_path: Path) -> None:
    settings.GEHOOR_DATA, settings.EMAIL_BACKEND = tmp_path, "gehoor.correspondence.post.LocalOutbox"
    settings.GEHOOR_FILES_ROOT = tmp_path / "files"


def picture(size: tuple[int, int] = (1200, 900)) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGBA", size, (10, 90, 80, 128)).save(out, "PNG")
    return SimpleUploadedFile("schild.png", out.getvalue())


def sent(city: City) -> Message:
    to = Addressee("Amina", "amina@voorbeeld.example")
    message = queue_letter(
        open_thread(at=MONDAY), "new_link", {"reference": "2026-00042-5"}, to=to, at=MONDAY, body_id=city.ocmw.pk
    )
    hand_over(message, "abc")
    return message


def test_a_body_writes_in_its_own_name_with_its_logo(city: City, sign_in: SignIn) -> None:
    client = sign_in(AN)
    answer = client.post(OCMW, {**FILLED, "logo": picture()})
    assert answer.status_code == 303
    message = sent(city)
    [mail] = read_outbox()
    assert mail["From"] == "Sociaal Huis Vaartberg <hulp@vaartberg.example>"
    assert message.signature == "Sociaal Huis\nKade 2"
    assert mail.get_content_type() == "multipart/related"
    [logo] = [part for part in mail.walk() if part.get_content_maintype() == "image"]
    html = mail.get_body(("html",))
    assert html is not None
    assert f"cid:{str(logo['Content-ID']).strip('<>')}" in html.get_content()
    assert 'alt="Sociaal Huis Vaartberg"' in html.get_content()
    with Image.open(BytesIO(logo.get_content())) as small:
        assert small.width <= 480
        assert small.height <= 160
    assert "data:image/png;base64," in client.get(f"{OCMW}mail/").content.decode()
    assert Entry.objects.filter(verb="correspondence.letterhead_changed").count() == 1
    assert head_of(city.stad.pk).sender == "Stad Vaartberg <gehoor@vaartberg.example>", "another body is as it was"


def test_a_logo_is_replaced_and_taken_away(city: City, sign_in: SignIn) -> None:
    client = sign_in(AN)
    client.post(OCMW, {**FILLED, "logo": picture()})
    client.post(OCMW, {**FILLED, "logo": picture((20, 20))})
    assert StoredFile.objects.count() == 1
    client.post(OCMW, {**FILLED, "without_logo": "on"})
    assert not StoredFile.objects.exists()
    sent(city)
    assert read_outbox()[0].get_content_type() == "multipart/alternative"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("sender_name", "Stad <x@kwaad.example>", "kan dit niet staan: &lt;"),
        ("sender_name", "Stad\r\nBcc: a@b.example", "kan dit niet staan"),
        ("sender_name", "x" * 101, "hoogstens 100"),
        ("sender_address", "geen adres", "Dit is geen e-mailadres"),
        ("sender_address", "a@vaartberg.example\r\nBcc: b@c.example", "Dit is geen e-mailadres"),
        ("sender_address", "ü@vaartberg.example", "Dit is geen e-mailadres"),
        ("signature", "\n".join("12345678901"), "te lang"),
        ("signature", "Stad \u202egnp.exe", "verborgen teken"),
    ],
)
def test_what_does_not_fit_in_a_mail_is_refused_in_words(sign_in: SignIn, field: str, value: str, words: str) -> None:
    answer = sign_in(AN).post(OCMW, {**FILLED, field: value})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Letterhead.objects.exists()


@pytest.mark.parametrize("content", [b"<svg onload=alert(1)>", b"%PDF-1.7", b"x"])
def test_a_logo_is_a_picture(sign_in: SignIn, content: bytes) -> None:
    answer = sign_in(AN).post(OCMW, {**FILLED, "logo": SimpleUploadedFile("logo.png", content)})
    assert answer.status_code == 422
    assert "Dit is geen foto of tekening die we kennen" in answer.content.decode()
    assert not Letterhead.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_sender_elsewhere_is_kept_with_a_warning(sign_in: SignIn) -> None:
    client = sign_in(AN)
    assert client.post(OCMW, {**FILLED, "sender_address": "hulp@elders.example"}).status_code == 303
    assert "SPF en DKIM" in client.get(OCMW).content.decode()
    client.post(OCMW, FILLED)
    assert "SPF" not in client.get(OCMW).content.decode()


def test_an_empty_field_is_as_the_body_says(city: City, sign_in: SignIn) -> None:
    client = sign_in(AN)
    client.post(OCMW, FILLED)
    client.post(OCMW, {})
    assert head_of(city.ocmw.pk).sender == "OCMW Vaartberg <gehoor@vaartberg.example>"
    assert "Stadskaai 1" in head_of(city.ocmw.pk).signature


def test_what_waits_is_on_the_page_with_why(city: City, sign_in: SignIn) -> None:
    client = sign_in(AN)
    assert "Er wacht geen enkele e-mail." in client.get("/desk/mail-uit/").content.decode()
    message = queue_letter(
        open_thread(at=now()), "new_link", {"reference": "1"}, to=Addressee("A", "a@voorbeeld.example"), at=now()
    )
    later = now() + timedelta(hours=1)
    Message.objects.filter(pk=message.pk).update(retry_at=later)
    assert "omdat het adres al veel e-mails kreeg" in client.get("/desk/mail-uit/").content.decode()
    Message.objects.filter(pk=message.pk).update(failure="SSLCertVerificationError", attempts=3)
    assert "Het certificaat van de mailserver klopt niet" in client.get("/desk/mail-uit/").content.decode()


def test_a_test_mail_says_what_came_of_it(sign_in: SignIn, settings: Settings) -> None:
    client = sign_in(AN)
    client.post("/desk/mail-uit/test/")
    assert read_outbox()[0]["To"] == AN.email
    assert "er is geen mailserver ingesteld" in client.get("/desk/mail-uit/").content.decode()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_PORT = 1
    client.post("/desk/mail-uit/test/")
    assert "De mailserver neemt niet op." in client.get("/desk/mail-uit/").content.decode()


def test_only_an_administrator_sets_it(sign_in: SignIn) -> None:
    client = sign_in(GREET)
    for path in ("/desk/mail-uit/", OCMW, f"{OCMW}mail/"):
        assert client.get(path).status_code == 404
    assert client.post("/desk/mail-uit/test/").status_code == 404
    assert client.post(OCMW, FILLED).status_code == 404
    assert sign_in(AN).get("/desk/mail-uit/van/niets/").status_code == 404
