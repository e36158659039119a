"""Looking changes nothing, costs the same for one row and for twenty, and asks nothing of another site."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gehoor.correspondence.models import Message
from gehoor.dossiers.actions.messages import hear_reporter
from gehoor.dossiers.models import Dossier
from gehoor.kernel.clock import now
from tests.city import City
from tests.complaints import course as way
from tests.complaints.course import CITIZEN, Course
from tests.people import SARA
from tests.portal.citizen import Citizen, token_of
from tests.portal.test_files import letter

READ_LOG = {"journal_read"}


def table_contents() -> dict[str, str]:
    """A fingerprint of every table but the log of who looked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        tables = [name for (name,) in cursor.fetchall() if name not in READ_LOG]
        found = {}
        for table in tables:
            cursor.execute(f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{table}\" t")
            found[table] = cursor.fetchone()[0]
    return found


@pytest.fixture
def course(city: City) -> Course:
    return way.proposed(city, at=now() - timedelta(days=8))


def pages_of(token: str, reference: str, letter_id: str) -> list[str]:
    acts = ("akkoord", "niet-akkoord", "intrekken", "tevreden", "ombudsman", "klacht", "opgelost", "heropenen")
    base = f"/volg/{token}/"
    own = ["", "ontvangst/", "ontvangst/bewaar/", "gegevens/", f"brief/{letter_id}/", f"{reference}/bericht/"]
    plain = [
        "/",
        "/link-kwijt/",
        "/link-kwijt/verstuurd/",
        "/hoe-we-klachten-behandelen/",
        "/privacy/",
        "/toegankelijkheid/",
    ]
    return [*plain, *(base + one for one in own), *(f"{base}{reference}/{act}/" for act in acts)]


def all_pages(course: Course) -> list[str]:
    dossier = course.complaint.dossier
    message = dossier.thread.messages.filter(letter="proposal").get()
    return pages_of(token_of(dossier), dossier.reference, str(message.public_id))


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_changes_nothing(course: Course, client: Client, method: str) -> None:
    pages = all_pages(course)
    before = table_contents()
    for page in pages:
        answer = getattr(client, method)(page)
        assert answer.status_code in (200, 303, 405), page
        if answer.streaming:
            list(answer.streaming_content)
    assert table_contents() == before


def test_looking_at_the_form_changes_nothing(citizen: Citizen) -> None:
    citizen.tell(kind="klacht", files=[letter()])
    base = citizen.at.removesuffix("nakijken/")
    before = table_contents()
    for page in ("verhaal", "soort", "plaats", "betrokken", "bestanden", "namens", "wie", "nakijken", "verstuurd"):
        for method in ("get", "head"):
            getattr(citizen.client, method)(f"{base}{page}/")
    assert table_contents() == before


def test_no_page_asks_anything_of_another_site(course: Course, client: Client) -> None:
    for page in all_pages(course):
        text = client.get(page).content.decode()
        outside = [found for found in re.findall(r'(?:src|srcset|action)="([^"]*)"', text) if "//" in found]
        assert outside == [], page
        assert re.findall(r'<link[^>]*href="(?:https?:)?//[^"]*"', text) == [], page


def test_no_page_has_script_or_style_inside(course: Course, client: Client) -> None:
    for page in all_pages(course):
        text = client.get(page).content.decode()
        assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|\son[a-z]+=|\sstyle=|<style", text) == [], page


# How much work it is ---------------------------------------------------------------------------------------------------


def statements(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len([query for query in asked.captured_queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def test_the_page_of_a_matter_takes_eight_statements_with_one_message_and_with_twenty(
    city: City, client: Client
) -> None:
    dossier = way.first_line(city, at=now() - timedelta(days=1))
    address = f"/volg/{token_of(dossier)}/"
    few = statements(client, address)
    by = replace(CITIZEN, dossier_ids=frozenset({dossier.pk}))
    for n in range(20):
        hear_reporter(dossier, text=f"Nog iets {n}.", by=by, at=now())
    assert statements(client, address) == few <= 8


def test_and_so_does_a_complaint_with_its_first_line(course: Course, client: Client) -> None:
    address = f"/volg/{token_of(course.complaint.dossier)}/"
    assert statements(client, address) <= 8


def sending(citizen: Citizen, kind: str, files: list[SimpleUploadedFile]) -> list[str]:
    """The statements of one sending, just after another: what is remembered for half a minute is remembered."""
    citizen.tell_and_send(kind=kind)
    citizen.tell(kind=kind, files=files)
    with CaptureQueriesContext(connection) as asked:
        assert citizen.client.post(citizen.at, citizen.hidden()).status_code == 303
    return [q["sql"][:90] for q in asked.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]


@pytest.mark.parametrize("kind", ["vraag", "melding", "ontevreden", "compliment", "klacht"])
def test_sending_takes_twenty_statements_and_files_two_more_however_many(citizen: Citizen, kind: str) -> None:
    few = sending(citizen, kind, [])
    assert len(few) <= 20, few
    one = sending(citizen, kind, [letter("een.txt")])
    assert len(one) == len(few) + 2
    assert len(sending(citizen, kind, [letter("een.txt"), letter("twee.txt"), letter("drie.txt")])) == len(one)


def test_sending_a_complaint_takes_no_more_with_many_complaints_than_with_one(citizen: Citizen) -> None:
    few = sending(citizen, "klacht", [])
    for _ in range(5):
        citizen.tell_and_send(kind="klacht")
    assert len(sending(citizen, "klacht", [])) == len(few) <= 20, few


def test_sending_a_complaint_takes_no_more_with_ten_names_than_with_one(citizen: Citizen) -> None:
    def named(*names: str) -> int:
        citizen.tell_and_send(kind="klacht")
        citizen.tell(kind="klacht", named="\n".join(names))
        with CaptureQueriesContext(connection) as asked:
            assert citizen.client.post(citizen.at, citizen.hidden()).status_code == 303
        return len([q for q in asked.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))])

    assert named("Iemand Anders") == named(*(f"Naam {n}" for n in range(10)))


def test_who_works_for_the_city_is_a_citizen_here(city: City, citizen: Citizen) -> None:
    citizen.client.force_login(city.person(SARA))
    citizen.tell_and_send()
    assert Dossier.objects.get().medium == "web"
    assert Message.objects.get(direction="in").author_id is None
