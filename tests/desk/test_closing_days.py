"""The administrator's calendar: proposals, a day of the city's own, days of an agenda, and what that does to open terms."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gehoor.desk.forms.closing_days import as_choice
from gehoor.kernel.clock import today
from gehoor.regulations.models import ClosingDay
from gehoor.regulations.queries import forget
from tests.city import City
from tests.people import AN, GREET, Somebody

pytestmark = pytest.mark.django_db
SignIn = Callable[[Somebody], Client]

HOME = "/desk/sluitingsdagen/"
NEXT_YEAR = today().year + 1
"""Whole and still to come, whatever day the tests run on."""


@pytest.fixture(autouse=True)
def empty_calendar(city: City) -> None:
    ClosingDay.objects.all().delete()
    forget(city.stad.pk)


def on_the_calendar(city: City) -> dict[date, str]:
    return dict(ClosingDay.objects.filter(body=city.stad, removed_at=None).values_list("day", "label"))


def place(city: City) -> dict[str, int]:
    return {"body": city.stad.pk, "year": NEXT_YEAR}


def agenda(*events: str) -> SimpleUploadedFile:
    inside = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return SimpleUploadedFile("dagen.ics", f"BEGIN:VCALENDAR\r\n{inside}END:VCALENDAR\r\n".encode())


def test_the_proposals_are_chosen_and_taken_away_again(city: City, sign_in: SignIn) -> None:
    client = sign_in(AN)
    page = client.get(HOME, {"bestuur": city.stad.pk, "jaar": NEXT_YEAR}).content.decode()
    assert "Paasmaandag" in page
    assert "Dag na Hemelvaart" in page
    christmas = as_choice(date(NEXT_YEAR, 12, 25), "Kerstmis")
    posted = client.post(f"{HOME}toevoegen/", {**place(city), "days": [christmas]})
    assert "1 dag toegevoegd." in client.get(posted["Location"]).content.decode()
    assert on_the_calendar(city) == {date(NEXT_YEAR, 12, 25): "Kerstmis"}
    posted = client.post(f"{HOME}wegnemen/", {**place(city), "days": [christmas]})
    assert "1 dag weggenomen." in client.get(posted["Location"]).content.decode()
    assert on_the_calendar(city) == {}


def test_a_day_of_its_own_and_what_is_wrong_with_one(city: City, sign_in: SignIn) -> None:
    client, day = sign_in(AN), date(NEXT_YEAR, 9, 7)
    for values, words in (
        ({"day": "", "label": "Kermis"}, "Kies een dag."),
        ({"day": "31-31-2027", "label": "Kermis"}, "Dit is geen datum."),
        ({"day": day.isoformat(), "label": " "}, "Zeg waarom"),
        ({"day": (today() - timedelta(days=3)).isoformat(), "label": "Kermis"}, "is al voorbij"),
        ({"day": "2199-01-01", "label": "Kermis"}, "volgende 10 jaar"),
    ):
        answer = client.post(f"{HOME}dag/", {**place(city), **values})
        assert answer.status_code in (409, 422)
        assert words in answer.content.decode()
    assert (
        client.post(f"{HOME}dag/", {**place(city), "day": day.isoformat(), "label": "<b>Kermis</b>"}).status_code == 303
    )
    assert on_the_calendar(city) == {day: "<b>Kermis</b>"}
    page = client.get(HOME, {"bestuur": city.stad.pk, "jaar": NEXT_YEAR}).content.decode()
    assert "&lt;b&gt;Kermis&lt;/b&gt;" in page


def test_an_agenda_is_shown_first_and_added_after_that(city: City, sign_in: SignIn) -> None:
    client = sign_in(AN)
    file = agenda(
        f"SUMMARY:Brugdag\r\nDTSTART;VALUE=DATE:{NEXT_YEAR}0508",
        f"SUMMARY:Vergadering\r\nDTSTART:{NEXT_YEAR}0509T090000Z",
    )
    page = client.post(f"{HOME}bestand/", {**place(city), "file": file}).content.decode()
    choice = as_choice(date(NEXT_YEAR, 5, 8), "Brugdag")
    assert f'value="{choice}" checked' in page
    assert "Vergadering: dit is geen hele dag." in page
    assert on_the_calendar(city) == {}
    client.post(f"{HOME}toevoegen/", {**place(city), "days": [choice]})
    assert on_the_calendar(city) == {date(NEXT_YEAR, 5, 8): "Brugdag"}


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("dagen.ics", b"<script>alert(1)</script>"), "geen kalenderbestand"),
        (SimpleUploadedFile("dagen.ics", b"x" * 200_001), "te groot"),
        (SimpleUploadedFile("dagen.ics", b""), "leeg"),
        ("geen bestand", "Kies een bestand."),
    ],
)
def test_a_hostile_file_is_refused_in_words(
    city: City, sign_in: SignIn, file: SimpleUploadedFile | str, words: str
) -> None:
    answer = sign_in(AN).post(f"{HOME}bestand/", {**place(city), "file": file})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert on_the_calendar(city) == {}


@pytest.mark.parametrize("days", [[], ["morgen"], ["2026-02-30|Dag"], ["<script>"]])
def test_nothing_chosen_or_nonsense_changes_nothing(city: City, sign_in: SignIn, days: list[str]) -> None:
    for act in ("toevoegen", "wegnemen"):
        assert sign_in(AN).post(f"{HOME}{act}/", {**place(city), "days": days}).status_code == 422
    assert on_the_calendar(city) == {}


def test_who_does_not_manage_the_regulations_finds_nothing(city: City, sign_in: SignIn) -> None:
    client = sign_in(GREET)
    assert client.get(HOME).status_code == 404
    assert client.post(f"{HOME}toevoegen/", {**place(city), "days": ["2027-01-04|Dag"]}).status_code == 404
    assert sign_in(AN).get(HOME, {"bestuur": 999_999}).status_code == 404
    without_body = sign_in(AN).post(f"{HOME}toevoegen/", {"days": [f"{NEXT_YEAR}-01-04|Dag"], "year": NEXT_YEAR})
    assert without_body.status_code == 422
    assert on_the_calendar(city) == {}
    assert (
        sign_in(AN).post(f"{HOME}toevoegen/", {"body": "x", "year": "y", "days": ["2027-01-04|Dag"]}).status_code == 404
    )
