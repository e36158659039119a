"""The coordinator's day on one screen: each block opens its list, nothing is seen that may not be, and it stays quick."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gehoor.complaints.models import Complaint
from gehoor.desk.blocks import GROUPS, WORDS
from gehoor.dossiers.models import WorkItem
from gehoor.kernel.clock import now, today
from tests.city import City
from tests.complaints import course as way
from tests.people import AN, DIRK, GREET, HILDE, ILSE, KOEN, NELE, SARA, THOMAS, WOUTER, Somebody

pytestmark = pytest.mark.django_db
SignIn = Callable[[Somebody], Client]

PAGE = "/desk/vandaag/"
FOLLOW_UP = "/desk/vandaag/op-te-volgen/"
_BLOCK = re.compile(r'data-block="([^"]+)"><a href="([^"]+)"><b>(\d+)</b>')


def shown(client: Client, path: str = PAGE) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def blocks(page: str) -> dict[str, tuple[str, int]]:
    """The address and the number of each block on the page."""
    return {name: (url, int(number)) for name, url, number in _BLOCK.findall(page)}


def days_ago(days: int) -> datetime:
    return now() - timedelta(days=days)


def promised(city: City, complaint: Complaint, *, due: int = 5) -> WorkItem:
    return WorkItem.objects.create(
        dossier=complaint.dossier,
        kind=WorkItem.Kind.COMMITMENT,
        title="Een nieuwe vuilbak aan de Vaart",
        department=city["reiniging"],
        due_on=today() + timedelta(days=due),
        created_at=now(),
    )


@pytest.mark.parametrize("somebody", [GREET, WOUTER, HILDE, DIRK])
def test_each_count_opens_a_list_of_that_length(sign_in: SignIn, city: City, somebody: Somebody) -> None:
    for stage, ago in ((way.lodged, 1), (way.assigned, 60), (way.drafted, 8), (way.differing, 8), (way.proposed, 8)):
        stage(city, at=days_ago(ago))
    promised(city, way.referred(city, at=days_ago(20)).complaint)
    way.lodged(city, named=("Greet Maes",), at=days_ago(1))
    client = sign_in(somebody)
    found = blocks(shown(client))
    assert set(found) == set(WORDS)
    for name, (url, number) in found.items():
        assert shown(client, url).count("data-row") == number, name
    for name in ("te-laat", "oordeel", "verschil", "zonder-reactie", "ombudsman", "toezeggingen"):
        assert found[name][1] == 1, name
    assert found["nieuw"][1] == (1 if somebody is GREET else 2)


def test_every_block_of_the_day_has_its_place_and_its_words() -> None:
    placed = [name for _, names in GROUPS for name in names]
    assert sorted(placed) == sorted(WORDS)


def test_an_empty_city_says_something_calm_in_every_block(sign_in: SignIn) -> None:
    page = shown(sign_in(GREET))
    assert {number for _, number in blocks(page).values()} == {0}
    for words in WORDS.values():
        assert f"<small>{words.nothing}</small>" in page
    assert "Niets wacht op jou. Kijk intussen of er" in page
    assert "g-call--no" not in page


def test_what_is_late_is_called_out_with_whom_it_waits_for(sign_in: SignIn, city: City) -> None:
    late = way.assigned(city, at=days_ago(60)).complaint.dossier
    page = shown(sign_in(GREET))
    call = page.partition("g-call--no")[2].partition("g-day")[0]
    assert late.reference in call
    assert "Wacht op Thomas De Clercq." in call


def test_opening_a_new_complaint_takes_it_from_what_is_new(sign_in: SignIn, city: City) -> None:
    reference = way.lodged(city, at=days_ago(1)).complaint.dossier.reference
    client = sign_in(GREET)
    assert blocks(shown(client))["nieuw"][1] == 1
    shown(client, f"/desk/klachten/{reference}/")
    assert blocks(shown(client))["nieuw"][1] == 0


def test_a_concerned_coordinator_sees_no_trace_of_it(sign_in: SignIn, city: City) -> None:
    complaint = way.lodged(city, named=("Greet Maes",), at=days_ago(60)).complaint
    promised(city, complaint)
    client = sign_in(GREET)
    for path in (PAGE, FOLLOW_UP, f"{FOLLOW_UP}?toon=toezeggingen", "/desk/klachten/?toon=te-laat"):
        page = shown(client, path)
        assert complaint.dossier.reference not in page
        assert "vuilbak" not in page
    assert {number for _, number in blocks(shown(client)).values()} == {0}
    assert blocks(shown(sign_in(WOUTER)))["toezeggingen"][1] == 1


def test_promises_are_followed_after_the_answer_the_nearest_first(sign_in: SignIn, city: City) -> None:
    complaint = way.closed(city, at=days_ago(20)).complaint
    later, late = promised(city, complaint, due=9), promised(city, complaint, due=-2)
    done = promised(city, complaint)
    WorkItem.objects.filter(pk=done.pk).update(done_at=now())
    page = shown(sign_in(GREET), f"{FOLLOW_UP}?toon=toezeggingen")
    rows = page.partition("<tbody>")[2]
    assert rows.count("data-row") == 2
    assert rows.index(f"/desk/taken/{late.pk}/klaar/") < rows.index(f"/desk/taken/{later.pk}/klaar/")
    assert "2 dagen te laat" in rows


@pytest.mark.parametrize("asked", ["<b>", "te-laat", "9" * 400])
def test_nonsense_in_the_address_shows_everything_that_is_followed(sign_in: SignIn, city: City, asked: str) -> None:
    promised(city, way.closed(city, at=days_ago(20)).complaint)
    answer = sign_in(GREET).get(FOLLOW_UP, {"toon": asked})
    assert answer.content.decode().count("data-row") == 1


def test_nothing_to_follow_is_said(sign_in: SignIn) -> None:
    client = sign_in(GREET)
    assert "Er is niets op te volgen." in shown(client, FOLLOW_UP)
    assert WORDS["vragen"].nothing in shown(client, f"{FOLLOW_UP}?toon=vragen")


@pytest.mark.parametrize("somebody", [THOMAS, KOEN, SARA, NELE, ILSE, AN])
def test_who_does_not_follow_all_complaints_has_no_day(sign_in: SignIn, somebody: Somebody) -> None:
    client = sign_in(somebody)
    for path in (PAGE, FOLLOW_UP):
        assert client.get(path).status_code == 404
    assert f'href="{PAGE}"' not in client.get("/desk/", follow=True).content.decode()


def test_a_visitor_signs_in_first() -> None:
    for path in (PAGE, FOLLOW_UP):
        assert Client().get(path).status_code == 302


def test_who_follows_all_complaints_begins_with_the_day(sign_in: SignIn) -> None:
    page = sign_in(GREET).get("/desk/", follow=True).content.decode()
    assert f'href="{PAGE}" aria-current="page"' in page


def test_the_dpo_reads_the_day_but_has_no_work_in_it(sign_in: SignIn, city: City) -> None:
    way.lodged(city, at=days_ago(1))
    page = shown(sign_in(DIRK))
    assert "Niets wacht op jou. Kijk" not in page
    assert blocks(page)["ontvankelijkheid"][1] == 1


def test_text_of_outside_is_never_markup(sign_in: SignIn, city: City) -> None:
    dossier = way.assigned(city, at=days_ago(60)).complaint.dossier
    dossier.title = "<mrk-a> & <script>alert(1)</script>"
    dossier.save()
    page = shown(sign_in(GREET))
    assert "<mrk-" not in page
    assert "<script>alert" not in page


def test_all_blocks_cost_six_statements_however_many_complaints(sign_in: SignIn, city: City) -> None:
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
        counts.append(len(queries))
    assert blocks(page)["wacht-op-coordinator"][1] > 4
    assert counts[0] == counts[1] <= 6 < len(WORDS)
    assert page.count("data-row") == 4
