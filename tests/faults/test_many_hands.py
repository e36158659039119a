"""Fifty people at the same dossier in the same second: each success is one step, and none is overwritten (promise I-42)."""

import re
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection
from django.test import Client

from gehoor.complaints import actions as complaints
from gehoor.complaints.models import Complaint
from gehoor.complaints.procedure import Step
from gehoor.correspondence.models import Message
from gehoor.dossiers import checks
from gehoor.dossiers.actions.assigning import assign
from gehoor.dossiers.actions.first_line import offer_solution, reply_to_offer
from gehoor.dossiers.models import Assignment, Dossier
from gehoor.journal.entries import dossier_chain
from gehoor.journal.queries import timeline, verify_all
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.errors import RuleViolation
from tests import people
from tests.city import City, small_city
from tests.complaints.course import first_line, lodged

T = TypeVar("T")
HANDS = 50


@pytest.fixture
def city(fresh_db: str) -> City:
    """The small city, with real commits."""
    return small_city()


def at_once(what: Callable[[int], T], hands: int = HANDS) -> list[T | RuleViolation]:
    """Do it with so many hands, all starting together; what each got."""
    together = threading.Barrier(hands)

    def one(number: int) -> T | RuleViolation:
        try:
            together.wait(60)
            return what(number)
        except RuleViolation as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(hands) as pool:
        return list(pool.map(one, range(hands)))


def test_of_fifty_who_admit_a_complaint_one_does(city: City) -> None:
    course = lodged(city)
    letters, at = Message.objects.count(), course.later()

    def admit(_: int) -> bool:
        complaints.admit(Complaint.objects.get(pk=course.complaint.pk), reason="Duidelijk.", by=course.greet, at=at)
        return True

    done = at_once(admit)
    assert done.count(True) == 1
    assert course.fresh().step == Step.INVESTIGATION
    assert [e.verb for e in timeline(dossier_chain(course.complaint.pk))].count("complaints.admitted") == 1
    assert Message.objects.count() == letters + 1
    assert [*verify_all(), *checks.problems()] == []


def test_of_admitting_and_rejecting_at_once_one_happens_and_the_trail_says_which(city: City) -> None:
    course = lodged(city)
    at = course.later()

    def decide(number: int) -> str:
        complaint = Complaint.objects.get(pk=course.complaint.pk)
        if number % 2:
            complaints.withdraw(complaint, by=course.amina, at=at)
            return "withdrawn"
        complaints.admit(complaint, reason="Duidelijk.", by=course.greet, at=at)
        return "admitted"

    done = [answer for answer in at_once(decide) if isinstance(answer, str)]
    verbs = [e.verb.rpartition(".")[2] for e in timeline(dossier_chain(course.complaint.pk))]
    assert [verb for verb in verbs if verb in ("admitted", "withdrawn")] == sorted(done)
    assert course.fresh().step == (Step.CLOSED if "withdrawn" in done else Step.INVESTIGATION)
    assert [*verify_all(), *checks.problems()] == []


def test_of_fifty_assignments_the_last_in_the_trail_holds(city: City) -> None:
    dossier = first_line(city)
    hands = [city.person(people.NELE), city.person(people.JORIS), city.person(people.KOEN)]
    by = city.actor(people.SARA)

    def give(number: int) -> bool:
        assign(Dossier.objects.get(pk=dossier.pk), hands[number % 3], by=by, at=dossier.received_at)
        return True

    done = at_once(give)
    trail = [e for e in timeline(dossier_chain(dossier.pk)) if e.verb == "dossiers.assigned"]
    assert done.count(True) == len(trail) > 0
    running = Assignment.objects.get(dossier=dossier, ended_at=None)
    assert running.staff_id == Dossier.objects.get(pk=dossier.pk).handler_id == trail[-1].payload["staff"]
    assert [*verify_all(), *checks.problems()] == []


def test_of_ten_clicks_on_one_answer_all_are_told_the_same_and_one_counts(city: City) -> None:
    dossier = first_line(city)
    offer_solution(dossier, text="We halen het morgen op.", by=city.actor(people.NELE), at=dossier.received_at)
    amina = Actor(kind=ActorKind.CITIZEN, dossier_ids=frozenset({dossier.pk}))

    def click(_: int) -> int:
        mine = Dossier.objects.get(pk=dossier.pk)
        return int(reply_to_offer(mine, solved=True, by=amina, at=dossier.received_at).pk)

    assert len(set(at_once(click, 10))) == 1
    assert [e.verb for e in timeline(dossier_chain(dossier.pk))].count("dossiers.closed") == 1
    assert [*verify_all(), *checks.problems()] == []


def test_of_five_clicks_on_registering_a_call_each_shows_the_same_numbers(city: City) -> None:
    """A question, what joins a dossier, and a complaint: all of one call."""
    known, asked = (
        first_line(city),
        {"medium": "phone", "key": str(uuid.uuid4()), "act": "register", "q-INITIAL_FORMS": 0},
    )
    asked |= {"name": "Yasmin Bakker", "phone": "016 555 01 47", "address": "Kaai 9", "q-TOTAL_FORMS": 3}
    told = [("melding", ""), ("melding", known.reference), ("complaint", "")]
    for number, (kind, joins) in enumerate(told):
        asked |= {f"q-{number}-text": "De lamp is stuk.", f"q-{number}-kind": kind, f"q-{number}-joins": joins}
    before = Dossier.objects.count()

    def click(_: int) -> str:
        client = Client()
        client.force_login(city.person(people.SARA))
        assert client.post("/desk/contact/", asked).status_code == 303
        shown = client.get("/desk/contact/").content.decode()
        return " ".join(re.findall(r"g-num\">(\d{4}-\d+-\d)", shown))

    assert len(set(at_once(click, 5))) == 1
    assert Dossier.objects.count() == before + 2
    assert known.thread.messages.filter(body="De lamp is stuk.").count() == 1
