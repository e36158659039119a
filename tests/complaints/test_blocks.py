"""The blocks of the coordinator's day: in which a complaint is at every step, and that each count is the length of its list."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from gehoor.complaints import actions, overview
from gehoor.complaints.access import complaint_for
from gehoor.complaints.blocks import BLOCK_NAMES, TASK_BLOCKS, TASK_NAMES
from gehoor.complaints.models import Complaint, Referral
from gehoor.dossiers.actions.intake import receive
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.models import Dossier, WorkItem
from gehoor.kernel.actors import Actor
from tests import people
from tests.city import MONDAY, City
from tests.complaints import course as way
from tests.complaints.course import Course

pytestmark = pytest.mark.django_db

FOLLOWERS = (people.GREET, people.WOUTER, people.HILDE, people.DIRK, people.THOMAS)
MINE = {"wacht-op-mij", "wacht-op-coordinator"}
ASKED = "Waarom bleef het afval staan?"


def opened(city: City) -> Course:
    course = way.lodged(city)
    complaint_for(course.greet, course.complaint.dossier.reference, at=course.at)
    return course


def on_paper(city: City) -> Course:
    """Filed by somebody without e-mail: the acknowledgement has to be posted."""
    told = replace(way.COMPLAINT, reporter=replace(people.AMINA, email=""))
    receipt = actions.lodge(told, by=way.CITIZEN, at=MONDAY)
    return Course(city, Complaint.objects.get(pk=receipt.dossier.pk), MONDAY)


def clarifying(city: City) -> Course:
    course = way.lodged(city)
    actions.ask_clarification(course.complaint, question="Welke dagen?", by=course.greet, at=course.later())
    return course


def at_department(city: City) -> Course:
    course = way.lodged(city)
    actions.send_to_first_line(course.complaint, reason="Dat kan snel.", by=course.greet, at=course.later())
    return course


def asked(city: City) -> Course:
    course = way.assigned(city)
    department = city["reiniging"].pk
    actions.ask_account(course.complaint, department_id=department, question=ASKED, by=course.thomas, at=course.at)
    return course


def advised(city: City) -> Course:
    course = way.differing(city)
    actions.advise(course.complaint, text="Volg de coördinator.", by=course.hilde, at=course.later())
    return course


def returned(city: City) -> Course:
    """After the advice the coordinator gives the draft back, and the handler writes another."""
    course = advised(city)
    actions.return_draft(course.complaint, reason="Neem het advies mee.", by=course.greet, at=course.later())
    actions.submit_draft(
        course.complaint, finding="gegrond", text="Anders.", answer=way.ANSWER, by=course.thomas, at=course.later()
    )
    return course


STAGES: dict[Callable[[City], Course], set[str]] = {
    way.lodged: {"nieuw", "ontvankelijkheid", *MINE},
    opened: {"ontvankelijkheid", *MINE},
    on_paper: {"nieuw", "te-bevestigen", "ontvankelijkheid", *MINE},
    clarifying: {"wacht-op-klager", "klok-staat-stil"},
    at_department: {"wacht-op-dienst"},
    way.admitted: MINE,
    way.assigned: {"wacht-op-behandelaar"},
    asked: {"wacht-op-dienst"},
    way.heard: {"wacht-op-behandelaar"},
    way.drafted: {"oordeel", *MINE},
    way.differing: {"verschil", "wacht-op-directeur"},
    advised: {"verschil", "oordeel", *MINE},
    returned: {"oordeel", *MINE},
    way.agreed: {"voorstel-te-sturen", *MINE},
    way.proposed: {"zonder-reactie", "wacht-op-klager"},
    way.refused: {"af-te-sluiten", *MINE},
    way.closed: set(),
    way.referred: {"ombudsman"},
}


def not_empty(actor: Actor, today: date) -> set[str]:
    return {name for name, block in overview.blocks(actor, today=today).items() if block.number}


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.__name__)
def test_a_complaint_is_in_the_blocks_of_its_step(city: City, stage: Callable[[City], Course]) -> None:
    course = stage(city)
    assert course.fresh().coordinator == city.person(people.GREET)
    assert not_empty(course.greet, course.at.date()) - {"deze-week"} == STAGES[stage]


def test_a_term_is_of_this_week_until_its_last_day_and_late_the_day_after(city: City) -> None:
    course = way.lodged(city)
    due = course.complaint.dossier.due_on
    assert due is not None
    assert "deze-week" not in not_empty(course.greet, due - timedelta(days=7))
    assert {"deze-week", "te-laat"} & not_empty(course.greet, due) == {"deze-week"}
    assert {"deze-week", "te-laat"} & not_empty(course.greet, due + timedelta(days=1)) == {"te-laat"}


def counted(actor: Actor, today: date) -> Iterator[tuple[str, int, int]]:
    """Each block with its number and the length of its list."""
    for name, block in overview.blocks(actor, today=today).items():
        if name in BLOCK_NAMES:
            rows = overview.complaints(actor, overview.Wanted(show=name), today=today).rows
            assert all(row.waits_for_me == overview.waits_for_me(row.complaint, actor) for row in rows), name
            yield name, block.number, len(rows)
        else:
            yield name, block.number, len(overview.tasks(actor, [name]))


def followed_up(city: City) -> None:
    """A question of the ombudsman, a recommendation, a promise, and somebody outside the city who was asked something."""
    course = way.referred(city)
    ilse = course.ilse
    referral = Referral.objects.select_related("complaint__dossier__thread").latest("pk")
    actions.open_referral(referral, by=ilse, at=course.at)
    actions.ask_city(referral, text="Waarom reed de wagen niet?", by=ilse, at=course.at)
    other = way.referred(city)
    referral = Referral.objects.select_related("complaint__dossier__thread").latest("pk")
    actions.open_referral(referral, by=ilse, at=other.at)
    actions.conclude(referral, conclusion="De stad leert.", recommendations=["Zet een bord."], by=ilse, at=other.at)
    for kind in (WorkItem.Kind.COMMITMENT, WorkItem.Kind.OUTSIDE):
        WorkItem.objects.create(
            dossier=other.complaint.dossier,
            kind=kind,
            title="Een nieuwe vuilbak",
            department=city["reiniging"],
            created_at=other.at,
        )


def test_every_count_is_the_length_of_its_list_for_everybody_at_every_step(city: City) -> None:
    for stage in STAGES:
        stage(city)
    followed_up(city)
    for about in ("Greet Maes", "Wouter Nys"):
        way.lodged(city, named=(about,))
    day = MONDAY.date() + timedelta(days=9)
    seen: set[str] = set()
    for somebody in FOLLOWERS:
        actor = city.actor(somebody)
        for today in (day, day + timedelta(days=60)):
            for name, number, length in counted(actor, today):
                assert number == length, (somebody.name, name)
                seen |= {name} if number else set()
    assert seen == BLOCK_NAMES | TASK_NAMES


def test_a_concerned_coordinator_sees_neither_the_complaint_nor_its_count(city: City) -> None:
    course = way.lodged(city, named=("Greet Maes",))
    dossier = Dossier.objects.get(pk=course.complaint.pk)
    for kind in (block.kind for block in TASK_BLOCKS):
        WorkItem.objects.create(
            dossier=dossier, kind=kind, title="Iets", department=city["klachten"], created_at=course.at
        )
    today = course.at.date()
    assert not_empty(course.greet, today) == set()
    assert not_empty(city.actor(people.WOUTER), today) >= {"nieuw", "wacht-op-mij", *TASK_NAMES}


def test_somebody_who_becomes_concerned_loses_the_count_at_once(city: City) -> None:
    course = way.assigned(city)
    today = course.at.date()
    assert "wacht-op-behandelaar" in not_empty(course.greet, today)
    actions.declare_interest(course.complaint, text="Ik woon ernaast.", by=course.greet, at=course.at)
    assert not_empty(course.greet, today) == set()
    assert "wacht-op-behandelaar" in not_empty(city.actor(people.WOUTER), today)


def test_who_investigates_counts_only_the_own_ones(city: City) -> None:
    course = way.assigned(city)
    way.lodged(city)
    assert not_empty(course.thomas, course.at.date()) == {"wacht-op-mij", "wacht-op-behandelaar"}
    assert not_empty(city.actor(people.NELE), course.at.date()) == set()


def test_a_task_about_something_else_than_a_complaint_is_not_counted(city: City) -> None:
    dossier = receive(replace(way.COMPLAINT, kind=Kind.MELDING), by=way.CITIZEN, at=MONDAY).dossier
    WorkItem.objects.create(
        dossier=dossier,
        kind=WorkItem.Kind.COMMITMENT,
        title="Een bank",
        department=city["groen"],
        created_at=MONDAY,
    )
    assert not_empty(city.actor(people.GREET), MONDAY.date()) == set()


def test_whose_turn_it_is_names_the_department_that_owes_its_account(city: City) -> None:
    course = asked(city)
    row = overview.complaints(course.greet, overview.Wanted(show="wacht-op-dienst"), today=course.at.date()).rows[0]
    assert row.waits_for == "de dienst"


def test_a_long_list_comes_in_pages_that_together_are_as_long_as_the_count(city: City) -> None:
    for _ in range(5):
        way.lodged(city)
    way.referred(city)
    greet, today = city.actor(people.GREET), MONDAY.date()
    for show, length in (("ontvankelijkheid", 5), ("", 5)):
        seen = []
        for start in (0, 2, 4):
            page = overview.complaints(greet, overview.Wanted(show=show, start=start), today=today, most=2)
            assert (page.number, page.start) == (length, start)
            seen += [row.complaint.pk for row in page.rows]
        assert len(seen) == len(set(seen)) == length, show
    beyond = overview.complaints(greet, overview.Wanted(start=400), today=today, most=2)
    assert beyond.start == 0
    assert len(beyond.rows) == 2
