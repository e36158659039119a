"""Files with the form and with a message: what is kept, what is refused, and that a photo forgets where it was taken."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gehoor.correspondence.models import Message
from gehoor.dossiers.models import DraftFile
from gehoor.files.actions import MAX_BYTES
from gehoor.files.models import StoredFile
from tests.files.samples import CAMERA, HTML, PDF, PROGRAM, SVG, exif, photo, png_claiming
from tests.portal.citizen import Citizen


def letter(name: str = "brief.txt", content: bytes = b"Geachte,") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def at_files(citizen: Citizen) -> Citizen:
    """Somebody on the page that asks for files."""
    citizen.visit("/")
    citizen.send("/melden/", text="De lamp is stuk.")
    citizen.send(kind="melding")
    citizen.send(place="", occurred="")
    return citizen


def bytes_of(page: object) -> bytes:
    return b"".join(page.streaming_content)  # type: ignore[attr-defined]


def test_files_are_added_one_by_one_and_taken_away_again(at_files: Citizen) -> None:
    at_files.send(files=[letter("een.txt")], **{"voeg-toe": "ja"})
    at_files.send(files=[letter("twee.txt")], **{"voeg-toe": "ja"})
    assert "Toegevoegd: 2 van 10" in at_files.text
    first = StoredFile.objects.get(name="een.txt")
    at_files.send(weg=str(first.public_id))
    assert "een.txt" not in at_files.text
    assert list(StoredFile.objects.values_list("name", flat=True)) == ["twee.txt"]


def test_a_chosen_file_goes_along_with_go_on(at_files: Citizen) -> None:
    at_files.send(files=[letter()], verder="ja")
    assert at_files.at.endswith("/namens/")
    assert DraftFile.objects.count() == 1


def test_a_photo_forgets_place_and_camera_on_its_way_to_the_dossier(citizen: Citizen) -> None:
    sent = photo("JPEG", exif=exif())
    assert CAMERA in sent
    token = citizen.tell_and_send(files=[letter("lamp.jpg", sent)])
    file = StoredFile.objects.get()
    answer = citizen.client.get(f"/volg/{token}/bestand/{file.public_id}/")
    kept = bytes_of(answer)
    assert CAMERA not in kept
    assert b"Exif" not in kept
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert [file.file.name for file in Message.objects.get(direction="in").attachments.all()] == ["lamp.jpg"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("tekening.svg", SVG), ("pagina.html", HTML), ("pagina.jpg", HTML), ("setup.exe", PROGRAM), ("brief.pdf", PDF)],
)
def test_anything_but_a_photo_is_kept_as_it_is_and_only_ever_downloaded(
    citizen: Citizen, name: str, content: bytes
) -> None:
    token = citizen.tell_and_send(files=[letter(name, content)])
    answer = citizen.client.get(f"/volg/{token}/bestand/{StoredFile.objects.get().public_id}/")
    assert bytes_of(answer) == content
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Type"] not in ("text/html", "image/svg+xml")


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("leeg.txt", b"", "leeg"),
        ("bom.png", png_claiming(30_000, 30_000), "te groot"),
        ("film.mp4", b"x" * (MAX_BYTES + 1), "20 MB"),
    ],
    ids=["empty", "too many pixels", "too large"],
)
def test_a_file_that_cannot_be_kept_is_named_with_the_reason(
    at_files: Citizen, name: str, content: bytes, why: str
) -> None:
    page = at_files.send(files=[letter("goed.txt"), letter(name, content)], verder="ja")
    assert page.status_code == 422
    assert name in at_files.text
    assert why in at_files.text
    assert "Toegevoegd: 1 van 10" in at_files.text, "the good one was kept"


def test_ten_files_and_no_more(at_files: Citizen) -> None:
    page = at_files.send(files=[letter(f"{n}.txt") for n in range(11)], verder="ja")
    assert page.status_code == 422
    assert "Je kan hoogstens 10 bestanden toevoegen." in at_files.text
    assert DraftFile.objects.count() == 10


def test_what_is_no_file_of_mine_is_not_taken_away(at_files: Citizen) -> None:
    at_files.send(files=[letter()], **{"voeg-toe": "ja"})
    for wrong in ("x", "00000000-0000-0000-0000-000000000000", "\x00"):
        at_files.send(weg=wrong)
    assert DraftFile.objects.count() == 1


def test_a_file_goes_with_a_message(citizen: Citizen) -> None:
    token = citizen.tell_and_send()
    citizen.visit(f"/volg/{token}/")
    reference = citizen.text.split("Jouw dossier ")[1].split(" ")[0]
    citizen.send(f"/volg/{token}/{reference}/bericht/", text="", files=[letter()])
    assert "We kregen je bericht." in citizen.text
    assert "brief.txt" in citizen.text


def test_a_message_with_a_file_that_cannot_be_kept_is_not_sent_and_its_text_stays(citizen: Citizen) -> None:
    token = citizen.tell_and_send()
    citizen.visit(f"/volg/{token}/")
    reference = citizen.text.split("Jouw dossier ")[1].split(" ")[0]
    to = f"/volg/{token}/{reference}/bericht/"
    for files, why in (
        ([letter("leeg.txt", b"")], "leeg.txt"),
        ([letter(f"{n}.txt") for n in range(11)], "hoogstens 10 bestanden"),
    ):
        page = citizen.client.post(to, {"text": "Zie de bijlage.", "files": files})
        text = page.content.decode()
        assert page.status_code == 422
        assert why in text
        assert "Zie de bijlage.</textarea>" in text
        assert "Je bericht is nog niet verstuurd." in text
    assert Message.objects.filter(direction="in").count() == 1
    assert not StoredFile.objects.exists()


def test_a_file_of_another_matter_does_not_open_with_this_link(citizen: Citizen) -> None:
    citizen.tell_and_send(files=[letter()])
    theirs = StoredFile.objects.get().public_id
    mine = citizen.tell_and_send()
    assert citizen.client.get(f"/volg/{mine}/bestand/{theirs}/").status_code == 404
    for wrong in ("x", "%00", str(theirs)[:-1]):
        assert citizen.client.get(f"/volg/{mine}/bestand/{wrong}/").status_code == 404


def test_more_than_the_house_takes_is_a_page_that_says_so(citizen: Citizen) -> None:
    answer = citizen.client.post(
        "/melden/abc/bestanden/", data=BytesIO(b""), content_type="application/octet-stream", CONTENT_LENGTH=str(2**31)
    )
    assert answer.status_code == 413
    assert "Dit is te groot" in answer.content.decode()
