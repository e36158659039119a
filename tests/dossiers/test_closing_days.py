"""A closing day that comes or goes: every open term is reckoned anew, what is over stays as it was, each move is in the journal."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gehoor.dossiers import checks
from gehoor.dossiers.actions import closing_days
from gehoor.dossiers.actions.closing_days import close_on, open_on, reckon_all
from gehoor.dossiers.actions.deadlines import meet
from gehoor.dossiers.actions.intake import receive
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.models import Deadline, Dossier
from gehoor.journal.entries import dossier_chain
from gehoor.journal.models import Entry
from gehoor.kernel.actors import SYSTEM
from gehoor.kernel.errors import NotAllowed, RuleViolation
from tests import people
from tests.city import MONDAY, City, small_city
from tests.complaints.course import CITIZEN, COMPLAINT, lodged

CLOSED = {date(2026, 3, 9): "Brugdag"}


@pytest.fixture
def city(db: None) -> City:
    return small_city()


def question(city: City) -> Dossier:
    """Ten working days from the second of March: the sixteenth."""
    return receive(replace(COMPLAINT, kind=Kind.QUESTION), by=CITIZEN, at=MONDAY).dossier


def due_on(dossier: Dossier) -> date | None:
    return Deadline.objects.get(dossier=dossier).due_on


def moves(dossier: Dossier) -> list[Entry]:
    return list(Entry.objects.filter(chain=dossier_chain(dossier.pk), verb="dossiers.calendar_moved"))


def test_a_closing_day_moves_the_terms_in_working_days_and_says_so_in_each_dossier(city: City) -> None:
    asked, complained = question(city), lodged(city).complaint.dossier
    changed = close_on(city.stad, CLOSED, by=SYSTEM, at=MONDAY + timedelta(days=1))
    assert (changed.days, changed.moved) == (1, 1)
    assert due_on(asked) == date(2026, 3, 17)
    (entry,) = moves(asked)
    assert (entry.payload["before"], entry.payload["due_on"]) == ("2026-03-16", "2026-03-17")
    assert moves(complained) == []
    assert list(checks.problems()) == []


def test_a_day_that_is_taken_back_moves_them_back(city: City) -> None:
    asked = question(city)
    close_on(city.stad, CLOSED, by=SYSTEM, at=MONDAY + timedelta(days=1))
    open_on(city.stad, list(CLOSED), by=SYSTEM, at=MONDAY + timedelta(days=2))
    assert due_on(asked) == date(2026, 3, 16)
    assert len(moves(asked)) == 2
    assert list(checks.problems()) == []


def test_the_same_day_twice_is_once(city: City) -> None:
    close_on(city.stad, CLOSED, by=SYSTEM, at=MONDAY)
    assert close_on(city.stad, CLOSED, by=SYSTEM, at=MONDAY).days == 0


def test_what_was_answered_before_rests_on_the_calendar_of_then(city: City) -> None:
    asked = question(city)
    meet(asked, "question_answer", by=SYSTEM, at=MONDAY + timedelta(days=1))
    close_on(city.stad, CLOSED, by=SYSTEM, at=MONDAY + timedelta(days=1, hours=1))
    assert due_on(asked) == date(2026, 3, 16)
    assert list(checks.problems()) == []
    open_on(city.stad, list(CLOSED), by=SYSTEM, at=MONDAY + timedelta(days=2))
    assert list(checks.problems()) == []


def test_the_day_of_one_body_moves_nothing_of_another(city: City) -> None:
    asked = question(city)
    close_on(city.ocmw, CLOSED, by=SYSTEM, at=MONDAY)
    assert due_on(asked) == date(2026, 3, 16)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({date(2026, 3, 1): "Gisteren"}, "al voorbij"),
        ({date(2046, 3, 1): "Ooit"}, "volgende 10 jaar"),
        ({}, "minstens één dag"),
        ({date(2026, 3, 9): "  "}, "Zeg waarom"),
        ({date(2026, 3, 9) + timedelta(days=n): "Elke dag" for n in range(401)}, "hoogstens 400"),
    ],
)
def test_a_day_that_makes_no_sense_is_refused_in_words(city: City, days: dict[date, str], words: str) -> None:
    asked = question(city)
    with pytest.raises(RuleViolation, match=words):
        close_on(city.stad, days, by=SYSTEM, at=MONDAY)
    assert due_on(asked) == date(2026, 3, 16)


def test_only_who_manages_the_regulations_closes_the_city(city: City) -> None:
    with pytest.raises(NotAllowed):
        close_on(city.stad, CLOSED, by=city.actor(people.GREET), at=MONDAY)


def test_many_open_dossiers_are_reckoned_by_the_worker_page_by_page(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing_days, "PAGE", 2)
    asked = [question(city) for _ in range(5)]
    changed = close_on(city.stad, CLOSED, by=SYSTEM, at=MONDAY + timedelta(days=1))
    assert changed.moved is None
    assert {due_on(dossier) for dossier in asked} == {date(2026, 3, 16)}
    at = MONDAY + timedelta(days=1, hours=1)
    assert reckon_all(city.stad.pk, at=at) == 5
    assert {due_on(dossier) for dossier in asked} == {date(2026, 3, 17)}
    assert reckon_all(city.stad.pk, at=at) == 0
    assert all(len(moves(dossier)) == 1 for dossier in asked)
    assert list(checks.problems()) == []
