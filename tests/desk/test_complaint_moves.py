"""The table of moves, walked: each has its page, its form for who may, and its refusal for everybody else."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.complaints.procedure import MOVES, By, Move, Step
from tests import people
from tests.city import City
from tests.complaints import course as way
from tests.complaints.course import Course, Stage
from tests.desk.complaint_days import AGO, at_step
from tests.people import Somebody

pytestmark = pytest.mark.django_db
SignIn = Callable[[Somebody], Client]

NOBODY = (
    people.SARA,
    people.BART,
    people.NELE,
    people.KOEN,
    people.LIES,
    people.RITA,
    people.ILSE,
    people.AN,
    people.DIRK,
)
_HANDS = {By.COORDINATOR: people.GREET, By.HANDLER: people.THOMAS, By.DIRECTOR: people.HILDE}


def address(course: Course, move: Move) -> str:
    return reverse(f"desk:complaint_{move.name}", args=[course.complaint.dossier.reference])


def hands(move: Move) -> list[Somebody]:
    return [somebody for by, somebody in _HANDS.items() if by in move.by]


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.name)
def test_every_move_has_its_page_for_who_may_and_for_nobody_else(city: City, sign_in: SignIn, move: Move) -> None:
    course = at_step(city, min(move.from_steps, key=list(Step).index))
    for somebody in hands(move):
        if somebody is people.THOMAS and course.complaint.handler_id is None:
            continue
        answer = sign_in(somebody).get(address(course, move))
        assert answer.status_code == 200, somebody.name
        assert "<h1" in answer.content.decode()
    strangers = [who for who in (*NOBODY, *_HANDS.values()) if who not in hands(move)]
    for somebody in strangers:
        client = sign_in(somebody)
        assert client.get(address(course, move)).status_code == 404, somebody.name
        assert client.post(address(course, move), {"version": course.complaint.dossier.version}).status_code == 404
    assert course.fresh().step in move.from_steps


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.name)
def test_nobody_gets_in_without_signing_in(city: City, move: Move) -> None:
    course = way.lodged(city, at=AGO)
    answer = Client().get(address(course, move))
    assert answer.status_code == 302
    assert "login" in answer["Location"]


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.name)
def test_in_another_step_it_says_so_instead_of_a_dead_form(city: City, sign_in: SignIn, move: Move) -> None:
    other = next(step for step in (Step.CLOSED, Step.REACTION) if step not in move.from_steps)
    course = at_step(city, other)
    for somebody in hands(move):
        client = sign_in(somebody)
        shown = client.get(address(course, move)).content.decode()
        assert "Dit kan n" in shown
        assert "data-draft-key" not in shown
        posted = client.post(address(course, move), filled(course, move))
        assert posted.status_code == 409, somebody.name
        assert course.fresh().step == other


def filled(course: Course, move: Move) -> dict[str, object]:
    """Everything that any of the forms could ask."""
    return {
        "version": course.fresh().dossier.version,
        "reason": "Omdat het zo is.",
        "question": "Wanneer gebeurde het?",
        "text": "Dit is wat ik ervan vind.",
        "medium": "phone",
        "grounds": ["geen_feiten"],
        "new_kind": "question",
        "staff": course.city.person(people.THOMAS).pk,
        "finding": "ongegrond",
        "resolution": "opgelost",
        "measure": "We doen het anders.",
        "outstanding": "Er komt niets meer.",
        "learnt": "We vragen het vroeger.",
    }


_READY: dict[str, Stage] = {
    "assign_handler": way.admitted,
    "agree": way.drafted,
    "differ": way.drafted,
    "return_draft": way.drafted,
    "withdraw": way.lodged,
    "satisfy": way.lodged,
}


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.name)
def test_every_move_is_made_from_its_page(city: City, sign_in: SignIn, move: Move) -> None:
    course = ready(city, move)
    somebody = hands(move)[0]
    answer = sign_in(somebody).post(address(course, move), filled(course, move))
    assert answer.status_code == 303, answer.content.decode()[:3000]
    assert course.fresh().step == move.to_step


def ready(city: City, move: Move) -> Course:
    """A complaint on which this move can be made now."""
    if move.name in _READY:
        return _READY[move.name](city, at=AGO)
    if move.name == "submit_draft":
        course = way.heard(city, at=AGO)
        way.answer(course)
        return course
    if move.name == "mediate":
        from gehoor.complaints.actions import note_hearing

        course = way.assigned(city, at=AGO)
        told = {"kind": "phone", "whom": "complainant", "held_on": AGO.date(), "report": "Ze wil haar geld terug."}
        note_hearing(course.complaint, **told, by=course.thomas, at=course.at)  # type: ignore[arg-type]
        return course
    if move.name == "follow":
        from tests.complaints.test_joining import a_pair, judged

        main, other = a_pair(city, at=AGO)
        judged(main, other, follows=False)
        return other
    if move.name == "decide":
        from gehoor.complaints.actions import advise

        course = way.differing(city, at=AGO)
        advise(course.complaint, text="Volg de coördinator.", by=course.hilde, at=course.at)
        return course
    return at_step(city, min(move.from_steps, key=list(Step).index))
