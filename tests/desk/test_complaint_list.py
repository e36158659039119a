"""The overview of complaints: each one line, by due date, for who follows them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gehoor.complaints import actions, overview
from gehoor.complaints.procedure import ReferralGround
from gehoor.dossiers.models import Dossier
from gehoor.kernel.clock import now
from tests.city import City
from tests.complaints import course as way
from tests.people import AN, BART, DIRK, GREET, HILDE, ILSE, KOEN, LIES, NELE, RITA, SARA, THOMAS, WOUTER, Somebody

pytestmark = pytest.mark.django_db
SignIn = Callable[[Somebody], Client]


def shown(client: Client, **asked: str) -> str:
    answer = client.get("/desk/klachten/", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def rows(page: str) -> str:
    """The table alone: the call above it names late complaints too."""
    return page.partition("<tbody>")[2].partition("</tbody>")[0]


def days_ago(days: int) -> datetime:
    return now() - timedelta(days=days)


def test_a_complaint_is_one_line_with_all_a_coordinator_asks_of_it(sign_in: SignIn, city: City) -> None:
    complaint = way.heard(city, at=days_ago(5)).complaint
    page = rows(shown(sign_in(GREET)))
    for words in (
        complaint.dossier.reference,
        "Het restafval bleef vier keer staan",
        "Reiniging",
        "Onderzoek",
        "g-track--mini",
        "g-strip--row",
        "aangetoond",
        "0 van 1 punt beantwoord",
        "Thomas De Clercq",
        f"/desk/klachten/{complaint.dossier.reference}/",
    ):
        assert words in page, words
    assert page.count("data-row") == 1


def test_what_waits_for_the_reader_says_so(sign_in: SignIn, city: City) -> None:
    way.drafted(city, at=days_ago(6))
    assert "<strong>jou</strong>" in rows(shown(sign_in(GREET)))
    assert "Greet Maes" in rows(shown(sign_in(HILDE)))


def test_the_most_urgent_comes_first_and_late_is_said_in_words(sign_in: SignIn, city: City) -> None:
    later = way.lodged(city, at=days_ago(1)).complaint.dossier.reference
    late = way.assigned(city, at=days_ago(60)).complaint.dossier.reference
    page = shown(sign_in(GREET))
    assert rows(page).index(late) < rows(page).index(later)
    assert "dagen te laat" in page
    assert "is te laat, uiterlijk" in page


def test_a_complainant_who_may_still_react_is_not_late_but_dated(sign_in: SignIn, city: City) -> None:
    way.proposed(city, at=days_ago(8))
    assert "klager kan reageren" in rows(shown(sign_in(GREET)))
    way.proposed(city, at=days_ago(40))
    page = shown(sign_in(GREET))
    assert "reactietermijn voorbij" in rows(page)
    assert "<b>0</b><span>te laat</span>" in page


def test_an_unsettled_name_is_seen_from_the_list(sign_in: SignIn, city: City) -> None:
    way.lodged(city, named=("Sofie van de telefoon",), at=days_ago(1))
    assert "1 naam onbekend" in rows(shown(sign_in(GREET)))


def test_each_count_opens_its_own_list(sign_in: SignIn, city: City) -> None:
    waiting = way.drafted(city, at=days_ago(6)).complaint
    late = way.assigned(city, at=days_ago(60)).complaint
    paused = way.lodged(city, at=days_ago(2))
    Dossier.objects.filter(pk=paused.complaint.pk).update(is_paused=True, due_on=None, waits_for="reporter")
    answered = way.closed(city, at=days_ago(20))
    actions.refer(answered.complaint, ground=ReferralGround.ANSWER, text="", by=answered.amina, at=now())
    client = sign_in(GREET)
    everything = shown(client)
    for number, label in (
        (1, "te laat"),
        (1, "wacht op jou"),
        (1, "klok staat stil"),
        (1, "bij de ombudsman"),
        (3, "open"),
    ):
        assert f"<b>{number}</b><span>{label}</span>" in everything, label
    for show, complaint in (
        ("te-laat", late),
        ("wacht-op-mij", waiting),
        ("klok-staat-stil", paused.complaint),
        ("ombudsman", answered.complaint),
    ):
        page = rows(shown(client, toon=show))
        assert page.count("data-row") == 1, show
        assert complaint.dossier.reference in page, show
    assert answered.complaint.dossier.reference not in rows(everything)
    assert answered.complaint.dossier.reference in rows(shown(client, toon="afgesloten"))


def test_this_week_is_until_sunday(sign_in: SignIn, city: City) -> None:
    reference = way.lodged(city, at=days_ago(1)).complaint.dossier.reference
    assert reference not in shown(sign_in(GREET), toon="deze-week")


def test_the_list_is_narrowed_by_step_and_department_in_the_address(sign_in: SignIn, city: City) -> None:
    one = way.lodged(city, at=days_ago(1)).complaint.dossier.reference
    two = way.assigned(city, about="mobiliteit", at=days_ago(3)).complaint.dossier.reference
    client = sign_in(GREET)
    page = rows(shown(client, stap="investigation"))
    assert two in page
    assert one not in page
    page = rows(shown(client, dienst=str(city["reiniging"].pk)))
    assert one in page
    assert two not in page


@pytest.mark.parametrize("asked", [{"toon": "<b>"}, {"stap": "closed; drop"}, {"dienst": "9" * 400}, {"dienst": "²"}])
def test_nonsense_in_the_address_is_ignored(sign_in: SignIn, city: City, asked: dict[str, str]) -> None:
    reference = way.lodged(city, at=days_ago(1)).complaint.dossier.reference
    assert reference in rows(shown(sign_in(GREET), **asked))


def test_a_closed_complaint_shows_how_it_ended(sign_in: SignIn, city: City) -> None:
    way.closed(city, at=days_ago(20))
    page = rows(shown(sign_in(GREET), toon="afgesloten"))
    assert "behandeld" in page
    assert "gegrond" in page.lower()


def test_without_complaints_the_page_says_what_will_come(sign_in: SignIn) -> None:
    client = sign_in(GREET)
    assert "Er is geen open klacht" in shown(client)
    assert "Niets is te laat." in shown(client, toon="te-laat")
    assert "Geen klachten met deze filters" in shown(client, toon="te-laat", stap="investigation")
    assert "Nog geen klacht afgesloten" in shown(client, toon="afgesloten")


@pytest.mark.parametrize("somebody", [GREET, WOUTER, HILDE, DIRK])
def test_who_follows_all_complaints_sees_them_all(sign_in: SignIn, city: City, somebody: Somebody) -> None:
    reference = way.lodged(city, at=days_ago(1)).complaint.dossier.reference
    assert reference in shown(sign_in(somebody))


def test_a_head_sees_only_the_complaints_to_investigate(sign_in: SignIn, city: City) -> None:
    mine = way.assigned(city, at=days_ago(3)).complaint.dossier.reference
    other = way.lodged(city, at=days_ago(1)).complaint.dossier.reference
    page = shown(sign_in(THOMAS))
    assert mine in page
    assert other not in page
    assert "Klachten die je onderzoekt" in page
    for somebody in (KOEN, RITA):
        assert mine not in shown(sign_in(somebody))


def test_a_concerned_coordinator_does_not_learn_that_it_exists(sign_in: SignIn, city: City) -> None:
    reference = way.lodged(city, named=("Greet Maes",), at=days_ago(1)).complaint.dossier.reference
    assert reference not in shown(sign_in(GREET))
    assert reference in shown(sign_in(WOUTER))


@pytest.mark.parametrize("somebody", [SARA, BART, NELE, LIES, AN])
def test_who_follows_no_complaints_does_not_come_in(sign_in: SignIn, city: City, somebody: Somebody) -> None:
    reference = way.lodged(city, at=days_ago(1)).complaint.dossier.reference
    answer = sign_in(somebody).get("/desk/klachten/")
    assert answer.status_code == 404
    assert reference not in answer.content.decode()


def test_an_ombudsman_and_a_visitor_do_not_come_in(sign_in: SignIn) -> None:
    assert sign_in(ILSE).get("/desk/klachten/").status_code == 404
    assert Client().get("/desk/klachten/").status_code == 302


def test_text_of_outside_is_never_markup(sign_in: SignIn, city: City) -> None:
    course = way.lodged(city, named=("<mrk-a>",), at=days_ago(1))
    course.complaint.dossier.title = "<mrk-b> & <script>alert(1)</script>"
    course.complaint.dossier.save()
    page = shown(sign_in(GREET))
    assert "<mrk-" not in page
    assert "<script>alert" not in page


def test_one_and_twenty_complaints_cost_the_same_four_statements(sign_in: SignIn, city: City) -> None:
    client = sign_in(GREET)
    way.lodged(city, at=days_ago(1))
    shown(client)
    counts = []
    for more in (0, 19):
        for number in range(more):
            (way.lodged, way.assigned, way.heard)[number % 3](city, at=days_ago(8))
        shown(client)
        with CaptureQueriesContext(connection) as queries:
            page = shown(client)
        assert page.count("data-row") == more + 1
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 4


def test_a_list_of_more_than_fifty_has_pages(sign_in: SignIn, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overview.complaints, "__kwdefaults__", {"most": 2})
    for _ in range(5):
        way.lodged(city, at=days_ago(1))
    client = sign_in(GREET)
    page = shown(client, stap="admissibility")
    assert page.count("data-row") == 2
    assert "1 tot 2 van 5." in page
    assert 'href="/desk/klachten/?stap=admissibility&amp;vanaf=2" rel="next"' in page
    page = shown(client, stap="admissibility", vanaf="4")
    assert page.count("data-row") == 1
    assert "5 tot 5 van 5." in page
    assert 'rel="next"' not in page
    assert shown(client, vanaf="99").count("data-row") == 2
    assert shown(client, vanaf="-1").count("data-row") == 2
