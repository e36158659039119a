"""The page of an ordinary dossier: what it shows, to whom, and writing on it."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from gehoor.complaints.actions import lodge_from
from gehoor.correspondence.actions import Author
from gehoor.correspondence.actions import note as write_note
from gehoor.correspondence.models import Attachment, Message
from gehoor.dossiers.actions.assigning import give_back
from gehoor.dossiers.actions.first_line import close, offer_solution, reopen
from gehoor.dossiers.actions.messages import hear_reporter, write_to_reporter
from gehoor.dossiers.lifecycle import CloseReason
from gehoor.dossiers.models import Dossier
from gehoor.kernel.clock import now
from gehoor.kernel.references import make_reference
from tests.city import City
from tests.people import DIRK, GREET, ILSE, LIES, NELE, SARA, Somebody

pytestmark = pytest.mark.django_db
SignIn = Callable[[Somebody], Client]
Report = Callable[..., Dossier]


def page_of(client: Client, dossier: Dossier) -> str:
    answer = client.get(f"/desk/dossiers/{dossier.reference}/")
    assert answer.status_code == 200
    return answer.content.decode()


def post(client: Client, dossier: Dossier, where: str, **values: object) -> tuple[int, str]:
    version = values.pop("version", Dossier.objects.get(pk=dossier.pk).version)
    answer = client.post(f"/desk/dossiers/{dossier.reference}/{where}/", {"version": version, **values})
    return answer.status_code, answer.content.decode()


def step(dossier: Dossier) -> str:
    return Dossier.objects.get(pk=dossier.pk).step


def test_a_worker_reads_who_said_what_and_by_when(sign_in: SignIn, report: Report) -> None:
    page = page_of(sign_in(NELE), report(department="reiniging"))
    for words in (
        "Ons restafval staat er nog",
        "Amina Daoudi",
        "+32 16 555 01 40",
        "Vaartstraat 9",
        "Reiniging",
        "g-proof",
    ):
        assert words in page, words


def test_a_worker_of_another_department_gets_what_a_wrong_number_gets(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="groen")
    client = sign_in(NELE)
    nothing = client.get(f"/desk/dossiers/{make_reference(2026, 99999)}/")
    for path in (
        "",
        "sturen/",
        "toewijzen/",
        "teruggeven/",
        "afsluiten/",
        "verbeteren/",
        "taak/",
        "klacht/",
        "gezegd/",
    ):
        hidden = client.get(f"/desk/dossiers/{dossier.reference}/{path}")
        assert (hidden.status_code, hidden.content) == (404, nothing.content), path
    for path in ("bericht/", "notitie/", "opnemen/", "afsluiten/"):
        hidden = client.post(f"/desk/dossiers/{dossier.reference}/{path}", {"text": "x", "version": 1})
        assert (hidden.status_code, hidden.content) == (404, nothing.content), path


def test_a_number_with_a_wrong_check_digit_is_not_found(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging")
    wrong = dossier.reference[:-1] + str((int(dossier.reference[-1]) + 1) % 10)
    assert sign_in(NELE).get(f"/desk/dossiers/{wrong}/").status_code == 404


def test_an_ombudsman_and_a_visitor_do_not_come_in(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging")
    assert sign_in(ILSE).get(f"/desk/dossiers/{dossier.reference}/").status_code == 404
    assert Client().get(f"/desk/dossiers/{dossier.reference}/").status_code == 302


def test_who_only_reads_gets_no_form(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging")
    page = page_of(sign_in(DIRK), dossier)
    assert "Je kan dit dossier lezen" in page
    assert "/bericht/" not in page
    assert post(sign_in(DIRK), dossier, "bericht", text="x", act="message")[0] == 403
    assert post(sign_in(DIRK), dossier, "afsluiten", text="x", reason="answered")[0] == 404


def test_a_message_goes_to_the_reporter(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging")
    client = sign_in(NELE)
    assert post(client, dossier, "bericht", text="Morgen halen we het op.", act="message")[0] == 303
    message = Message.objects.get(letter="message")
    assert message.to_address == "amina.daoudi@voorbeeld.example"
    assert "Morgen halen we het op." in message.body
    page = page_of(client, dossier)
    assert "Je bericht vertrekt over 20 seconden." in page
    assert f'data-draft-done="{dossier.reference}-write"' in page
    assert "data-draft-done" not in page_of(client, dossier)


def test_an_empty_message_is_not_sent(sign_in: SignIn, report: Report) -> None:
    status, page = post(sign_in(NELE), report(department="reiniging"), "bericht", text="  ", act="message")
    assert status == 422
    assert "Schrijf eerst een tekst." in page
    assert not Message.objects.filter(letter="message").exists()


def test_asking_makes_the_dossier_wait_for_the_reporter(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging")
    assert post(sign_in(NELE), dossier, "bericht", text="Welk huisnummer?", act="ask")[0] == 303
    assert step(dossier) == "waiting_reporter"


def test_a_solution_is_offered_and_meets_the_term(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging")
    client = sign_in(NELE)
    assert post(client, dossier, "bericht", text="Vanaf maandag rijden we om.", act="offer")[0] == 303
    assert step(dossier) == "answered"
    assert "voorstel, wacht op reactie" in page_of(client, dossier)


def test_a_note_stays_inside_and_looks_different(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging")
    client = sign_in(NELE)
    assert post(client, dossier, "notitie", text="Wie heeft de sleutel?")[0] == 303
    page = page_of(client, dossier)
    assert re.search(r"g-say--note.*Notitie, alleen voor collega’s.*Wie heeft de sleutel\?", page, re.DOTALL)
    written = Message.objects.get(body="Wie heeft de sleutel?")
    assert (written.direction, written.to_address) == ("note", "")
    assert "sleutel" not in page_of(sign_in(NELE), report(department="reiniging"))


def test_the_button_names_the_receiver_and_the_address_is_shown(sign_in: SignIn, report: Report) -> None:
    page = page_of(sign_in(NELE), report(department="reiniging"))
    assert "Verstuur naar Amina" in page
    assert "amina.daoudi@voorbeeld.example" in page
    assert "Zo krijgt Amina het" in page


def test_text_of_outside_is_never_markup(sign_in: SignIn, report: Report) -> None:
    dossier = report("<mrk-x>vies</mrk-x> <script>alert(1)</script>", department="reiniging", place="<mrk-y>")
    page = page_of(sign_in(NELE), dossier)
    assert "<mrk-" not in page
    assert "<script>alert" not in page


def test_two_people_at_once_one_is_told_and_loses_nothing(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging")
    seen = Dossier.objects.get(pk=dossier.pk).version
    assert post(sign_in(SARA), dossier, "bericht", text="Ik was eerst.", act="message", version=seen)[0] == 303
    status, page = post(sign_in(NELE), dossier, "bericht", text="Mijn lange tekst", act="message", version=seen)
    assert status == 409
    assert "Iemand anders werkte intussen aan dit dossier" in page
    assert "Mijn lange tekst</textarea>" in page
    assert "Ik was eerst." in page
    again = re.search(r'name="version" value="(\d+)"', page)
    assert again
    assert post(sign_in(NELE), dossier, "bericht", text="Mijn lange tekst", act="message", version=again[1])[0] == 303


def test_a_second_click_sends_nothing_twice(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging")
    client = sign_in(NELE)
    seen = Dossier.objects.get(pk=dossier.pk).version
    for _ in range(2):
        assert post(client, dossier, "bericht", text="Eén keer.", act="message", version=seen)[0] == 303
    assert Message.objects.filter(letter="message").count() == 1


def test_a_file_goes_along_and_comes_out_through_the_door(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging")
    client = sign_in(NELE)
    picture = BytesIO()
    Image.new("RGB", (8, 8), "green").save(picture, "PNG")
    sent = [
        SimpleUploadedFile("plan.png", picture.getvalue(), "image/png"),
        SimpleUploadedFile("uitleg.html", b"<script>alert(1)</script>", "text/html"),
    ]
    assert post(client, dossier, "bericht", text="Zie bijlage.", act="message", files=sent)[0] == 303
    assert "plan.png" in page_of(client, dossier)
    shown, loaded = (
        client.get(f"/desk/dossiers/{dossier.reference}/bestand/{one.file.public_id}/")
        for one in Attachment.objects.order_by("pk")
    )
    assert shown["Content-Disposition"].startswith("inline")
    assert shown["Content-Type"] == "image/png"
    assert loaded["Content-Disposition"].startswith("attachment")
    assert loaded["Content-Type"] == "application/octet-stream"
    assert "sandbox" in loaded["Content-Security-Policy"]
    assert loaded["X-Content-Type-Options"] == "nosniff"
    assert b"".join(loaded) == b"<script>alert(1)</script>"


def test_a_file_of_another_dossier_or_department_is_not_handed_out(sign_in: SignIn, report: Report) -> None:
    dossier, other = report(department="reiniging"), report(department="groen")
    sent = SimpleUploadedFile("plan.txt", b"plan", "text/plain")
    assert post(sign_in(LIES), other, "bericht", text="Zie bijlage.", act="message", files=[sent])[0] == 303
    public_id = Attachment.objects.get().file.public_id
    client = sign_in(NELE)
    for reference in (dossier.reference, other.reference):
        assert client.get(f"/desk/dossiers/{reference}/bestand/{public_id}/").status_code == 404
    assert client.get(f"/desk/dossiers/{dossier.reference}/bestand/nonsense/").status_code == 404


def test_the_reason_of_a_return_is_read_by_the_contact_point(sign_in: SignIn, report: Report, city: City) -> None:
    dossier = report(department="groen")
    give_back(dossier, reason="De bak is van reiniging.", by=city.actor(LIES), at=now())
    page = page_of(sign_in(SARA), dossier)
    assert "De bak is van reiniging." in page
    assert "Lies Janssens" in page


def test_a_third_contact_says_it_may_be_a_complaint(sign_in: SignIn, report: Report, city: City) -> None:
    dossier = report(department="reiniging")
    client = sign_in(NELE)
    assert "Dit kan een klacht zijn" not in page_of(client, dossier)
    for text in ("Nog niets.", "Derde keer nu."):
        hear_reporter(dossier, text=text, medium="phone", by=city.actor(NELE), at=now())
    page = page_of(client, dossier)
    assert "Dit kan een klacht zijn: bied de procedure aan." in page
    assert "al 3 keer" in page


def test_a_reopened_dossier_says_it_may_be_a_complaint(sign_in: SignIn, report: Report, city: City) -> None:
    dossier = report(department="reiniging")
    close(dossier, CloseReason.ANSWERED, text="Klaar.", by=city.actor(NELE), at=now())
    reopen(Dossier.objects.get(pk=dossier.pk), by=city.actor(NELE), at=now())
    page = page_of(sign_in(NELE), dossier)
    assert "Dit kan een klacht zijn" in page
    assert "Heropend" in page


def test_a_complaint_that_one_may_not_see_is_not_named(sign_in: SignIn, report: Report, city: City) -> None:
    dossier = report(department="reiniging")
    complaint = lodge_from(dossier, text="GEHEIM", by=city.actor(SARA), at=now()).dossier
    assert complaint.reference not in page_of(sign_in(NELE), dossier)
    assert complaint.reference in page_of(sign_in(GREET), dossier)


def test_a_complaint_has_no_page_here(sign_in: SignIn, report: Report, city: City) -> None:
    dossier = lodge_from(report(department="reiniging"), text="Klacht", by=city.actor(SARA), at=now()).dossier
    assert sign_in(NELE).get(f"/desk/dossiers/{dossier.reference}/").status_code == 404
    assert sign_in(GREET).get(f"/desk/dossiers/{dossier.reference}/").status_code == 302
    assert sign_in(GREET).post(f"/desk/dossiers/{dossier.reference}/notitie/", {"text": "x"}).status_code == 404


def test_one_message_and_twenty_cost_the_same_eight_statements(sign_in: SignIn, report: Report, city: City) -> None:
    dossier = report(department="reiniging")
    client = sign_in(NELE)
    page_of(client, dossier)
    counts = []
    for more in (0, 19):
        for number in range(more):
            write_note(dossier.thread, text=f"Notitie {number}", author=Author("Nele"), at=now())
            write_to_reporter(dossier, text=f"Bericht {number}", by=city.actor(NELE), at=now())
        offer_solution(Dossier.objects.get(pk=dossier.pk), text="Zo?", by=city.actor(NELE), at=now())
        with CaptureQueriesContext(connection) as queries:
            page_of(client, dossier)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_looking_changes_nothing(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging")
    client = sign_in(NELE)
    page_of(client, dossier)
    with CaptureQueriesContext(connection) as queries:
        page_of(client, dossier)
    assert not [q["sql"] for q in queries if not q["sql"].lstrip().upper().startswith("SELECT")]
