"""The department looks for a solution together with the reporter."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gehoor.correspondence.models import Message
from gehoor.dossiers.access import citizen_behind, dossier_for
from gehoor.dossiers.actions import assigning, correcting, first_line, messages, sweeping
from gehoor.dossiers.actions.intake import Submission, receive
from gehoor.dossiers.checks import problems
from gehoor.dossiers.lifecycle import CloseReason, Kind, Step
from gehoor.dossiers.models import Correction, Deadline, Dossier
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import Conflict, InvalidInput, MoveNotAllowed, NotAllowed, NotFound
from tests.city import MONDAY, City, small_city
from tests.people import AMINA, LIES, NELE, SARA

CITIZEN = Actor(kind=ActorKind.CITIZEN)
WASTE = Submission(
    kind=Kind.MELDING, text="Mijn restafval blijft staan. Ik ben niet tevreden.", reporter=AMINA, is_first_line=True
)


@pytest.fixture
def city(db: None) -> City:
    return small_city()


@pytest.fixture
def amina(city: City) -> Actor:
    receipt = receive(WASTE, by=CITIZEN, at=MONDAY)
    assert receipt.token is not None
    return citizen_behind(receipt.token, at=MONDAY)[0]


@pytest.fixture
def dossier(amina: Actor) -> Dossier:
    return Dossier.objects.get(pk=next(iter(amina.dossier_ids)))


def routed(city: City, dossier: Dossier) -> Dossier:
    assigning.route(
        dossier, kind=Kind.MELDING, department=city["reiniging"], is_first_line=True, by=city.actor(SARA), at=MONDAY
    )
    return dossier_for(city.actor(NELE), dossier.reference)


def test_the_contact_point_sends_it_and_the_department_finds_it(city: City, dossier: Dossier) -> None:
    assert routed(city, dossier).department == city["reiniging"]


def test_another_department_does_not_find_it(city: City, dossier: Dossier) -> None:
    routed(city, dossier)
    with pytest.raises(NotFound) as hidden:
        dossier_for(city.actor(LIES), dossier.reference)
    with pytest.raises(NotFound) as absent:
        dossier_for(city.actor(LIES), "2026-99999-9")
    assert hidden.value.message == absent.value.message


def test_a_department_does_not_send_it_on_by_itself(city: City, dossier: Dossier) -> None:
    routed(city, dossier)
    with pytest.raises(NotAllowed):
        assigning.route(dossier, kind=Kind.MELDING, department=city["groen"], by=city.actor(NELE), at=MONDAY)


def test_naming_it_otherwise_wins_nobody_time(city: City, dossier: Dossier) -> None:
    later = MONDAY + timedelta(days=4)
    assigning.route(
        dossier, kind=Kind.QUESTION, department=city["reiniging"], is_first_line=False, by=city.actor(SARA), at=later
    )
    running = Deadline.objects.get(dossier=dossier, ended_on=None)
    assert (running.term, running.started_on) == ("question_answer", local_date(MONDAY))


def test_not_for_us_goes_back_with_a_reason(city: City, dossier: Dossier) -> None:
    mine = routed(city, dossier)
    assigning.give_back(mine, reason="Dit is voor Groen.", by=city.actor(NELE), at=MONDAY)
    mine.refresh_from_db()
    assert (mine.department, mine.step) == (city["contactpunt"], Step.RECEIVED)
    assert list(problems()) == []


def test_not_for_us_without_a_reason_is_refused(city: City, dossier: Dossier) -> None:
    with pytest.raises(InvalidInput):
        assigning.give_back(routed(city, dossier), reason=" ", by=city.actor(NELE), at=MONDAY)


def test_after_two_returns_the_contact_point_decides(city: City, dossier: Dossier) -> None:
    for _ in range(2):
        assigning.give_back(routed(city, dossier), reason="Niet voor ons.", by=city.actor(NELE), at=MONDAY)
        dossier.refresh_from_db()
    with pytest.raises(InvalidInput):
        assigning.give_back(routed(city, dossier), reason="Echt niet.", by=city.actor(NELE), at=MONDAY)


def test_a_solution_that_solves_it_closes_it(city: City, dossier: Dossier, amina: Actor) -> None:
    first_line.offer_solution(routed(city, dossier), text="We komen morgen.", by=city.actor(NELE), at=MONDAY)
    first_line.reply_to_offer(dossier, solved=True, by=amina, at=MONDAY + timedelta(days=1))
    dossier.refresh_from_db()
    assert (dossier.step, dossier.close_reason) == (Step.CLOSED, CloseReason.SOLVED)
    assert Deadline.objects.get(dossier=dossier, term="first_line").met_on == local_date(MONDAY)


def test_a_solution_that_does_not_solve_it_goes_back_to_the_department(
    city: City, dossier: Dossier, amina: Actor
) -> None:
    first_line.offer_solution(routed(city, dossier), text="We komen morgen.", by=city.actor(NELE), at=MONDAY)
    first_line.reply_to_offer(dossier, solved=False, text="Dat zei je vorige keer ook.", by=amina, at=MONDAY)
    dossier.refresh_from_db()
    assert dossier.step == Step.IN_PROGRESS


def test_answering_twice_changes_nothing_and_the_opposite_is_refused(
    city: City, dossier: Dossier, amina: Actor
) -> None:
    first_line.offer_solution(routed(city, dossier), text="We komen morgen.", by=city.actor(NELE), at=MONDAY)
    first_line.reply_to_offer(dossier, solved=True, by=amina, at=MONDAY)
    first_line.reply_to_offer(dossier, solved=True, by=amina, at=MONDAY)
    with pytest.raises(Conflict):
        first_line.reply_to_offer(dossier, solved=False, by=amina, at=MONDAY)


def test_the_link_of_another_answers_nothing_here(city: City, dossier: Dossier) -> None:
    other = receive(replace(WASTE, text="Iets anders."), by=CITIZEN, at=MONDAY)
    assert other.token is not None
    stranger, _ = citizen_behind(other.token, at=MONDAY)
    first_line.offer_solution(routed(city, dossier), text="We komen morgen.", by=city.actor(NELE), at=MONDAY)
    with pytest.raises(NotAllowed):
        first_line.reply_to_offer(dossier, solved=True, by=stranger, at=MONDAY)


def test_reopening_gives_no_new_clock(city: City, dossier: Dossier, amina: Actor) -> None:
    mine = routed(city, dossier)
    first_line.close(mine, CloseReason.ANSWERED, text="Het is opgelost.", by=city.actor(NELE), at=MONDAY)
    before = set(Deadline.objects.filter(dossier=dossier).values_list("pk", "due_on", "met_on"))
    first_line.reopen(dossier, by=amina, at=MONDAY + timedelta(days=9))
    assert set(Deadline.objects.filter(dossier=dossier).values_list("pk", "due_on", "met_on")) == before


def test_silence_is_told_to_the_citizen_once(city: City, dossier: Dossier) -> None:
    routed(city, dossier)
    late = MONDAY + timedelta(days=30)
    assert sweeping.tell_silences(at=MONDAY) == 0
    assert sweeping.tell_silences(at=late) == 1
    assert sweeping.tell_silences(at=late + timedelta(days=1)) == 0
    assert Message.objects.filter(thread=dossier.thread, letter="first_line_late").count() == 1


def test_a_closed_dossier_gets_no_message_until_it_is_reopened(city: City, dossier: Dossier) -> None:
    mine = routed(city, dossier)
    first_line.close(mine, CloseReason.ANSWERED, text="Klaar.", by=city.actor(NELE), at=MONDAY)
    with pytest.raises(MoveNotAllowed):
        messages.write_to_reporter(mine, text="Nog iets.", by=city.actor(NELE), at=MONDAY)


def test_a_typo_is_corrected_and_the_original_kept(city: City, dossier: Dossier) -> None:
    correcting.correct(dossier, "title", "Restafval blijft staan", by=city.actor(SARA), at=MONDAY)
    kept = Correction.objects.get(dossier=dossier)
    assert (kept.before, kept.after) == ("Mijn restafval blijft staan", "Restafval blijft staan")


def test_a_worker_of_elsewhere_corrects_nothing(city: City, dossier: Dossier) -> None:
    routed(city, dossier)
    with pytest.raises(NotAllowed):
        correcting.correct(dossier, "title", "Iets anders", by=city.actor(LIES), at=MONDAY)
