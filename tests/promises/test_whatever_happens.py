"""A dossier and the complaint that comes of it, in whatever order people act: what the city promises holds after every act.

Stored dates are what the clock computes, no date moves later by itself, each step is in the table and in the journal, a complaint
ends with a letter, somebody always answers for it, and an act leaves an entry while a refusal leaves nothing.
"""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from gehoor.complaints import actions
from gehoor.complaints import checks as complaint_checks
from gehoor.complaints.entries import fold
from gehoor.complaints.models import Account, Complaint, Decision
from gehoor.complaints.procedure import MOVES, Outcome, Reaction, ReferralGround, Step
from gehoor.correspondence.models import Message
from gehoor.dossiers import checks as dossier_checks
from gehoor.dossiers.actions import first_line
from gehoor.dossiers.actions.assigning import assign, give_back, route
from gehoor.dossiers.actions.closing_days import close_on, open_on
from gehoor.dossiers.actions.messages import add_note, hear_reporter, write_to_reporter
from gehoor.dossiers.actions.warning import warn_of_deadlines
from gehoor.dossiers.lifecycle import CloseReason, Kind
from gehoor.dossiers.models import Assignment, Deadline, DeadlineChange, Dossier
from gehoor.journal.entries import dossier_chain
from gehoor.journal.models import Entry
from gehoor.journal.queries import timeline
from gehoor.kernel.actors import Actor
from gehoor.kernel.errors import RuleViolation
from tests import people
from tests.city import MONDAY, City, small_city
from tests.complaints import course as way
from tests.dossiers.test_clocks import PERMISSIVE, in_force
from tests.security.visiting import fingerprint

TABLE = {(step, move.to_step) for move in MOVES for step in move.from_steps}
NAMES_THE_SECOND_LINE = {Outcome.ANSWERED, Outcome.INADMISSIBLE}
PLACES = ("UTC", "Pacific/Kiritimati", "America/Los_Angeles")

Act = Callable[["Matter"], object]


class Matter:
    """What can be done, by whom, at the hour it is."""

    def __init__(self, city: City, dossier: Dossier) -> None:
        self.city, self.pk, self.at = city, dossier.pk, MONDAY

    @property
    def dossier(self) -> Dossier:
        return Dossier.objects.select_related("thread", "department").get(pk=self.pk)

    @property
    def complaint(self) -> Complaint:
        """The newest complaint that came of it. Raises RuleViolation while there is none."""
        found = Complaint.objects.select_related("dossier__thread", "concerned_department").order_by("-pk").first()
        if found is None:
            raise RuleViolation("Er is nog geen klacht.")
        return found

    @property
    def citizen(self) -> Actor:
        return replace(way.CITIZEN, dossier_ids=frozenset(Dossier.objects.values_list("pk", flat=True)))

    def by(self, somebody: people.Somebody) -> Any:
        return {"by": self.city.actor(somebody), "at": self.at}

    @property
    def by_amina(self) -> Any:
        return {"by": self.citizen, "at": self.at}


ON_THE_DOSSIER: dict[str, Act] = {
    "route": lambda m: route(m.dossier, kind=Kind.MELDING, department=m.city["groen"], **m.by(people.SARA)),
    "route back": lambda m: route(m.dossier, kind=Kind.QUESTION, department=m.city["reiniging"], **m.by(people.SARA)),
    "assign": lambda m: assign(m.dossier, m.city.person(people.NELE), **m.by(people.KOEN)),
    "give back": lambda m: give_back(m.dossier, reason="Niet van ons.", **m.by(people.NELE)),
    "ask": lambda m: write_to_reporter(m.dossier, text="Waar precies?", asks=True, **m.by(people.NELE)),
    "hear": lambda m: hear_reporter(m.dossier, text="Nog iets.", **m.by_amina),
    "note": lambda m: add_note(m.dossier, text="Gebeld.", **m.by(people.NELE)),
    "offer": lambda m: first_line.offer_solution(m.dossier, text="We komen morgen.", **m.by(people.NELE)),
    "solved": lambda m: first_line.reply_to_offer(m.dossier, solved=True, **m.by_amina),
    "not solved": lambda m: first_line.reply_to_offer(m.dossier, solved=False, text="Nee.", **m.by_amina),
    "close": lambda m: first_line.close(m.dossier, CloseReason.ANSWERED, text="Klaar.", **m.by(people.NELE)),
    "reopen": lambda m: first_line.reopen(m.dossier, **m.by_amina),
    "complain": lambda m: actions.lodge_from(m.dossier, **m.by_amina),
}


def _answer(m: Matter) -> object:
    found: Any = {"finding": "gegrond", "norms": ["goede_uitvoering"], "measure": "Beter.", "reasons": "Zo was het."}
    return actions.answer_grievance(m.complaint, 1, **found, **m.by(people.THOMAS))


ON_THE_COMPLAINT: dict[str, Act] = {
    "department": lambda m: actions.set_department(m.complaint, m.city["reiniging"].pk, **m.by(people.GREET)),
    "ask more": lambda m: actions.ask_clarification(m.complaint, question="Wanneer?", **m.by(people.GREET)),
    "clarify": lambda m: actions.clarify(m.complaint, text="Gisteren.", **m.by_amina),
    "first line": lambda m: actions.send_to_first_line(m.complaint, reason="Eerst de dienst.", **m.by(people.GREET)),
    "come back": lambda m: actions.come_back(m.complaint, text="Niet gelukt.", **m.by_amina),
    "admit": lambda m: actions.admit(m.complaint, reason="Ja.", **m.by(people.GREET)),
    "reject": lambda m: actions.reject(
        m.complaint, grounds=["reeds_behandeld"], reason="Al gedaan.", **m.by(people.GREET)
    ),
    "assign": lambda m: actions.assign_handler(m.complaint, m.city.person(people.THOMAS).pk, **m.by(people.GREET)),
    "declare": lambda m: actions.declare_not_involved(m.complaint, **m.by(people.THOMAS)),
    "ask account": lambda m: actions.ask_account(
        m.complaint, department_id=m.city["reiniging"].pk, question="Waarom?", **m.by(people.THOMAS)
    ),
    "give account": lambda m: (
        actions.give_account(Account.objects.get(complaint=m.complaint), text="Zo ging het.", **m.by(people.JORIS))
        if Account.objects.filter(complaint=m.complaint).count() == 1
        else refused()
    ),
    "answer": _answer,
    "draft": lambda m: actions.submit_draft(
        m.complaint, finding="gegrond", text="Fout.", answer=way.ANSWER, **m.by(people.THOMAS)
    ),
    "agree": lambda m: actions.agree(m.complaint, **m.by(people.GREET)),
    "differ": lambda m: actions.differ(m.complaint, finding="ongegrond", text="Nee.", **m.by(people.GREET)),
    "advise": lambda m: actions.advise(m.complaint, text="Toch wel.", **m.by(people.HILDE)),
    "decide": lambda m: actions.decide(m.complaint, finding="gegrond", reason="Advies.", **m.by(people.GREET)),
    "propose": lambda m: actions.send_proposal(m.complaint, text="24 euro.", **m.by(people.GREET)),
    "accept": lambda m: actions.react(m.complaint, Reaction.ACCEPTED, **m.by_amina),
    "refuse": lambda m: actions.react(m.complaint, Reaction.REFUSED, reason="Te weinig.", **m.by_amina),
    "close": lambda m: actions.close(
        m.complaint, finding="gegrond", resolution="opgelost", measures="Beter.", **m.by(people.GREET)
    ),
    "withdraw": lambda m: actions.withdraw(m.complaint, text="Laat maar.", **m.by_amina),
    "refer": lambda m: actions.refer(m.complaint, ground=ReferralGround.ANSWER, text="Meer.", **m.by_amina),
}
ON_THE_CLOCK: dict[str, Act] = {
    "stop": lambda m: actions.pause_term(m.complaint, "answer", reason="Er loopt een beroep.", **m.by(people.GREET)),
    "stop again": lambda m: actions.pause_term(
        m.complaint, "answer", reason="Ziekte.", until=m.at.date() + timedelta(days=9), **m.by(people.GREET)
    ),
    "run": lambda m: actions.resume_term(m.complaint, "answer", **m.by(people.GREET)),
    "extend": lambda m: actions.extend_term(m.complaint, "answer", amount=10, reason="Veel.", **m.by(people.GREET)),
    "extend until": lambda m: actions.extend_term(
        m.complaint, "answer", until=m.at.date() + timedelta(days=60), reason="Veel.", **m.by(people.GREET)
    ),
    "take back": lambda m: actions.take_back_extension(
        m.complaint, getattr(DeadlineChange.objects.filter(kind="extend").last(), "pk", 0), **m.by(people.GREET)
    ),
    "close the city": lambda m: close_on(
        m.city.stad, {m.at.date() + timedelta(days=n): "Dag" for n in (1, 3, 4)}, **m.by(people.AN)
    ),
    "open the city": lambda m: open_on(m.city.stad, [m.at.date() + timedelta(days=3)], **m.by(people.AN)),
    "warn": lambda m: warn_of_deadlines(at=m.at),
}
"""What may move a date, under a regulation that allows much."""

THE_WAY = (
    "department",
    "admit",
    "assign",
    "declare",
    "ask account",
    "give account",
    "answer",
    "draft",
    "agree",
    "decide",
    "propose",
    "refuse",
    "close",
    "refer",
)
"""The acts that bring a complaint to its end, in order: a machine that only guesses seldom gets there."""


def refused() -> object:
    """There is nothing to do that to."""
    raise RuleViolation("Er is niets om dat mee te doen.")


class WhateverHappens(RuleBasedStateMachine):
    """One matter; after each act all promises are looked at."""

    @initialize()
    def begin(self) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        city = small_city()
        in_force(
            city,
            ("pauses: {allowed: true, reasons: [clarification]}", "pauses: {allowed: true}"),
            ("extension: {allowed: false}", PERMISSIVE),
        )
        self.matter = Matter(city, way.first_line(city))
        Assignment.objects.filter(dossier=self.matter.pk, ended_at=None).update(department=city["reiniging"])
        self.due: dict[int, tuple[date, date | None, int]] = {}

    def teardown(self) -> None:
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def do(self, act: Act) -> None:
        before, state = Entry.objects.count(), fingerprint()
        try:
            with transaction.atomic():
                act(self.matter)
        except RuleViolation:
            assert Entry.objects.count() == before, "a refusal left an entry"
        else:
            assert Entry.objects.count() > before or fingerprint() == state, "an act left no entry"

    @rule(name=st.sampled_from(sorted(ON_THE_DOSSIER)))
    def on_the_dossier(self, name: str) -> None:
        self.do(ON_THE_DOSSIER[name])

    @rule(name=st.sampled_from(sorted(ON_THE_COMPLAINT)))
    def on_the_complaint(self, name: str) -> None:
        self.do(ON_THE_COMPLAINT[name])

    @rule(name=st.sampled_from(sorted(ON_THE_CLOCK)))
    def on_the_clock(self, name: str) -> None:
        self.do(ON_THE_CLOCK[name])

    @rule(steps=st.integers(1, len(THE_WAY)))
    def go_the_way(self, steps: int) -> None:
        if not Complaint.objects.exists():
            self.do(ON_THE_DOSSIER["complain"])
        for name in THE_WAY[:steps]:
            self.do(ON_THE_COMPLAINT[name])
            self.check_dates()

    @rule(days=st.integers(1, 40))
    def time_goes_by(self, days: int) -> None:
        self.matter.at += timedelta(days=days)

    @invariant()
    def check_dates(self) -> None:
        """I-12 and I-13: nothing but a pause, an extension or a closing day moves a date later."""
        assert [*dossier_checks.wrong_deadlines(), *dossier_checks.wrong_list_dates()] == []
        for row in Deadline.objects.all():
            by_calendar = Entry.objects.filter(verb="dossiers.calendar_moved", payload__deadline=row.pk)
            changes = DeadlineChange.objects.filter(deadline=row).count() + by_calendar.count()
            started, due, known = self.due.get(row.pk, (row.started_on, row.due_on, changes))
            assert row.started_on == started
            if due is not None and row.due_on is not None and row.due_on > due:
                assert changes > known or DeadlineChange.objects.filter(deadline=row).exclude(until=None).exists()
            self.due[row.pk] = (row.started_on, row.due_on or due, changes)
        for complaint in Complaint.objects.select_related("dossier"):
            first = Deadline.objects.filter(dossier=complaint.dossier).order_by("pk").first()
            assert first is None or first.started_on <= complaint.dossier.received_at.date()

    @invariant()
    def each_step_is_in_the_table_and_in_the_journal(self) -> None:
        """I-15."""
        for complaint in Complaint.objects.all():
            chain = timeline(dossier_chain(complaint.pk))
            assert fold((entry.verb, entry.payload) for entry in chain) == complaint.step
            steps = [Step(entry.payload["step"]) for entry in chain if entry.payload.get("step") in set(Step)]
            assert steps[0] == Step.ADMISSIBILITY
            for step in pairwise(steps):
                assert step in TABLE
            assert all(entry.at and entry.actor_kind for entry in chain)

    @invariant()
    def a_complaint_ends_with_a_decision_and_a_letter(self) -> None:
        """I-14."""
        assert list(complaint_checks.problems()) == []
        for complaint in Complaint.objects.filter(step=Step.CLOSED).select_related("dossier"):
            letters = Message.objects.filter(thread=complaint.dossier.thread_id, direction="out").exclude(letter="")
            assert letters.exists()
            assert Outcome(complaint.outcome)
            if complaint.outcome in NAMES_THE_SECOND_LINE:
                assert Decision.objects.filter(complaint=complaint).exclude(reason="").exists()
                assert letters.filter(body__contains="Vlaamse Ombudsdienst").exists()

    @invariant()
    def somebody_always_answers_for_it(self) -> None:
        """I-28."""
        assert list(dossier_checks.ownerless()) == []
        still_open = Dossier.objects.exclude(step="closed")
        per_unit = [still_open.filter(department=unit).count() for unit in self.matter.city.departments.values()]
        assert sum(per_unit) == still_open.count()
        assert not Assignment.objects.filter(ended_at=None, department=None).exists()

    @invariant()
    def the_database_agrees(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def run(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        WhateverHappens,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.timeout(600)
def test_whatever_happens_what_the_city_promises_holds(db: None) -> None:
    run(6, 12)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_whatever_happens_for_long(db: None) -> None:
    run(80, 40)


@pytest.mark.parametrize("place", PLACES)
def test_wherever_the_server_stands_the_dates_are_those_of_the_city(
    db: None, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = small_city()
    course = way.proposed(city)
    at_night = datetime.fromisoformat(
        "2026-03-28T23:30:00+00:00"
    )  # in Brussels it is the 29th, and the clock goes forward
    late = way.lodged(city, at=at_night)
    monkeypatch.setitem(os.environ, "TZ", place)
    time.tzset()
    try:
        with timezone.override(place):
            assert list(dossier_checks.problems()) == []
            started = (
                Deadline.objects.filter(dossier=late.complaint.pk).order_by("pk").values_list("started_on", flat=True)
            )
            assert set(started) == {date(2026, 3, 29)}
            assert course.complaint.pk != late.complaint.pk
    finally:
        monkeypatch.undo()
        time.tzset()
