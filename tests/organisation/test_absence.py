"""Somebody is away: it is noted by who may, in days that make sense, and a colleague does the work without getting rights."""

from datetime import date, timedelta

import pytest

from gehoor.journal.entries import room_chain
from gehoor.journal.models import Entry
from gehoor.kernel.clock import now, today
from gehoor.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound
from gehoor.organisation.access import may_note_absence_of
from gehoor.organisation.actions import note_absence, withdraw_absence
from gehoor.organisation.models import Absence
from gehoor.organisation.queries import away_on, standing_in
from tests.city import City
from tests.people import AN, GREET, ILSE, JORIS, KOEN, LIES, NELE, THOMAS, WOUTER, Somebody

WEEK = timedelta(days=6)


def away(
    city: City,
    somebody: Somebody = NELE,
    deputy: Somebody | None = JORIS,
    *,
    by: Somebody | None = None,
    first: date | None = None,
    last: date | None = None,
) -> Absence:
    first = first or today()
    return note_absence(
        city.person(somebody).pk,
        first_day=first,
        last_day=last or first + WEEK,
        deputy_id=None if deputy is None else city.person(deputy).pk,
        by=city.actor(by or somebody),
        at=now(),
    )


def test_who_is_away_leaves_the_work_to_a_colleague_until_the_last_day(city: City) -> None:
    row = away(city)
    assert city.actor(JORIS).stands_in_for == {city.person(NELE).pk}
    assert [one.name for one in standing_in(city.actor(JORIS), today())] == ["Nele Aerts"]
    assert away_on(row.last_day).keys() == {city.person(NELE).pk}
    assert away_on(row.last_day + timedelta(days=1)) == {}


def test_standing_in_gives_no_right_and_no_department(city: City) -> None:
    before = city.actor(LIES)
    away(city, KOEN, LIES)
    after = city.actor(LIES)
    assert (after.permissions, after.department_ids) == (before.permissions, before.department_ids)


def test_before_the_first_day_and_after_the_withdrawal_nobody_stands_in(city: City) -> None:
    away(city, first=today() + timedelta(days=1))
    assert city.actor(JORIS).stands_in_for == frozenset()
    row = away(city, THOMAS, LIES)
    withdraw_absence(row.pk, by=city.actor(THOMAS), at=now())
    assert city.actor(LIES).stands_in_for == frozenset()


def test_it_stands_in_the_journal(city: City) -> None:
    row = away(city)
    withdraw_absence(row.pk, by=city.actor(NELE), at=now())
    noted = Entry.objects.filter(chain=room_chain("organisation"), payload__absence=row.pk).order_by("pk")
    assert list(noted.values_list("verb", flat=True)) == ["organisation.absent", "organisation.back"]


@pytest.mark.parametrize(("by", "somebody"), [(KOEN, NELE), (JORIS, NELE), (GREET, NELE), (AN, THOMAS)])
def test_who_gives_the_work_or_manages_the_city_notes_a_sick_colleague(
    city: City, by: Somebody, somebody: Somebody
) -> None:
    away(city, somebody, None, by=by)
    assert city.person(somebody) in may_note_absence_of(city.actor(by))


@pytest.mark.parametrize(("by", "somebody"), [(NELE, THOMAS), (THOMAS, KOEN), (ILSE, NELE)])
def test_nobody_else_does(city: City, by: Somebody, somebody: Somebody) -> None:
    with pytest.raises(NotAllowed):
        away(city, somebody, None, by=by)
    assert city.person(somebody) not in may_note_absence_of(city.actor(by))


def test_days_that_make_no_sense_are_refused_in_words(city: City) -> None:
    day = today()
    for first, last, words in (
        (day, day - timedelta(days=1), "De laatste dag ligt voor de eerste"),
        (day - timedelta(days=9), day - timedelta(days=1), "al voorbij"),
        (day, day + timedelta(days=366), "hoogstens een jaar"),
    ):
        with pytest.raises(InvalidInput, match=words):
            away(city, first=first, last=last)
    assert not Absence.objects.exists()


def test_one_day_is_an_absence(city: City) -> None:
    assert away(city, last=today()).last_day == today()


def test_nobody_is_away_twice_at_once_nor_replaced_by_who_is_away(city: City) -> None:
    away(city)
    with pytest.raises(InvalidInput, match=r"Nele Aerts is al afwezig van"):
        away(city, first=today() + WEEK)
    with pytest.raises(InvalidInput, match=r"Nele Aerts is al afwezig van") as refused:
        away(city, JORIS, NELE)
    assert refused.value.field == "deputy"
    with pytest.raises(InvalidInput, match="Niemand kan zichzelf vervangen"):
        away(city, KOEN, KOEN)
    away(city, first=today() + WEEK + timedelta(days=1))


def test_the_ombudsman_is_no_colleague(city: City) -> None:
    with pytest.raises(InvalidInput) as refused:
        away(city, NELE, ILSE)
    assert refused.value.field == "deputy"
    with pytest.raises(InvalidInput):
        away(city, ILSE, None, by=AN)


def test_taking_it_back_twice_changes_nothing_and_somebody_else_cannot(city: City) -> None:
    row = away(city)
    with pytest.raises(NotAllowed):
        withdraw_absence(row.pk, by=city.actor(THOMAS), at=now())
    withdraw_absence(row.pk, by=city.actor(KOEN), at=now())
    with pytest.raises(Conflict):
        withdraw_absence(row.pk, by=city.actor(NELE), at=now())
    with pytest.raises(NotFound):
        withdraw_absence(row.pk + 1000, by=city.actor(WOUTER), at=now())
