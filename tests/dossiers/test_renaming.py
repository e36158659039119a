"""Naming a dossier otherwise never gives the city more time: its date only comes nearer (I-13)."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from gehoor.complaints import actions
from gehoor.dossiers import checks
from gehoor.dossiers.actions.assigning import route
from gehoor.dossiers.actions.first_line import offer_solution
from gehoor.dossiers.actions.intake import receive
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.models import Deadline, Dossier
from tests.city import MONDAY, City, small_city
from tests.complaints import course as way
from tests.complaints.course import CITIZEN, COMPLAINT
from tests.dossiers.test_clocks import in_force
from tests.people import BART, THOMAS

KINDS = (Kind.QUESTION, Kind.MELDING, Kind.SUGGESTION)


@pytest.fixture
def city(db: None) -> City:
    return small_city()


def told(kind: Kind) -> Dossier:
    return receive(replace(COMPLAINT, kind=kind), by=CITIZEN, at=MONDAY).dossier


def named(dossier: Dossier, kind: Kind, city: City, *, first_line: bool = False, day: int = 0) -> None:
    at, bart = MONDAY + timedelta(days=day), city.actor(BART)
    route(dossier, kind=kind, department=city["groen"], is_first_line=first_line, by=bart, at=at)


def shown(dossier: Dossier) -> date:
    due_on = Dossier.objects.get(pk=dossier.pk).due_on
    assert due_on is not None
    return due_on


@pytest.mark.parametrize("first", KINDS)
def test_whatever_it_is_called_in_turn_the_date_only_comes_nearer(city: City, first: Kind) -> None:
    chance = Random(first)
    for _ in range(6):
        dossier = told(first)
        days = [shown(dossier)]
        for day in range(5):
            named(dossier, chance.choice(KINDS), city, first_line=chance.random() < 0.4, day=day)
            days.append(shown(dossier))
        assert days == sorted(days, reverse=True)
    assert list(checks.problems()) == []


def test_a_question_that_becomes_a_suggestion_keeps_its_own_date_until_it_is_answered(city: City) -> None:
    dossier = told(Kind.QUESTION)
    named(dossier, Kind.SUGGESTION, city)
    assert shown(dossier) == date(2026, 3, 16)
    offer_solution(dossier, text="Dat doen we.", by=city.actor(THOMAS), at=MONDAY + timedelta(days=3))
    rows = Deadline.objects.filter(dossier=dossier).values_list("term", "met_on")
    assert dict(rows) == {"question_answer": date(2026, 3, 5), "suggestion_answer": date(2026, 3, 5)}


def test_a_suggestion_that_becomes_a_question_gets_the_date_of_a_question(city: City) -> None:
    dossier = told(Kind.SUGGESTION)
    named(dossier, Kind.QUESTION, city)
    assert shown(dossier) == date(2026, 3, 16)
    assert Deadline.objects.get(dossier=dossier, term="suggestion_answer").ended_on is not None


def test_a_complaint_that_is_none_after_all_keeps_the_date_that_was_promised(city: City) -> None:
    in_force(city, ("amount: 45\n", "amount: 20\n"))
    course = way.lodged(city)
    new = actions.requalify(
        course.complaint, new_kind=Kind.SUGGESTION, reason="Een voorstel.", by=course.greet, at=course.later()
    )
    assert shown(new) == date(2026, 3, 22)
    other = way.lodged(city)
    new = actions.requalify(other.complaint, new_kind=Kind.QUESTION, reason="Zo.", by=other.greet, at=other.later())
    assert shown(new) == date(2026, 3, 16)
    assert not Deadline.objects.filter(dossier=new, term="answer").exists()
    assert list(checks.problems()) == []
