"""Nobody judges what they had a part in: said in words, and proven against everything that may happen around a complaint."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from gehoor.complaints import actions, overview, queries
from gehoor.complaints.access import complaint_for
from gehoor.complaints.actions.sweeping import NOBODY_COORDINATES, ask_for_coordinators, keep_all_independent
from gehoor.complaints.conflicts import coordinators_for
from gehoor.complaints.entries import fold
from gehoor.complaints.models import Complaint, Declaration, NamedPerson, Override
from gehoor.complaints.procedure import Step
from gehoor.correspondence.actions import Author, note
from gehoor.correspondence.models import Message
from gehoor.dossiers.actions.tasks import READ_IT
from gehoor.dossiers.finding import search
from gehoor.dossiers.lists import work_for
from gehoor.dossiers.models import Bar, Dossier, WorkItem
from gehoor.dossiers.scope import visible
from gehoor.journal.entries import dossier_chain
from gehoor.journal.queries import timeline
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import today
from gehoor.kernel.errors import NotAllowed, NotFound, RuleViolation
from gehoor.organisation.access import actor_for
from gehoor.organisation.models import Department, Membership, Role, RoleHolding, Staff
from tests import people
from tests.city import MONDAY, City, small_city
from tests.complaints import course as way
from tests.people import STAFF, Somebody

CITY = tuple(somebody for somebody in STAFF if not somebody.external)


def assign(course: way.Course, somebody: Somebody) -> None:
    actions.assign_handler(course.complaint, course.city.person(somebody).pk, by=course.greet, at=course.at)


def test_a_head_of_another_department_is_assigned(city: City) -> None:
    course = way.admitted(city)
    assign(course, people.THOMAS)
    assert course.fresh().handler == city.person(people.THOMAS)
    assert (course.complaint.dossier.handler_name, course.complaint.dossier.waits_for) == (
        "Thomas De Clercq",
        "handler",
    )


def test_the_head_of_the_department_itself_is_allowed_where_the_regulation_says_so(city: City) -> None:
    course = way.admitted(city)
    assign(course, people.KOEN)
    assert course.fresh().handler == city.person(people.KOEN)


def test_the_head_is_refused_when_named(city: City) -> None:
    course = way.admitted(city, named=("Koen Verlinden",))
    with pytest.raises(RuleViolation, match=r"Koen Verlinden kan geen behandelaar zijn.*genoemd"):
        assign(course, people.KOEN)


def test_who_worked_on_the_first_line_is_refused(city: City) -> None:
    first = way.first_line(city)
    note(first.thread, text="Gebeld.", author=Author("Koen Verlinden", "", city.person(people.KOEN).pk), at=MONDAY)
    by = replace(way.CITIZEN, dossier_ids=frozenset({first.pk}))
    course = way.Course(city, actions.lodge_from(first, by=by, at=MONDAY), MONDAY)
    actions.admit(course.complaint, reason="Ja.", by=course.greet, at=course.later())
    with pytest.raises(RuleViolation, match="eerste lijn"):
        assign(course, people.KOEN)
    found = {candidate.name: candidate for candidate in queries.candidates(course.complaint, day=today())}
    assert not found["Koen Verlinden"].eligible
    assert found["Thomas De Clercq"].eligible


def test_who_does_not_investigate_is_refused(city: City) -> None:
    course = way.admitted(city)
    for somebody in (people.LIES, people.SARA, people.ILSE):
        with pytest.raises(RuleViolation, match="onderzoekt geen klachten"):
            assign(course, somebody)


def test_a_name_that_matches_nobody_blocks_until_it_is_settled(city: City) -> None:
    course = way.admitted(city, named=("Sofie van de telefoon",))
    with pytest.raises(RuleViolation, match="genoemde namen"):
        assign(course, people.THOMAS)
    named = NamedPerson.objects.get(complaint=course.complaint)
    actions.settle_name(course.complaint, named.pk, staff_id=None, by=course.greet, at=course.at)
    assign(course, people.THOMAS)


def test_a_sitting_handler_who_is_named_later_falls_away_at_once(city: City) -> None:
    course = way.heard(city)
    actions.add_named(course.complaint, text="thomas  de clercq", by=course.greet, at=course.at)
    complaint = course.fresh()
    assert complaint.handler is None
    assert (complaint.dossier.handler_name, complaint.dossier.waits_for) == ("", "coordinator")
    with pytest.raises(NotFound):
        complaint_for(course.thomas, complaint.dossier.reference, at=course.at)
    with pytest.raises(RuleViolation):
        way.answer(course)


def test_a_draft_of_a_handler_who_fell_away_is_not_agreed_with(city: City) -> None:
    course = way.drafted(city)
    actions.add_named(course.complaint, text="Thomas De Clercq", by=course.greet, at=course.at)
    with pytest.raises(RuleViolation, match="ontwerp"):
        actions.agree(course.complaint, by=course.greet, at=course.at)
    actions.return_draft(course.complaint, reason="Een ander onderzoekt.", by=course.greet, at=course.at)
    actions.assign_handler(course.complaint, city.person(people.RITA).pk, by=course.greet, at=course.at)


def test_a_wrongly_settled_name_is_put_right(city: City) -> None:
    course = way.admitted(city, named=("Thomas",))
    named = NamedPerson.objects.get(complaint=course.complaint)
    actions.settle_name(course.complaint, named.pk, staff_id=course.thomas.id, by=course.greet, at=course.at)
    with pytest.raises(RuleViolation, match="genoemd"):
        assign(course, people.THOMAS)
    actions.settle_name(course.complaint, named.pk, staff_id=city.person(people.LIES).pk, by=course.greet, at=course.at)
    assign(course, people.THOMAS)


def test_a_handler_with_an_interest_falls_away(city: City) -> None:
    course = way.assigned(city)
    actions.declare_interest(course.complaint, text="De klager is mijn zus.", by=course.thomas, at=course.at)
    assert course.fresh().handler is None
    with pytest.raises(RuleViolation, match="betrokken"):
        assign(course, people.THOMAS)


def test_without_the_declaration_there_is_no_draft(city: City) -> None:
    course = way.admitted(city)
    assign(course, people.THOMAS)
    with pytest.raises(RuleViolation, match="verklaring"):
        actions.submit_draft(course.complaint, finding="gegrond", text="Zo.", by=course.thomas, at=course.at)


def test_a_second_person_lifts_a_refusal_and_it_stays_visible(city: City) -> None:
    course = way.admitted(city)
    Membership.objects.create(staff=city.person(people.THOMAS), department=city["reiniging"])
    with pytest.raises(RuleViolation, match="Reiniging"):
        assign(course, people.THOMAS)
    with pytest.raises(NotAllowed):
        actions.override_conflict(
            course.complaint, course.thomas.id or 0, reason="Het moet.", by=course.greet, at=course.at
        )
    actions.override_conflict(
        course.complaint, course.thomas.id or 0, reason="Hij werkt er pas sinds vandaag.", by=course.hilde, at=course.at
    )
    assign(course, people.THOMAS)
    complaint = complaint_for(course.greet, course.complaint.dossier.reference, at=course.at)
    page = queries.complaint_page(complaint, course.greet, today=course.at.date())
    assert [(row.staff, row.by) for row in page.overrides] == [("Thomas De Clercq", "Hilde Van Damme")]


def test_nobody_lifts_that_somebody_is_named(city: City) -> None:
    course = way.admitted(city, named=("Thomas De Clercq",))
    with pytest.raises(RuleViolation, match="kan niemand opheffen"):
        actions.override_conflict(course.complaint, course.thomas.id or 0, reason="x", by=course.hilde, at=course.at)


def test_a_named_coordinator_is_followed_by_another(city: City) -> None:
    course = way.lodged(city, named=("Greet Maes",))
    assert course.complaint.coordinator == city.person(people.WOUTER)
    with pytest.raises(RuleViolation, match="niet coördineren"):
        actions.admit(course.complaint, reason="Ja.", by=course.greet, at=course.at)
    actions.admit(course.complaint, reason="Ja.", by=city.actor(people.WOUTER), at=course.at)


def test_when_every_coordinator_is_named_the_algemeen_directeur_goes_on(city: City) -> None:
    course = way.lodged(city, named=("Greet Maes", "Wouter Nys"))
    assert course.complaint.coordinator == city.person(people.HILDE)
    actions.admit(course.complaint, reason="Ja.", by=course.hilde, at=course.at)
    assert course.fresh().step == Step.INVESTIGATION


def test_when_nobody_is_left_the_contact_point_has_the_task_until_somebody_is(city: City) -> None:
    course = way.lodged(city, named=("Greet Maes", "Wouter Nys", "Hilde Van Damme"))
    assert course.complaint.coordinator is None
    assert [ask_for_coordinators(at=course.at) for _ in range(2)] == [1, 0]
    (task,) = work_for(city.actor(people.SARA))
    assert (task.title, task.dossier) == (NOBODY_COORDINATES, course.complaint.dossier)
    with pytest.raises(NotFound):
        complaint_for(city.actor(people.SARA), course.complaint.dossier.reference, at=course.at)
    RoleHolding.objects.create(staff=city.person(people.AN), role=Role.objects.get(code="klachtencoordinator"))
    assert keep_all_independent(at=course.at) == 1
    assert ask_for_coordinators(at=course.at) == 0
    assert course.fresh().coordinator == city.person(people.AN)
    assert work_for(city.actor(people.SARA)) == []


def test_a_recommendation_for_a_coordinator_who_left_is_for_the_department(city: City) -> None:
    course = way.referred(city)
    Staff.objects.filter(pk=city.person(people.GREET).pk).update(is_active=False)
    referral = course.complaint.referrals.get()
    said = ["Meld werken aan de planning."]
    actions.conclude(referral, conclusion="Beter.", recommendations=said, by=course.ilse, at=course.at)
    (task,) = work_for(city.actor(people.WOUTER))
    assert (task.title, task.assignee) == (said[0], None)


def test_what_a_complainant_writes_is_a_task_for_whoever_handles_it(city: City) -> None:
    course = way.assigned(city)
    actions.hear_complainant(course.complaint, text="Er kwam nog iets.", by=course.amina, at=course.at)
    assert [task.dossier_id for task in work_for(course.thomas) if task.title == READ_IT] == [course.complaint.pk]


def test_the_algemeen_directeur_does_not_coordinate_while_a_coordinator_can(city: City) -> None:
    course = way.lodged(city)
    with pytest.raises(NotAllowed):
        actions.admit(course.complaint, reason="Ja.", by=course.hilde, at=course.at)


def test_a_coordinator_who_left_is_followed_by_another(city: City) -> None:
    course = way.lodged(city)
    Staff.objects.filter(pk=city.person(people.GREET).pk).update(is_active=False)
    assert keep_all_independent(at=course.at) == 1
    assert course.fresh().coordinator == city.person(people.WOUTER)
    assert keep_all_independent(at=course.at) == 0


def test_a_handler_moved_to_the_department_can_do_nothing_and_falls_away(city: City) -> None:
    course = way.heard(city)
    Membership.objects.create(staff=city.person(people.THOMAS), department=city["reiniging"])
    with pytest.raises(RuleViolation, match="Reiniging"):
        way.answer(course)
    assert keep_all_independent(at=course.at) == 1
    assert course.fresh().handler is None


def test_the_database_refuses_a_barred_handler_and_a_lonely_closing(city: City) -> None:
    course = way.admitted(city, named=("Thomas De Clercq",))
    for wrong in (
        lambda: Complaint.objects.filter(pk=course.complaint.pk).update(handler=city.person(people.THOMAS)),
        lambda: Dossier.objects.filter(pk=course.complaint.pk).update(step="closed", closed_at=MONDAY),
        lambda: Complaint.objects.filter(pk=course.complaint.pk).update(
            step="closed", closed_at=MONDAY, outcome="withdrawn"
        ),
    ):
        assert refused_by_the_database(wrong)
    check_now()


def test_the_database_refuses_a_bar_on_a_sitting_handler(city: City) -> None:
    course = way.assigned(city)
    values = {"code": "named", "reason": "x", "since": MONDAY, "staff": city.person(people.THOMAS)}
    assert refused_by_the_database(lambda: Bar.objects.create(dossier=course.complaint.dossier, **values))


def refused_by_the_database(write: Callable[[], object]) -> bool:
    """Whether the transaction in which that is written cannot end."""
    try:
        with transaction.atomic():
            write()
            check_now()
    except IntegrityError:
        return True
    return False


def check_now() -> None:
    """Check the constraints of the transaction at this moment."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def conflicts(complaint: Complaint) -> dict[str, set[int]]:
    """The oracle: who is concerned, written down again from the promise and not from the code."""
    declared = Declaration.objects.filter(complaint=complaint, kind="interest")
    named = set(NamedPerson.objects.filter(complaint=complaint).exclude(staff=None).values_list("staff_id", flat=True))
    interested = set(declared.values_list("staff_id", flat=True))
    lifted = set(Override.objects.filter(complaint=complaint).values_list("staff_id", flat=True))
    first = complaint.dossier.arises_from
    writers: set[int] = set()
    if first is not None:
        messages = Message.objects.filter(thread=first.thread_id).exclude(author_id=None)
        writers = {pk for pk in messages.values_list("author_id", flat=True) if pk is not None}
    department = complaint.concerned_department
    members: set[int] = set()
    if department is not None:
        department.refresh_from_db()
        members = set(Membership.objects.filter(department=department).values_list("staff_id", flat=True))
        if department.head_id is not None:
            members.add(department.head_id)
            if department.head_id not in named | interested | writers:
                members.discard(department.head_id)
    personal = {int(pk) for pk in named | interested if pk is not None}
    return {
        "personal": personal,
        "handling": personal | ((writers | members) - lifted),
        "reading": personal | (writers - lifted),
    }


class Around(RuleBasedStateMachine):
    """Whatever happens around one complaint: names, transfers, roles, work on the first line, leaving, overrides."""

    person = st.sampled_from(CITY)

    @initialize()
    def begin(self) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.city = small_city()
        self.first = way.first_line(self.city)
        citizen = replace(way.CITIZEN, dossier_ids=frozenset({self.first.pk}))
        complaint = actions.lodge_from(self.first, by=citizen, at=MONDAY)
        self.course = way.Course(self.city, complaint, MONDAY)
        self.elsewhere = False
        """Something changed in another room since this room last looked."""
        actions.admit(complaint, reason="Ja.", by=self.course.greet, at=MONDAY)

    def teardown(self) -> None:
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def actor(self, somebody: Somebody) -> Actor | None:
        return actor_for(self.city.person(somebody).pk)

    def attempt(self, act: Any) -> None:
        """Try something here; a refusal in words is fine."""
        try:
            with transaction.atomic():
                act()
        except RuleViolation:
            return
        self.elsewhere = False if act.__name__ != "assigning" else self.elsewhere

    @rule(who=person, by=person)
    def assign_handler(self, who: Somebody, by: Somebody) -> None:
        actor, complaint = self.actor(by), self.course.fresh()
        if actor is not None:

            def assigning() -> None:
                actions.assign_handler(complaint, self.city.person(who).pk, by=actor, at=MONDAY)

            self.attempt(assigning)

    @rule(who=person)
    def name_somebody(self, who: Somebody) -> None:
        for actor in coordinators_for(self.course.fresh())[:1]:
            self.attempt(lambda by=actor: actions.add_named(self.course.complaint, text=who.name, by=by, at=MONDAY))

    @rule()
    def name_a_stranger_and_settle(self) -> None:
        for actor in coordinators_for(self.course.fresh())[:1]:
            self.attempt(
                lambda by=actor: actions.add_named(self.course.complaint, text="de man met de pet", by=by, at=MONDAY)
            )

    @rule(who=st.one_of(st.none(), person))
    def settle(self, who: Somebody | None) -> None:
        staff_id = None if who is None else self.city.person(who).pk
        for named in NamedPerson.objects.filter(complaint=self.course.fresh(), settled_at=None)[:1]:
            for actor in coordinators_for(self.course.complaint)[:1]:
                self.attempt(
                    lambda actor=actor, named=named: actions.settle_name(
                        self.course.complaint, named.pk, staff_id=staff_id, by=actor, at=MONDAY
                    )
                )

    @rule(who=person)
    def declare_interest(self, who: Somebody) -> None:
        actor = self.actor(who)
        if actor is not None:
            self.attempt(lambda: actions.declare_interest(self.course.fresh(), text="Mijn buur.", by=actor, at=MONDAY))

    @rule(who=person)
    def lift(self, who: Somebody) -> None:
        actor = self.actor(people.HILDE)
        if actor is not None:
            self.attempt(
                lambda: actions.override_conflict(
                    self.course.fresh(), self.city.person(who).pk, reason="Het moet.", by=actor, at=MONDAY
                )
            )

    @rule(code=st.sampled_from(["reiniging", "groen", "klachten", "contactpunt"]))
    def blame_another_department(self, code: str) -> None:
        for actor in coordinators_for(self.course.fresh())[:1]:
            self.attempt(
                lambda actor=actor: actions.set_department(
                    self.course.complaint, self.city[code].pk, by=actor, at=MONDAY
                )
            )

    @rule(who=person, code=st.sampled_from(["reiniging", "groen", "klachten"]))
    def transfer(self, who: Somebody, code: str) -> None:
        Membership.objects.filter(staff=self.city.person(who)).delete()
        Membership.objects.create(staff=self.city.person(who), department=self.city[code])
        self.elsewhere = True

    @rule(who=person, code=st.sampled_from(["reiniging", "groen"]))
    def make_head(self, who: Somebody, code: str) -> None:
        Department.objects.filter(code=code).update(head=self.city.person(who))
        self.elsewhere = True

    @rule(who=person, code=st.sampled_from(["klachtencoordinator", "diensthoofd", "algemeen-directeur"]))
    def give_or_take_a_role(self, who: Somebody, code: str) -> None:
        role, staff = Role.objects.get(code=code), self.city.person(who)
        deleted, _ = RoleHolding.objects.filter(staff=staff, role=role).delete()
        if not deleted:
            RoleHolding.objects.create(staff=staff, role=role)
        self.elsewhere = True

    @rule(gone=st.sampled_from(["groen", "mobiliteit"]), into=st.sampled_from(["reiniging", "klachten"]))
    def merge_departments(self, gone: str, into: str) -> None:
        """Everybody of the one works in the other from now on, all at once."""
        there = Membership.objects.filter(department=self.city[into]).values("staff")
        moving = Membership.objects.filter(department=self.city[gone])
        moving.filter(staff__in=there).delete()
        moving.update(department=self.city[into])
        self.elsewhere = True

    @rule(by=person)
    def ask_the_department(self, by: Somebody) -> None:
        actor, complaint = self.actor(by), self.course.fresh()
        code = complaint.concerned_department_id
        if actor is not None and code is not None:
            self.attempt(
                lambda: actions.ask_account(complaint, department_id=code, question="Waarom?", by=actor, at=MONDAY)
            )

    @rule(who=person)
    def leave_or_return(self, who: Somebody) -> None:
        staff = self.city.person(who)
        staff.is_active = not staff.is_active
        Staff.objects.filter(pk=staff.pk).update(is_active=staff.is_active)
        self.elsewhere = True

    @rule(who=person)
    def work_on_the_first_line(self, who: Somebody) -> None:
        author = Author(who.name, "", self.city.person(who).pk)
        note(self.first.thread, text="Ik keek ernaar.", author=author, at=MONDAY)
        self.elsewhere = True

    @rule()
    def sweep(self) -> None:
        keep_all_independent(at=MONDAY)
        ask_for_coordinators(at=MONDAY)
        self.elsewhere = False
        asked = WorkItem.objects.filter(title=NOBODY_COORDINATES, done_at=None).count()
        assert asked == (1 if self.course.fresh().coordinator_id is None else 0)

    @invariant()
    def the_handler_is_never_concerned(self) -> None:
        complaint = self.course.fresh()
        concerned = conflicts(complaint)["handling"]
        if complaint.handler_id in concerned:
            assert self.elsewhere, "a concerned handler sits, though this room looked"
            actor = actor_for(complaint.handler_id or 0)
            if actor is not None:
                with pytest.raises(RuleViolation):
                    actions.declare_not_involved(complaint, by=actor, at=MONDAY)
                with pytest.raises(RuleViolation):
                    actions.add_grievance(complaint, text="Nog iets.", by=actor, at=MONDAY)

    @invariant()
    def who_is_concerned_cannot_read(self) -> None:
        complaint = self.course.fresh()
        reading = conflicts(complaint)["reading"]
        for somebody in CITY:
            actor = self.actor(somebody)
            if actor is None or actor.id not in reading:
                continue
            with pytest.raises(NotFound):
                complaint_for(actor, complaint.dossier.reference, at=MONDAY)
            if self.elsewhere:
                continue
            assert not visible(actor).filter(pk=complaint.pk).exists()
            assert not search(actor, complaint.dossier.reference)
            seen = overview.complaints(actor, today=MONDAY.date())
            assert all(row.dossier.pk != complaint.pk for row in seen.rows)
            if actor.id in conflicts(complaint)["personal"]:
                assert not queries.accounts_of(actor).filter(complaint=complaint).exists()

    @invariant()
    def nobody_concerned_decides(self) -> None:
        complaint = self.course.fresh()
        concerned = conflicts(complaint)["handling"]
        for somebody in CITY:
            actor = self.actor(somebody)
            if actor is None or actor.id not in concerned:
                continue
            with pytest.raises(RuleViolation):
                actions.add_named(complaint, text="iemand", by=actor, at=MONDAY)
            moves = queries.available_moves(complaint, actor, today=MONDAY.date())
            assert not [move for move in moves if move.mine]

    @invariant()
    def it_is_never_silently_without_an_owner(self) -> None:
        complaint = self.course.fresh()
        if self.elsewhere:
            return
        eligible = {actor.id for actor in coordinators_for(complaint)}
        assert (complaint.coordinator_id in eligible) or (not eligible and complaint.coordinator_id is None)
        assert complaint.dossier.waits_for == ("handler" if complaint.handler_id else "coordinator")
        assert complaint.dossier.handler_id == complaint.handler_id

    @invariant()
    def the_database_agrees_and_the_journal_tells_it(self) -> None:
        check_now()
        chain = timeline(dossier_chain(self.course.complaint.pk))
        assert fold((entry.verb, entry.payload) for entry in chain) == self.course.fresh().step


@pytest.mark.timeout(600)
def test_whatever_happens_around_it_nobody_concerned_handles_or_reads_a_complaint(db: None) -> None:
    run_state_machine_as_test(
        Around,
        settings=settings(
            max_examples=12,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
