"""The queue: what is open, for whom, by due date."""

from base64 import urlsafe_b64encode
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gehoor.dossiers.actions.assigning import assign, give_back
from gehoor.dossiers.actions.first_line import close
from gehoor.dossiers.lifecycle import CloseReason, Kind
from gehoor.dossiers.models import Dossier
from gehoor.kernel.clock import now
from tests.city import City
from tests.people import AN, DIRK, GREET, HILDE, ILSE, KOEN, LIES, NELE, SARA, Somebody

pytestmark = pytest.mark.django_db
SignIn = Callable[[Somebody], Client]
Report = Callable[..., Dossier]


def shown(client: Client, address: str = "/desk/wachtrij/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_agent_sees_what_is_new_and_that_it_has_no_department_yet(sign_in: SignIn, report: Report) -> None:
    dossier = report()
    page = shown(sign_in(SARA))
    assert dossier.reference in page
    assert "nog geen soort of dienst" in page
    assert "<h1" in page
    assert "Contactpunt" in page


def test_a_worker_sees_the_dossiers_of_the_own_department_only(sign_in: SignIn, report: Report) -> None:
    ours, theirs = report(department="reiniging"), report(department="groen")
    page = shown(sign_in(NELE))
    assert ours.reference in page
    assert theirs.reference not in page


def test_asking_for_another_department_shows_nothing_of_it(sign_in: SignIn, report: Report, city: City) -> None:
    theirs = report(department="groen")
    assert theirs.reference not in shown(sign_in(NELE), f"/desk/wachtrij/?dienst={city['groen'].pk}")


def test_late_comes_first_in_words(sign_in: SignIn, report: Report) -> None:
    report("Later", department="reiniging")
    late = report("Al lang", department="reiniging", days_ago=60)
    page = shown(sign_in(NELE))
    assert "dagen te laat" in page
    assert (
        page.index("Te laat")
        < page.index(late.reference)
        < page.index("Later</th>" if "Later</th>" in page else "Later ")
    )


def test_a_stopped_clock_and_no_date_have_a_group_of_their_own(sign_in: SignIn, report: Report, city: City) -> None:
    report("Dank je wel", department="reiniging", kind=Kind.COMPLIMENT)
    still = report("Wacht", department="reiniging")
    Dossier.objects.filter(pk=still.pk).update(due_on=None, is_paused=True)
    page = shown(sign_in(NELE))
    assert "Klok staat stil" in page
    assert "Zonder uiterste datum" in page


def test_filters_stand_in_the_address(sign_in: SignIn, report: Report, city: City) -> None:
    free, taken = report(department="reiniging"), report(department="reiniging")
    assign(taken, city.person(NELE), by=city.actor(NELE), at=now())
    client = sign_in(NELE)
    nobody = shown(client, "/desk/wachtrij/?wie=niemand")
    mine = shown(client, "/desk/wachtrij/?wie=ik")
    assert (free.reference in nobody, taken.reference in nobody) == (True, False)
    assert (free.reference in mine, taken.reference in mine) == (False, True)
    assert "Mijn dossiers" in mine
    assert free.reference not in shown(client, "/desk/wachtrij/?soort=question")


def test_a_wrong_filter_is_ignored(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging")
    client = sign_in(NELE)
    for address in ("?soort=nonsense", "?wie=1;drop", "?dienst=-1", "?na=%00%ff", "?na=WyJ4Il0", "?wacht=x"):
        assert dossier.reference in shown(client, f"/desk/wachtrij/{address}"), address


@pytest.mark.parametrize("state", ["", "afgesloten"])
@pytest.mark.parametrize(
    "place",
    [
        "[]",
        "{}",
        "7",
        '[null, "x"]',
        "[null, Infinity]",
        "[null, 1e300]",
        '["2026-02-30", 1]',
        '["2026-01-01T00:00:00", 1]',
        '["0001-01-01T00:00:00+23:59", 1]',
        '["9999-12-31T23:59:59-23:59", 1]',
        '["2026-01-01", -99999999999999999999]',
    ],
)
def test_a_made_up_place_to_go_on_from_is_no_fault(sign_in: SignIn, report: Report, state: str, place: str) -> None:
    report()
    mark = urlsafe_b64encode(place.encode()).decode()
    for after in (mark, mark[:-1], "é", "%", "=" * 40):
        assert sign_in(SARA).get("/desk/wachtrij/", {"na": after, "staat": state}).status_code == 200


def test_closed_dossiers_have_a_list_of_their_own(sign_in: SignIn, report: Report, city: City) -> None:
    dossier = report(department="reiniging")
    close(dossier, CloseReason.ANSWERED, text="Opgehaald.", by=city.actor(NELE), at=now())
    client = sign_in(NELE)
    assert dossier.reference not in shown(client)
    closed = shown(client, "/desk/wachtrij/?staat=afgesloten")
    assert dossier.reference in closed
    assert "beantwoord" in closed


def test_what_came_back_says_so(sign_in: SignIn, report: Report, city: City) -> None:
    dossier = report(department="groen")
    give_back(dossier, reason="Dit is reiniging.", by=city.actor(LIES), at=now())
    assert "kwam terug" in shown(sign_in(SARA))


def test_a_late_first_line_matter_may_be_a_complaint(sign_in: SignIn, report: Report) -> None:
    report("Nog altijd niet opgehaald", department="reiniging", first_line=True, days_ago=60)
    assert "kan een klacht zijn" in shown(sign_in(NELE))


def test_the_next_page_begins_where_this_one_ends(sign_in: SignIn, report: Report) -> None:
    every = {report(f"Nummer {n}", department="reiniging", days_ago=n % 7).reference for n in range(53)}
    client = sign_in(NELE)
    first = client.get("/desk/wachtrij/")
    second = client.get(first.context["next"])
    on_first = {row.dossier.reference for group in first.context["groups"] for row in group.rows}
    on_second = {row.dossier.reference for group in second.context["groups"] for row in group.rows}
    assert (len(on_first), len(on_second)) == (50, 3)
    assert on_first | on_second == every
    assert first.context["page"].counts["open"] == 53


def test_an_empty_queue_says_what_to_do(sign_in: SignIn) -> None:
    page = shown(sign_in(NELE))
    assert "Er ligt niets meer op je te wachten" in page
    assert "/desk/contact/" in page
    assert "Haal de filters weg" in shown(sign_in(NELE), "/desk/wachtrij/?soort=question")


def test_one_and_twenty_rows_cost_the_same_three_statements(sign_in: SignIn, report: Report) -> None:
    client = sign_in(NELE)
    shown(client)
    counts = []
    for more in (0, 1, 19):
        for _ in range(more):
            report(department="reiniging")
        with CaptureQueriesContext(connection) as queries:
            shown(client)
        counts.append(len(queries))
    assert counts == [3, 3, 3]


@pytest.mark.parametrize(
    ("somebody", "there"),
    [
        (SARA, "/desk/wachtrij/"),
        (NELE, "/desk/wachtrij/"),
        (KOEN, "/desk/wachtrij/"),
        (GREET, "/desk/vandaag/"),
        (HILDE, "/desk/vandaag/"),
        (ILSE, "/ombuds/"),
    ],
)
def test_the_desk_begins_where_the_work_is(sign_in: SignIn, somebody: Somebody, there: str) -> None:
    answer = sign_in(somebody).get("/desk/")
    assert (answer.status_code, answer["Location"]) == (302, there)


def test_an_administrator_has_a_page_without_dossiers(sign_in: SignIn, report: Report) -> None:
    report()
    page = shown(sign_in(AN), "/desk/")
    assert "Je beheert" in page


def test_who_may_see_no_dossiers_sees_none(sign_in: SignIn, report: Report) -> None:
    dossier = report()
    assert dossier.reference not in shown(sign_in(AN))
    assert dossier.reference in shown(sign_in(DIRK))


def test_the_ombudsman_has_no_queue(sign_in: SignIn) -> None:
    assert sign_in(ILSE).get("/desk/wachtrij/").status_code == 404


def test_a_visitor_signs_in_first() -> None:
    answer = Client().get("/desk/wachtrij/?wie=ik")
    assert answer.status_code == 302
    assert answer["Location"] == "/account/login/?next=/desk/wachtrij/%3Fwie%3Dik"


def test_a_pause_is_told_in_words(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging")
    Dossier.objects.filter(pk=dossier.pk).update(due_on=None, is_paused=True)  # as a paused clock leaves the row
    assert "klok staat stil" in shown(sign_in(NELE))
