"""The department looks for a solution together with the reporter."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gehoor.correspondence.actions import Addressee, open_thread, queue_letter
from gehoor.correspondence.models import Delivery, Message
from gehoor.dossiers.access import citizen_behind, dossier_for
from gehoor.dossiers.actions import assigning, correcting, first_line, messages, sweeping, tasks
from gehoor.dossiers.actions.intake import Submission, receive
from gehoor.dossiers.checks import problems
from gehoor.dossiers.lifecycle import CloseReason, Kind, Step, WaitsFor
from gehoor.dossiers.lists import unreported_failures, work_for
from gehoor.dossiers.models import Correction, Deadline, Dossier, WorkItem
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import Conflict, InvalidInput, MoveNotAllowed, NotAllowed, NotFound
from gehoor.organisation.models import Staff
from tests.city import MONDAY, City, small_city
from tests.people import AMINA, JORIS, LIES, NELE, SARA

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


def test_what_does_not_solve_it_gives_the_department_a_new_term_and_its_silence_is_told(
    city: City, dossier: Dossier, amina: Actor
) -> None:
    said = MONDAY + timedelta(days=8)
    first_line.offer_solution(routed(city, dossier), text="We komen morgen.", by=city.actor(NELE), at=MONDAY)
    first_line.reply_to_offer(dossier, solved=False, by=amina, at=said)
    first, second = Deadline.objects.filter(dossier=dossier, term="first_line").order_by("pk")
    assert (first.met_on, second.started_on) == (local_date(MONDAY), local_date(said))
    dossier.refresh_from_db()
    assert dossier.due_on == second.due_on
    assert sweeping.tell_silences(at=said + timedelta(days=20)) == 1


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


def test_what_the_citizen_writes_after_an_answer_goes_back_to_the_department(
    city: City, dossier: Dossier, amina: Actor
) -> None:
    mine = routed(city, dossier)
    first_line.offer_solution(mine, text="We komen morgen langs.", by=city.actor(NELE), at=MONDAY)
    messages.hear_reporter(mine, text="Hoe laat dan?", by=amina, at=MONDAY)
    assert (mine.step, mine.waits_for) == (Step.IN_PROGRESS, WaitsFor.DEPARTMENT)
    first_line.reply_to_offer(mine, solved=True, by=amina, at=MONDAY)
    assert mine.step == Step.CLOSED


def test_what_the_citizen_writes_after_the_end_is_a_task_once_until_somebody_read_it(
    city: City, dossier: Dossier, amina: Actor
) -> None:
    mine, seen_before = routed(city, dossier), dossier_for(city.actor(NELE), dossier.reference)
    first_line.close(mine, CloseReason.ANSWERED, text="Klaar.", by=city.actor(NELE), at=MONDAY)
    for text in ("Nee hoor.", "Er staat nog altijd een zak."):
        messages.hear_reporter(seen_before, text=text, by=amina, at=MONDAY)
    (task,) = work_for(city.actor(NELE))
    assert task.title == tasks.READ_IT
    correcting.finish_work(task, outcome="Gelezen.", by=city.actor(NELE), at=MONDAY)
    messages.hear_reporter(mine, text="En nu?", by=amina, at=MONDAY)
    assert len(work_for(city.actor(NELE))) == 1
    messages.hear_reporter(mine, text="Ze belde ook.", by=city.actor(NELE), at=MONDAY, medium="phone")
    assert len(work_for(city.actor(NELE))) == 1


def test_a_colleague_takes_over_while_the_citizen_has_the_next_move(city: City, dossier: Dossier) -> None:
    mine, nele = routed(city, dossier), city.actor(NELE)
    assigning.assign(mine, city.person(NELE), by=nele, at=MONDAY)
    messages.write_to_reporter(mine, text="Welke zak?", asks=True, by=nele, at=MONDAY)
    assigning.assign(mine, city.person(JORIS), by=nele, at=MONDAY)
    assert (mine.step, mine.waits_for, mine.handler_name) == (Step.WAITING_REPORTER, WaitsFor.REPORTER, JORIS.name)
    first_line.offer_solution(mine, text="We komen morgen langs.", by=nele, at=MONDAY)
    assigning.assign(mine, city.person(NELE), by=nele, at=MONDAY)
    assert (mine.step, mine.waits_for, mine.handler_name) == (Step.ANSWERED, WaitsFor.REPORTER, NELE.name)
    first_line.close(mine, CloseReason.ANSWERED, text="Klaar.", by=nele, at=MONDAY)
    with pytest.raises(MoveNotAllowed):
        assigning.assign(mine, city.person(JORIS), by=nele, at=MONDAY)


def test_a_long_reply_is_kept_whole_or_refused(city: City, dossier: Dossier, amina: Actor) -> None:
    mine = routed(city, dossier)
    first_line.offer_solution(mine, text="We komen morgen langs.", by=city.actor(NELE), at=MONDAY)
    with pytest.raises(InvalidInput):
        first_line.reply_to_offer(mine, solved=False, text="x" * 20_001, by=amina, at=MONDAY)
    long = "x" * 20_000
    assert first_line.reply_to_offer(mine, solved=False, text=long, by=amina, at=MONDAY).reply_text == long


def test_the_task_of_somebody_who_left_is_the_departments(city: City, dossier: Dossier) -> None:
    mine, nele = routed(city, dossier), city.actor(NELE)
    task = correcting.plan_work(mine, title="Bel de ploeg", assignee=city.person(JORIS), by=nele, at=MONDAY)
    assert task not in work_for(nele)
    Staff.objects.filter(pk=city.person(JORIS).pk).update(is_active=False)
    assert task in work_for(nele)
    assert task not in work_for(city.actor(LIES))


def test_each_message_that_failed_is_a_task_however_many_failed_before(city: City, dossier: Dossier) -> None:
    for _ in range(3):
        queue_letter(
            dossier.thread,
            "new_link",
            {"reference": dossier.reference},
            to=Addressee("Amina", "a@b.example"),
            at=MONDAY,
        )
    stray = queue_letter(
        open_thread(at=MONDAY), "new_link", {"reference": "x"}, to=Addressee("Amina", "a@b.example"), at=MONDAY
    )
    Message.objects.filter(letter="new_link").update(delivery=Delivery.FAILED, retry_at=None)
    assert sum(sweeping.report_failed(message, at=MONDAY) for message in unreported_failures(limit=2)) == 2
    assert sweeping.report_failed_mail(at=MONDAY) == 1
    assert sweeping.report_failed_mail(at=MONDAY) == 0
    failed = WorkItem.objects.filter(kind=WorkItem.Kind.MAIL_FAILED)
    assert failed.filter(dossier=dossier).count() == failed.count() == 3
    assert not failed.filter(message=stray).exists()
