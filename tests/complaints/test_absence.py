"""Absence stops no clock and no complaint; and who stands in for somebody concerned is no more independent than that person."""

from datetime import date, timedelta

import pytest

from gehoor.complaints import actions, queries
from gehoor.complaints.access import complaint_for
from gehoor.complaints.actions.sweeping import keep_all_independent
from gehoor.complaints.overview import waits_for_me
from gehoor.dossiers.access import work_item_for
from gehoor.dossiers.actions.correcting import finish_work
from gehoor.dossiers.lists import work_for
from gehoor.dossiers.models import Deadline, WorkItem
from gehoor.kernel.clock import now, today
from gehoor.kernel.errors import NotAllowed, NotFound, RuleViolation
from gehoor.organisation.actions import note_absence, withdraw_absence
from gehoor.organisation.models import Absence
from tests.city import City
from tests.complaints import course as way
from tests.people import GREET, JORIS, KOEN, LIES, NELE, RITA, SARA, THOMAS, WOUTER, Somebody


def away(city: City, somebody: Somebody, deputy: Somebody | None = None, *, first: date | None = None) -> Absence:
    first = first or today()
    return note_absence(
        city.person(somebody).pk,
        first_day=first,
        last_day=first + timedelta(days=9),
        deputy_id=None if deputy is None else city.person(deputy).pk,
        by=city.actor(somebody),
        at=now(),
    )


def test_a_new_complaint_goes_to_the_coordinator_who_is_there(city: City) -> None:
    away(city, GREET, WOUTER)
    assert [way.lodged(city).complaint.coordinator for _ in range(3)] == [city.person(WOUTER)] * 3


def test_when_every_coordinator_is_away_one_of_them_has_it_all_the_same(city: City) -> None:
    away(city, GREET)
    away(city, WOUTER)
    assert way.lodged(city).complaint.coordinator in (city.person(GREET), city.person(WOUTER))


def test_what_waits_for_who_is_away_waits_for_the_deputy_and_the_dates_stay(city: City) -> None:
    course = way.lodged(city)
    coordinator = GREET if course.complaint.coordinator == city.person(GREET) else WOUTER
    deputy = WOUTER if coordinator is GREET else GREET
    dates = list(Deadline.objects.values_list("pk", "due_on", "met_on"))
    assert not waits_for_me(course.fresh(), city.actor(deputy))
    row = away(city, coordinator, deputy)
    assert waits_for_me(course.fresh(), city.actor(deputy))
    assert list(Deadline.objects.values_list("pk", "due_on", "met_on")) == dates
    withdraw_absence(row.pk, by=city.actor(coordinator), at=now())
    assert not waits_for_me(course.fresh(), city.actor(deputy))


def task(city: City, course: way.Course, somebody: Somebody) -> WorkItem:
    return WorkItem.objects.create(
        dossier=course.complaint.dossier,
        kind=WorkItem.Kind.TASK,
        title="Bel de aannemer",
        department=city["klachten"],
        assignee=city.person(somebody),
        due_on=today(),
        created_at=now(),
    )


def test_the_deputy_finds_the_tasks_and_finishes_them(city: City) -> None:
    item = task(city, way.assigned(city), THOMAS)
    lies = city.actor(LIES)
    with pytest.raises(NotFound):
        work_item_for(lies, item.pk)
    away(city, THOMAS, LIES)
    lies = city.actor(LIES)
    assert item in work_for(lies)
    found = work_item_for(lies, item.pk)
    finish_work(found, outcome="Gebeld.", by=lies, at=now())
    assert item not in work_for(lies)


def test_but_reads_no_complaint_for_that(city: City) -> None:
    course = way.assigned(city)
    away(city, THOMAS, LIES)
    with pytest.raises((NotFound, NotAllowed)):
        complaint_for(city.actor(LIES), course.complaint.dossier.reference, at=now(), why="proef")


def test_and_finds_no_task_on_a_complaint_that_names_the_deputy(city: City) -> None:
    course = way.assigned(city, named=("Lies Janssens",))
    item = task(city, course, THOMAS)
    away(city, THOMAS, LIES)
    lies = city.actor(LIES)
    assert item not in work_for(lies)
    with pytest.raises(NotFound):
        work_item_for(lies, item.pk)
    with pytest.raises(NotAllowed):
        finish_work(item, outcome="Gebeld.", by=lies, at=now())


def assign(course: way.Course, somebody: Somebody) -> None:
    actions.assign_handler(course.complaint, course.city.person(somebody).pk, by=course.greet, at=course.at)


def test_who_stands_in_for_somebody_named_cannot_handle_it(city: City) -> None:
    course = way.admitted(city, at=now() - timedelta(days=2), named=("Rita Bogaert",))
    away(city, RITA, THOMAS)
    with pytest.raises(RuleViolation, match=r"Thomas De Clercq kan geen behandelaar zijn\. Vervangt"):
        assign(course, THOMAS)


def test_nor_who_stands_in_at_the_department_concerned(city: City) -> None:
    course = way.admitted(city, at=now() - timedelta(days=2))
    away(city, NELE, RITA)
    with pytest.raises(RuleViolation, match=r"Rita Bogaert kan geen behandelaar zijn\. Vervangt"):
        assign(course, RITA)


def test_a_handler_who_begins_to_stand_in_falls_away(city: City) -> None:
    course = way.assigned(city, at=now() - timedelta(days=3))
    away(city, KOEN, THOMAS)
    away(city, NELE, THOMAS)
    keep_all_independent(at=now())
    assert course.fresh().handler is None


def test_who_stood_in_before_the_complaint_came_is_as_independent_as_ever(city: City) -> None:
    over = Absence.objects.create(
        staff=city.person(NELE),
        deputy=city.person(THOMAS),
        first_day=today() - timedelta(days=60),
        last_day=today() - timedelta(days=50),
        noted_by=city.person(NELE),
        noted_at=now() - timedelta(days=61),
    )
    course = way.admitted(city, at=now() - timedelta(days=2))
    assign(course, THOMAS)
    assert course.fresh().handler == over.deputy


def test_the_coordinator_sees_who_is_away_before_choosing(city: City) -> None:
    course = way.admitted(city, at=now() - timedelta(days=2))
    row = away(city, THOMAS)
    found = {one.name: one.away_until for one in queries.candidates(course.complaint, day=today())}
    assert (found["Thomas De Clercq"], found["Rita Bogaert"]) == (row.last_day, None)


def test_somebody_of_the_contact_point_stands_in_without_seeing_complaints(city: City) -> None:
    course = way.lodged(city)
    away(city, GREET, SARA)
    assert not waits_for_me(course.fresh(), city.actor(JORIS))
    with pytest.raises((NotFound, NotAllowed)):
        complaint_for(city.actor(SARA), course.complaint.dossier.reference, at=now(), why="proef")
