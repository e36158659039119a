"""The page of one complaint: what it shows, to whom, and writing on it."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from gehoor.complaints import actions
from gehoor.complaints.models import Complaint
from gehoor.complaints.procedure import Reaction
from gehoor.complaints.queries import choices
from gehoor.correspondence.actions import Author
from gehoor.correspondence.actions import note as write_note
from gehoor.correspondence.models import Attachment, Message
from gehoor.dossiers.models import Dossier
from gehoor.journal.entries import dossier_chain
from gehoor.journal.queries import reads_of
from gehoor.kernel.clock import now
from gehoor.kernel.references import make_reference
from tests.city import City
from tests.complaints import course as way
from tests.complaints.course import Course, Stage
from tests.people import (
    AN,
    BART,
    DIRK,
    GREET,
    HILDE,
    ILSE,
    JORIS,
    KOEN,
    LIES,
    NELE,
    RITA,
    SARA,
    THOMAS,
    WOUTER,
    Somebody,
)

pytestmark = pytest.mark.django_db
SignIn = Callable[[Somebody], Client]


def begun(city: City, stage: Stage, *, days_ago: int = 8, **how: object) -> Course:
    """A complaint that began so many days ago, and is now at that stage."""
    return stage(city, at=now() - timedelta(days=days_ago), **how)


def address(course: Course, where: str = "") -> str:
    return f"/desk/klachten/{course.complaint.dossier.reference}/{where}"


def page_of(client: Client, course: Course) -> str:
    answer = client.get(address(course))
    assert answer.status_code == 200
    return answer.content.decode()


def post(client: Client, course: Course, where: str, **values: object) -> tuple[int, str]:
    version = values.pop("version", Dossier.objects.get(pk=course.complaint.pk).version)
    answer = client.post(address(course, f"{where}/"), {"version": version, **values})
    return answer.status_code, answer.content.decode()


def buttons(page: str) -> list[str]:
    """The one or two moves that make sense now."""
    head = page.partition('<div class="g-dossierhead">')[2].partition('<details class="g-menu">')[0]
    return re.findall(r'class="utrecht-button[^>]*>([^<]+)</a>', head)


def menu(page: str) -> str:
    return page.partition('<details class="g-menu">')[2].partition("</details>")[0]


STAGES = (
    *(way.lodged, way.admitted, way.assigned, way.heard, way.drafted, way.differing, way.agreed),
    *(way.proposed, way.refused, way.closed, way.referred),
)


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.__name__)
def test_a_complaint_in_every_step_has_a_page(sign_in: SignIn, city: City, stage: Stage) -> None:
    course = begun(city, stage, days_ago=12)
    for somebody in (GREET, HILDE, DIRK):
        page = page_of(sign_in(somebody), course)
        for words in (course.complaint.dossier.reference, "g-track", "Amina Daoudi", "Reiniging", "Twee verhalen"):
            assert words in page, (somebody.name, words)


@pytest.mark.parametrize(
    ("stage", "somebody", "expected"),
    [
        (way.lodged, GREET, ["Verklaar ontvankelijk", "Verklaar onontvankelijk"]),
        (way.admitted, GREET, ["Duid een behandelaar aan", "Schrijf de klager"]),
        (way.assigned, THOMAS, ["Vraag het relaas van de dienst", "Geef punt 1 een bevinding"]),
        (way.heard, THOMAS, ["Geef punt 1 een bevinding", "Schrijf de klager"]),
        (way.heard, GREET, ["Schrijf de klager"]),
        (way.drafted, GREET, ["Ik ben het eens", "Ik zie het anders"]),
        (way.differing, HILDE, ["Geef advies"]),
        (way.differing, GREET, ["Schrijf de klager"]),
        (way.agreed, GREET, ["Stuur het voorstel", "Schrijf de klager"]),
        (way.proposed, GREET, ["Noteer: klager gaat akkoord", "Noteer: klager gaat niet akkoord"]),
        (way.refused, GREET, ["Sluit af met een brief", "Schrijf de klager"]),
        (way.closed, GREET, []),
        (way.drafted, DIRK, []),
        (way.drafted, HILDE, []),
    ],
    ids=lambda value: getattr(value, "__name__", getattr(value, "name", None)),
)
def test_the_moves_that_make_sense_come_first(
    sign_in: SignIn, city: City, stage: Stage, somebody: Somebody, expected: list[str]
) -> None:
    assert buttons(page_of(sign_in(somebody), begun(city, stage, days_ago=12))) == expected


def test_silence_of_the_complainant_comes_first_once_the_term_has_passed(sign_in: SignIn, city: City) -> None:
    page = page_of(sign_in(GREET), begun(city, way.proposed, days_ago=40))
    assert buttons(page) == ["Noteer: geen reactie gekregen", "Noteer: klager gaat akkoord"]


def test_what_cannot_be_done_yet_says_what_is_missing(sign_in: SignIn, city: City) -> None:
    page = page_of(sign_in(THOMAS), begun(city, way.heard))
    assert "Elk punt van de klacht heeft een bevinding en een uitleg nodig." in menu(page)
    assert "«Rond het onderzoek af» kan nog niet." in page


def test_the_handler_signs_before_anything_else(sign_in: SignIn, city: City) -> None:
    course = begun(city, way.admitted)
    actions.assign_handler(course.complaint, course.thomas.id or 0, by=course.greet, at=course.at)
    page = page_of(sign_in(THOMAS), course)
    assert buttons(page)[0] == "Teken de verklaring"
    assert "De verklaring van niet-betrokkenheid is nog niet getekend." in page


def test_an_unknown_name_is_settled_first(sign_in: SignIn, city: City) -> None:
    course = begun(city, way.admitted, named=("Sofie van de telefoon",))
    page = page_of(sign_in(GREET), course)
    assert buttons(page)[0] == "Zeg wie “Sofie van de telefoon” is"
    assert "Deze naam past bij niemand." in page
    assert "Zeg eerst wie de genoemde namen zijn" in menu(page)


def test_who_is_refused_and_why_stands_on_the_page(sign_in: SignIn, city: City) -> None:
    page = page_of(sign_in(GREET), begun(city, way.assigned, named=("Nele Aerts",)))
    assert re.search(r"Nele Aerts</strong> (mag deze klacht niet zien|kan geen behandelaar zijn)", page)
    assert "Thomas De Clercq</strong> is behandelaar" in page
    assert "niet betrokken bij de feiten" in page


def test_both_stories_stand_side_by_side(sign_in: SignIn, city: City) -> None:
    page = page_of(sign_in(GREET), begun(city, way.heard))
    sides = page.partition('id="verhalen"')[2].partition("</section>")[0]
    for words in ("Op mijn e-mails kwam geen antwoord", "Waarom bleef het afval staan?", "De rit stopte aan het hek."):
        assert words in sides, words


def test_a_difference_shows_both_views_and_the_advice(sign_in: SignIn, city: City) -> None:
    course = begun(city, way.differing)
    page = page_of(sign_in(HILDE), course)
    for words in ("De stad was fout.", "Eén rit was er wel.", "gevraagd, nog niet gekregen"):
        assert words in page, words
    actions.advise(course.complaint, text="Volg de behandelaar.", by=course.hilde, at=course.later())
    page = page_of(sign_in(GREET), course)
    assert "Volg de behandelaar." in page
    assert buttons(page)[0] == "Beslis na het advies"
    assert "Ik ben het eens" not in buttons(page)[:2]


def test_a_proposal_whose_term_passed_waits_no_longer_for_a_reaction(sign_in: SignIn, city: City) -> None:
    course = begun(city, way.proposed, days_ago=60)
    page = page_of(sign_in(GREET), course)
    assert "geen reactie gekregen tegen" in page
    assert "wacht op reactie" not in page


def test_the_proposal_and_the_reaction(sign_in: SignIn, city: City) -> None:
    course = begun(city, way.proposed)
    assert "wacht op reactie" in page_of(sign_in(GREET), course)
    actions.react(course.complaint, Reaction.REFUSED, reason="Te weinig.", by=course.amina, at=course.later())
    page = page_of(sign_in(GREET), course)
    assert "gaat niet akkoord" in page
    assert "Te weinig." in page


def test_a_refusal_shows_grounds_and_reasons(sign_in: SignIn, city: City) -> None:
    course = begun(city, way.lodged)
    ground = choices(course.complaint).grounds[0].code
    actions.reject(course.complaint, grounds=[ground], reason="Dit werd in 2024 beslist.", by=course.greet, at=now())
    page = page_of(sign_in(GREET), course)
    assert "Dit werd in 2024 beslist." in page
    assert "Afgesloten, onontvankelijk" in page


def test_decisions_say_what_was_done_and_not_what_can_be_done(sign_in: SignIn, city: City) -> None:
    course = way.proposed(city)
    page = sign_in(GREET).get(f"/desk/klachten/{course.complaint.dossier.reference}/").content.decode()
    decisions = page[page.index("Beslissingen") : page.index('id="gesprek"')]
    assert "Behandelaar aangeduid" in decisions
    assert "Duid een behandelaar aan" not in decisions
    assert "Stuur het voorstel" not in decisions


def test_a_closed_complaint_says_how_it_ended_and_takes_only_a_note(sign_in: SignIn, city: City) -> None:
    course = begun(city, way.closed, days_ago=20)
    client = sign_in(GREET)
    page = page_of(client, course)
    for words in ("Afgesloten, behandeld", "24 euro terugbetaald, nieuwe route.", "Werken melden we voortaan"):
        assert words in page, words
    assert 'id="bericht"' not in page
    assert post(client, course, "bericht", text="Nog iets")[0] == 409
    assert post(client, course, "notitie", text="Voor het verslag.")[0] == 303


def test_a_complaint_that_ended_early_speaks_of_nothing_that_still_has_to_come(sign_in: SignIn, city: City) -> None:
    course = begun(city, way.lodged, named=("Piet Onbekend",))
    actions.withdraw(course.complaint, by=course.amina, at=course.later())

    page = page_of(sign_in(GREET), course)

    for promise in ("nog geen bevinding", "nog niemand", "nog niet bepaald", "Nog geen behandelaar", "(nog niet)"):
        assert promise not in page, promise
    assert "geen bevinding: eerder afgesloten" in page
    assert "voor er een behandelaar was" in page
    assert page.count("(niet gebeurd)") == 4


def test_a_coordinator_hands_a_closed_complaint_over_once(sign_in: SignIn, city: City) -> None:
    assert "Draag over aan de ombudsman" in menu(page_of(sign_in(GREET), begun(city, way.closed, days_ago=20)))
    assert "Draag over" not in page_of(sign_in(GREET), begun(city, way.referred, days_ago=20))


def test_what_the_second_line_found_comes_back_as_work(sign_in: SignIn, city: City) -> None:
    course = begun(city, way.referred, days_ago=20)
    client = sign_in(GREET)
    assert "overgedragen, nog niet geopend" in page_of(client, course)
    referral = course.complaint.referrals.get()
    actions.conclude(
        referral,
        conclusion="De stad betaalde te weinig terug.",
        recommendations=["Betaal de vier ritten terug."],
        by=course.ilse,
        at=now(),
    )
    page = page_of(client, course)
    for words in ("De stad betaalde te weinig terug.", "Betaal de vier ritten terug.", "nog te doen", "rond af"):
        assert words in page, words


def test_the_proof_of_the_due_date_is_on_the_page(sign_in: SignIn, city: City) -> None:
    page = page_of(sign_in(GREET), begun(city, way.assigned))
    assert "g-proof" in page
    assert "45 kalenderdagen" in page


def test_the_first_line_is_part_of_the_conversation_and_says_so(sign_in: SignIn, city: City) -> None:
    at = now() - timedelta(days=9)
    first = way.first_line(city, at=at)
    receipt = actions.lodge_from(first, text="Ik dien klacht in.", by=city.actor(SARA), at=now())
    course = Course(city, Complaint.objects.get(pk=receipt.dossier.pk), now())
    course.fresh()
    page = page_of(sign_in(GREET), course)
    talk = page.partition('class="g-talk"')[2].partition("</section>")[0]
    assert f"eerste lijn, {first.reference}" in talk
    assert "Ik dien klacht in." in talk
    assert f"/desk/dossiers/{first.reference}/" in page
    assert (
        course.complaint.dossier.reference in sign_in(GREET).get(f"/desk/dossiers/{first.reference}/").content.decode()
    )
    assert f"/desk/dossiers/{first.reference}/" not in page_of(sign_in(HILDE), course)


def test_the_complaint_has_its_page_when_asked_as_a_dossier(sign_in: SignIn, city: City) -> None:
    course = begun(city, way.lodged)
    answer = sign_in(GREET).get(f"/desk/dossiers/{course.complaint.dossier.reference}/")
    assert (answer.status_code, answer["Location"]) == (302, address(course))


@pytest.mark.parametrize("somebody", [GREET, WOUTER, HILDE, DIRK, THOMAS])
def test_who_may_see_it_does_and_the_look_is_noted(sign_in: SignIn, city: City, somebody: Somebody) -> None:
    course = begun(city, way.assigned)
    page_of(sign_in(somebody), course)
    assert [read.actor_id for read in reads_of(dossier_chain(course.complaint.pk))] == [city.person(somebody).pk]


@pytest.mark.parametrize("somebody", [SARA, BART, NELE, JORIS, KOEN, LIES, RITA, ILSE, AN])
def test_anybody_else_gets_what_a_wrong_number_gets(sign_in: SignIn, city: City, somebody: Somebody) -> None:
    course = begun(city, way.assigned)
    client = sign_in(somebody)
    nothing = client.get(f"/desk/klachten/{make_reference(2026, 99999)}/")
    hidden = client.get(address(course))
    assert (hidden.status_code, hidden.content) == (404, nothing.content)
    for where in ("bericht", "notitie"):
        answer = client.post(address(course, f"{where}/"), {"text": "x", "version": 1})
        assert (answer.status_code, answer.content) == (404, nothing.content), where
    assert not Message.objects.filter(body="x").exists()
    assert reads_of(dossier_chain(course.complaint.pk)) == []


def test_a_visitor_signs_in_first(city: City) -> None:
    assert Client().get(address(begun(city, way.lodged))).status_code == 302


def test_who_is_named_does_not_find_it_though_the_role_would(sign_in: SignIn, city: City) -> None:
    course = begun(city, way.lodged, named=("Greet Maes",))
    assert sign_in(GREET).get(address(course)).status_code == 404
    assert sign_in(WOUTER).get(address(course)).status_code == 200


@pytest.mark.parametrize("somebody", [DIRK, HILDE])
def test_who_only_reads_gets_no_form_and_cannot_write(sign_in: SignIn, city: City, somebody: Somebody) -> None:
    course = begun(city, way.heard)
    client = sign_in(somebody)
    page = page_of(client, course)
    assert "Je kan deze klacht lezen" in page
    assert "/bericht/" not in page
    for where in ("bericht", "notitie"):
        assert post(client, course, where, text="Dit mag niet.")[0] == 403
    assert not Message.objects.filter(body__contains="Dit mag niet.").exists()


def test_a_message_goes_to_the_complainant(sign_in: SignIn, city: City) -> None:
    course = begun(city, way.heard)
    client = sign_in(THOMAS)
    assert post(client, course, "bericht", text="Ik bel je morgen.")[0] == 303
    message = Message.objects.get(letter="message")
    assert message.to_address == "amina.daoudi@voorbeeld.example"
    assert "Ik bel je morgen." in message.body
    page = page_of(client, course)
    assert "Je bericht vertrekt over 20 seconden." in page
    assert f'data-draft-done="{course.complaint.dossier.reference}-write"' in page


def test_an_empty_message_is_not_sent(sign_in: SignIn, city: City) -> None:
    status, page = post(sign_in(THOMAS), begun(city, way.heard), "bericht", text="  ")
    assert status == 422
    assert "Schrijf eerst een tekst." in page


def test_a_note_stays_inside_and_looks_different(sign_in: SignIn, city: City) -> None:
    course = begun(city, way.heard)
    client = sign_in(GREET)
    assert post(client, course, "notitie", text="Wie reed die dag?")[0] == 303
    page = page_of(client, course)
    assert re.search(r"g-say--note.*Notitie, alleen voor collega’s.*Wie reed die dag\?", page, re.DOTALL)
    written = Message.objects.get(body="Wie reed die dag?")
    assert (written.direction, written.to_address) == ("note", "")


def test_two_people_at_once_one_is_told_and_loses_nothing(sign_in: SignIn, city: City) -> None:
    course = begun(city, way.heard)
    seen = Dossier.objects.get(pk=course.complaint.pk).version
    assert post(sign_in(THOMAS), course, "bericht", text="Ik was eerst.", version=seen)[0] == 303
    status, page = post(sign_in(GREET), course, "bericht", text="Mijn lange tekst", version=seen)
    assert status == 409
    assert "Iemand anders werkte intussen aan dit dossier" in page
    assert "Mijn lange tekst</textarea>" in page
    assert "Ik was eerst." in page
    again = re.search(r'name="version" value="(\d+)"', page)
    assert again
    assert post(sign_in(GREET), course, "bericht", text="Mijn lange tekst", version=again[1])[0] == 303


def test_a_second_click_sends_nothing_twice(sign_in: SignIn, city: City) -> None:
    course = begun(city, way.heard)
    client = sign_in(GREET)
    seen = Dossier.objects.get(pk=course.complaint.pk).version
    for _ in range(2):
        assert post(client, course, "bericht", text="Eén keer.", version=seen)[0] == 303
    assert Message.objects.filter(letter="message").count() == 1


def test_a_file_is_an_exhibit_and_comes_out_through_the_door(sign_in: SignIn, city: City) -> None:
    course = begun(city, way.heard)
    client = sign_in(THOMAS)
    picture = BytesIO()
    Image.new("RGB", (8, 8), "green").save(picture, "PNG")
    sent = [
        SimpleUploadedFile("rit.png", picture.getvalue(), "image/png"),
        SimpleUploadedFile("uitleg.html", b"<script>alert(1)</script>", "text/html"),
    ]
    assert post(client, course, "notitie", text="Zie bijlage.", files=sent)[0] == 303
    assert "rit.png" in page_of(client, course).partition('id="stukken"')[2]
    ids = [one.file.public_id for one in Attachment.objects.order_by("pk")]
    shown, loaded = (client.get(address(course, f"stuk/{public_id}/")) for public_id in ids)
    assert shown["Content-Disposition"].startswith("inline")
    assert loaded["Content-Disposition"].startswith("attachment")
    assert loaded["Content-Type"] == "application/octet-stream"
    assert "sandbox" in loaded["Content-Security-Policy"]
    assert loaded["X-Content-Type-Options"] == "nosniff"
    for somebody in (NELE, KOEN, ILSE, AN):
        assert sign_in(somebody).get(address(course, f"stuk/{ids[0]}/")).status_code == 404


def test_a_file_of_another_complaint_is_not_handed_out(sign_in: SignIn, city: City) -> None:
    course, other = begun(city, way.heard), begun(city, way.heard)
    sent = SimpleUploadedFile("plan.txt", b"plan", "text/plain")
    client = sign_in(THOMAS)
    assert post(client, other, "notitie", text="Zie bijlage.", files=[sent])[0] == 303
    assert client.get(address(course, f"stuk/{Attachment.objects.get().file.public_id}/")).status_code == 404


def test_text_of_outside_is_never_markup(sign_in: SignIn, city: City) -> None:
    course = begun(city, way.assigned, named=())
    nasty = "<mrk-x> & <script>alert(1)</script>"
    actions.hear_complainant(course.complaint, text=nasty, by=course.amina, at=course.at)
    actions.add_grievance(course.complaint, text=nasty, wished_outcome=nasty, by=course.thomas, at=course.at)
    actions.add_named(course.complaint, text=nasty, by=course.thomas, at=course.at)
    page = page_of(sign_in(GREET), course)
    assert "<mrk-" not in page
    assert "<script>alert" not in page


def test_one_message_and_twenty_cost_the_same_eight_statements(sign_in: SignIn, city: City) -> None:
    course = begun(city, way.heard)
    client = sign_in(THOMAS)
    page_of(client, course)
    counts = []
    for more in (0, 19):
        for number in range(more):
            write_note(course.complaint.dossier.thread, text=f"Notitie {number}", author=Author("Greet"), at=now())
            actions.write_to_complainant(course.complaint, text=f"Bericht {number}", by=course.thomas, at=now())
            actions.add_grievance(course.complaint, text=f"Punt {number}", by=course.thomas, at=now())
            actions.add_named(course.complaint, text=f"Naam {number}", by=course.thomas, at=now())
        page_of(client, course)
        with CaptureQueriesContext(connection) as queries:
            page_of(client, course)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8
