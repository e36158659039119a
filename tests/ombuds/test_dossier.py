"""What the ombudsman reads of a complaint that was handed over, and what stays inside the city."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gehoor.complaints import actions
from gehoor.complaints.models import Complaint, Referral
from gehoor.complaints.procedure import ReferralGround
from gehoor.correspondence.models import Attachment
from gehoor.dossiers.actions.messages import hear_reporter
from gehoor.dossiers.models import Dossier
from gehoor.journal.models import Entry, Read
from gehoor.kernel.clock import now
from gehoor.kernel.references import make_reference
from tests.city import City
from tests.complaints import course
from tests.ombuds.conftest import CANARY, after_the_first_line, handed_over, kept, referral_of, whisper
from tests.people import AN, DIRK, GREET, HILDE, ILSE, NELE, SARA, THOMAS, Somebody

pytestmark = pytest.mark.django_db
SignIn = Callable[[Somebody], Client]
PATHS = ("", "openen/", "besluit/", "bestand/00000000-0000-4000-8000-000000000000/")


def at(complaint: Complaint, path: str = "") -> str:
    return f"/ombuds/{complaint.dossier.reference}/{path}"


def page_of(client: Client, complaint: Complaint) -> str:
    answer = client.get(at(complaint))
    assert answer.status_code == 200
    return answer.content.decode()


def test_everything_that_was_handed_over_is_on_the_page(city: City, ilse: Client) -> None:
    page = page_of(ilse, handed_over(city))
    for words in (
        "Niet tevreden met het antwoord.",  # the ground
        "Ik wil meer.",  # the words of the complainant
        "Het restafval bleef vier keer staan.",  # both sides
        "Haal het afval op en betaal me terug.",
        "De rit stopte aan het hek.",
        "Waarom bleef het afval staan?",
        "gegrond",  # point, norm, measure, reasons
        "We betalen 24 euro terug.",
        "De ritten stopten aan het hek.",
        "De stad was fout.",  # the draft
        "Te weinig.",  # the reaction
        "Ons besluit over je klacht",  # the closing letter
        "Alles is duidelijk.",  # the reason of a decision
        "tekende niet betrokken te zijn",
        "versie",
        "g-proof",
        "g-strip",
        "Overgedragen aan de tweede lijn",
        "onveranderd",
    ):
        assert words in page, words


def test_a_difference_of_view_is_shown_with_the_advice(city: City, ilse: Client) -> None:
    there = course.differing(city)
    actions.advise(there.complaint, text="Volg de coördinator.", by=there.hilde, at=there.later())
    actions.decide(there.complaint, finding="deels_gegrond", reason="Eén rit was er.", by=there.greet, at=there.later())
    actions.send_proposal(there.complaint, text="We betalen 12 euro.", by=there.greet, at=there.later())
    actions.refer(there.complaint, ground=ReferralGround.ANSWER, by=there.greet, at=there.later())
    actions.open_referral(referral_of(there.complaint), by=there.ilse, at=there.later())
    page = page_of(ilse, there.complaint)
    for words in (
        "De coördinator ziet het anders",
        "Eén rit was er wel.",
        "Volg de coördinator.",
        "Na het advies besliste",
    ):
        assert words in page, words
    assert "De klachtencoördinatie van de stad droeg de klacht over" in page


def test_who_was_refused_and_why_is_on_the_page(city: City, ilse: Client) -> None:
    there = course.lodged(city, named=("Koen Verlinden",))
    actions.reject(
        there.complaint, grounds=["reeds_behandeld"], reason="Vorig jaar beslist.", by=there.greet, at=there.later()
    )
    actions.refer(there.complaint, ground=ReferralGround.REFUSED, by=there.amina, at=there.later())
    actions.open_referral(referral_of(there.complaint), by=there.ilse, at=there.later())
    page = page_of(ilse, there.complaint)
    for words in ("Koen Verlinden", "mocht de klacht niet behandelen", "Vorig jaar beslist.", "niet naar haar kant"):
        assert words in page, words


def test_what_was_said_to_the_department_before_goes_along(city: City, ilse: Client) -> None:
    complaint = after_the_first_line(city)
    page = page_of(ilse, complaint)
    assert "Het staat er nog." in page
    assert "vóór de klacht" in page
    assert "en is er nog niet" in page
    file = Attachment.objects.get(file__name="foto.txt").file
    answer = ilse.get(at(complaint, f"bestand/{file.public_id}/"))
    assert (answer.status_code, answer.getvalue()) == (200, b"bijlage")
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_an_internal_note_is_on_no_page_and_in_no_file(city: City, ilse: Client) -> None:
    complaint = after_the_first_line(city)
    melding = Dossier.objects.get(pk=complaint.dossier.arises_from_id or 0)
    files = [whisper(city, complaint.dossier, GREET), whisper(city, melding, NELE)]
    for path in ("", "besluit/"):
        assert CANARY not in ilse.get(at(complaint, path)).content.decode()
    assert CANARY not in ilse.get("/ombuds/").content.decode()
    assert "de notitie zelf blijft bij de stad" in page_of(ilse, complaint)
    typed = {"count": "1", "conclusion": "Gegrond.", "recommendation_1": "", "act": "check"}
    assert CANARY not in ilse.post(at(complaint, "besluit/"), typed).content.decode()
    for file in files:
        answer = ilse.get(at(complaint, f"bestand/{file.public_id}/"))
        assert answer.status_code == 404
        assert CANARY not in answer.content.decode()


def test_another_complaint_looks_like_one_that_does_not_exist(city: City, ilse: Client) -> None:
    handed_over(city)
    other = course.closed(city).complaint
    for path in PATHS:
        send = ilse.post if path == "openen/" else ilse.get
        nothing = send(f"/ombuds/{make_reference(2026, 99999)}/{path}")
        hidden = send(at(other, path))
        assert (hidden.status_code, hidden.content) == (404, nothing.content), path


def test_a_file_of_another_dossier_is_not_there(city: City, ilse: Client) -> None:
    complaint, other = handed_over(city), course.closed(city).complaint
    file = kept(city, "geheim.txt")
    hear_reporter(other.dossier, text="Nog iets.", by=city.actor(SARA), at=now(), files=[file])
    assert ilse.get(at(complaint, f"bestand/{file.public_id}/")).status_code == 404
    assert ilse.get(at(other, f"bestand/{file.public_id}/")).status_code == 404


@pytest.mark.parametrize("somebody", [SARA, NELE, THOMAS, GREET, HILDE, DIRK, AN], ids=lambda who: who.function)
def test_nobody_of_the_city_comes_in(city: City, sign_in: SignIn, somebody: Somebody) -> None:
    complaint, client = handed_over(city), sign_in(somebody)
    for path in PATHS:
        assert client.get(at(complaint, path)).status_code == 404, path
        assert client.post(at(complaint, path)).status_code == 404, path
    assert client.get("/ombuds/bedankt/").status_code == 404


def test_who_is_not_signed_in_signs_in_first(city: City) -> None:
    complaint = handed_over(city)
    for path in PATHS:
        assert Client().get(at(complaint, path)).status_code == 302, path
        assert Client().post(at(complaint, path)).status_code == 302, path


def test_a_complaint_is_opened_by_a_button_and_the_city_sees_that(city: City, ilse: Client) -> None:
    complaint = course.referred(city).complaint
    page = page_of(ilse, complaint)
    assert "Open het dossier" in page
    assert "De rit stopte aan het hek." not in page
    assert referral_of(complaint).opened_at is None
    assert ilse.post(at(complaint, "openen/")).status_code == 303
    assert referral_of(complaint).opened_at is not None
    assert "De rit stopte aan het hek." in page_of(ilse, complaint)
    ilse.post(at(complaint, "openen/"))
    assert Entry.objects.filter(verb="complaints.referral_opened").count() == 1


def test_looking_changes_nothing_but_the_list_of_who_looked(city: City, ilse: Client) -> None:
    complaint = course.referred(city).complaint
    entries = Entry.objects.count()
    row = Referral.objects.filter(complaint=complaint).values().get()
    for path in ("", "besluit/", PATHS[-1]):
        ilse.get(at(complaint, path))
    assert ilse.get(at(complaint, "openen/")).status_code == 405
    assert Entry.objects.count() == entries
    assert Referral.objects.filter(complaint=complaint).values().get() == row
    assert Read.objects.filter(actor_id=city.person(ILSE).pk).count() == 1


def test_before_it_is_opened_no_file_and_no_conclusion(city: City, ilse: Client) -> None:
    complaint = course.referred(city).complaint
    for path in ("besluit/", PATHS[-1]):
        answer = ilse.get(at(complaint, path))
        assert (answer.status_code, answer.headers["Location"]) == (302, at(complaint)), path
    assert ilse.post(at(complaint, "besluit/"), {"conclusion": "x", "act": "send"}).status_code == 302
    assert referral_of(complaint).ended_at is None


def test_the_page_tells_when_the_journal_was_tampered_with(city: City, ilse: Client) -> None:
    complaint = handed_over(city)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER USER")
        cursor.execute("UPDATE journal_entry SET actor_id = 1 WHERE verb = 'complaints.admitted'")
        cursor.execute("ALTER TABLE journal_entry ENABLE TRIGGER USER")
    page = page_of(ilse, complaint)
    assert "Het logboek klopt niet." in page
    assert "onveranderd" not in page


def test_a_fuller_dossier_asks_no_more_of_the_database(city: City, ilse: Client) -> None:
    complaint = handed_over(city)
    page_of(ilse, complaint)
    with CaptureQueriesContext(connection) as few:
        page_of(ilse, complaint)
    for number in range(8):
        hear_reporter(
            complaint.dossier,
            text=f"Nog iets {number}.",
            by=city.actor(SARA),
            at=now(),
            files=[kept(city, f"{number}.txt")],
        )
        whisper(city, complaint.dossier, GREET)
    with CaptureQueriesContext(connection) as many:
        page_of(ilse, complaint)
    assert len(many) == len(few) <= 10, [query["sql"][:90] for query in many]


def test_odd_references_are_not_found(city: City, ilse: Client) -> None:
    for odd in ("x", "2026-00001-1", "%00", "..%2f", "2026"):
        assert ilse.get(f"/ombuds/{odd}/").status_code == 404, odd
