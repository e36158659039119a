"""Finding a dossier, and the mail of the demo."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from gehoor.correspondence.sending import send_next
from gehoor.dossiers.models import Dossier
from gehoor.kernel.clock import now
from tests.people import AMINA, LIES, NELE, SARA, Somebody

pytestmark = pytest.mark.django_db
SignIn = Callable[[Somebody], Client]
Report = Callable[..., Dossier]


def found(client: Client, text: str) -> str:
    answer = client.get("/desk/zoek/", {"q": text})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_number_opens_its_dossier_however_it_is_typed(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging")
    for typed in (dossier.reference, dossier.reference.replace("-", " "), dossier.reference.replace("-", "")):
        answer = sign_in(NELE).get("/desk/zoek/", {"q": typed})
        assert (answer.status_code, answer["Location"]) == (302, f"/desk/dossiers/{dossier.reference}/")


def test_a_wrong_check_digit_is_said(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging")
    wrong = dossier.reference[:-1] + str((int(dossier.reference[-1]) + 1) % 10)
    assert "Dit nummer klopt niet." in found(sign_in(NELE), wrong)


def test_names_places_and_words_are_found_from_their_beginning(sign_in: SignIn, report: Report) -> None:
    dossier = report("De glasbol is vol", department="reiniging", place="Sluisplein 4")
    client = sign_in(NELE)
    for text in ("glasb", "amina dao", "SLUISPLEIN"):
        assert dossier.reference in found(client, text), text


def test_a_phone_number_and_an_address_for_mail_find_whose_they_are(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging", reporter=AMINA)
    for text in (AMINA.email, AMINA.phone, "+32 16 555 01 40", "016555.0140"):
        assert dossier.reference in found(sign_in(NELE), text), text
        assert dossier.reference not in found(sign_in(LIES), text), text


def test_no_hit_one_and_twenty_cost_the_same_four_statements(sign_in: SignIn, report: Report) -> None:
    client = sign_in(NELE)
    found(client, "glasbol")
    counts = []
    for more in (0, 1, 19):
        for _ in range(more):
            report("De glasbol is vol", department="reiniging")
        with CaptureQueriesContext(connection) as queries:
            found(client, "glasbol")
        counts.append(len(queries))
    assert counts == [4, 4, 4]


def test_what_one_may_not_see_is_not_found(sign_in: SignIn, report: Report) -> None:
    dossier = report("De glasbol is vol", department="groen")
    client = sign_in(NELE)
    for text in ("glasbol", "Amina", dossier.reference):
        assert f"/desk/dossiers/{dossier.reference}/" not in found(client, text), text


def test_odd_words_break_nothing(sign_in: SignIn) -> None:
    for text in ("' OR 1=1 --", "& | ! ( )", ":*", "\x00", "a" * 5000, "<mrk-x>", "2026-1-1-1-1"):
        assert "<mrk-x>" not in found(sign_in(SARA), text)


def test_the_mail_of_the_demo_can_be_read_and_its_link_followed(
    report: Report, settings: Settings, tmp_path: Path
) -> None:
    settings.GEHOOR_DATA, settings.GEHOOR_DEMO = tmp_path, True
    settings.EMAIL_BACKEND = "gehoor.correspondence.post.LocalOutbox"
    report()
    assert send_next(at=now())
    client = Client()
    listed = client.get("/demo/outbox/")
    assert "amina.daoudi@voorbeeld.example" in listed.content.decode()
    mail = client.get(f"/demo/outbox/{listed.context['mails'][0]['name']}/").content.decode()
    assert "Dag inwoner" in mail
    assert "/volg/" in mail
    assert "<a href=" in mail
    assert client.get("/demo/outbox/nonsense/").status_code == 404


def test_outside_the_demo_there_is_no_such_page(settings: Settings) -> None:
    settings.GEHOOR_DEMO = False
    assert Client().get("/demo/outbox/").status_code == 404
    assert Client().get("/demo/outbox/x/").status_code == 404
