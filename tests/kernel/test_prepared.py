"""A query that is built once gives what the query it was built from gives, for every value."""

import pytest

from gehoor.dossiers import finding
from gehoor.dossiers.finding import search
from gehoor.dossiers.lists import QueueFilter, queue
from gehoor.dossiers.queries import dossier_page
from gehoor.dossiers.scope import visible
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.clock import today
from gehoor.kernel.prepared import HOLE, TEXT_HOLE, Prepared, key_of, shape_of, values_of
from gehoor.organisation.models import Department
from tests.city import City, small_city
from tests.desk.conftest import take_in
from tests.people import BART, GREET, JORIS, KOEN, LIES, NELE, SARA, THOMAS


@pytest.fixture
def city(db: None) -> City:
    return small_city()


def test_it_is_asked_with_other_values_each_time(city: City) -> None:
    ready = Prepared(Department.objects.filter(pk=HOLE), HOLE)
    for department in city.departments.values():
        assert [found.code for found in ready.ask({HOLE: department.pk})] == [department.code]
    assert list(ready.ask({HOLE: -1})) == []


def test_a_hole_that_is_changed_or_not_named_is_a_mistake(city: City) -> None:
    with pytest.raises(ValueError, match="a hole was changed"):
        Prepared(Department.objects.filter(code__startswith=TEXT_HOLE), TEXT_HOLE)
    with pytest.raises(ValueError, match="a hole was changed"):
        Prepared(Department.objects.filter(pk=HOLE))


def test_a_query_that_can_find_nothing_needs_no_values(city: City) -> None:
    assert list(Prepared(Department.objects.filter(pk__in=[HOLE], code__in=[]), HOLE).ask({HOLE: 1})) == []


def test_it_goes_on_where_an_unprepared_query_would(city: City) -> None:
    ready = Prepared(Department.objects.filter(pk__gt=HOLE).order_by("pk").values_list("code", flat=True), HOLE)
    wanted = list(Department.objects.filter(pk__gt=0).order_by("pk").values_list("code", flat=True))
    assert list(ready.ask({HOLE: 0})) == wanted


@pytest.mark.parametrize("somebody", [SARA, BART, NELE, KOEN, GREET], ids=lambda person: person.name)
def test_an_actor_in_the_holes_sees_what_the_actor_sees(city: City, somebody: object) -> None:
    for department in ("reiniging", "groen", ""):
        take_in(city, department=department)
    actor = city.actor(somebody)  # type: ignore[arg-type]
    shape = shape_of(actor)
    ready = Prepared(visible(shape).order_by("pk"), actor=shape)
    assert list(ready.ask(values_of(actor))) == list(visible(actor).order_by("pk"))


def test_colleagues_of_two_departments_share_a_query_and_not_its_rows(city: City) -> None:
    refuse, green = take_in(city, department="reiniging"), take_in(city, department="groen")
    first, second = city.actor(NELE), city.actor(LIES)
    assert key_of(first) == key_of(second)
    for _ in range(2):
        for actor, own in ((first, refuse), (second, green)):
            page = queue(actor, QueueFilter(), today=today())
            assert [row.reference for row in page.rows] == [own.reference]
            assert [row.reference for row in search(actor, "Vaartstraat")] == [own.reference]


def test_heads_of_two_departments_see_their_own_colleagues_on_the_page(city: City) -> None:
    refuse, green = take_in(city, department="reiniging"), take_in(city, department="groen")
    names = [
        {person["name"] for person in dossier_page(dossier, reader=city.actor(reader)).colleagues}
        for dossier, reader in ((refuse, KOEN), (green, THOMAS), (refuse, KOEN))
    ]
    assert names[0] == names[2] == {NELE.name, JORIS.name, KOEN.name}
    assert names[1] == {LIES.name, THOMAS.name}


def test_two_citizens_never_share_a_shape() -> None:
    one = Actor(kind=ActorKind.CITIZEN, id=1, dossier_ids=frozenset({4}))
    other = Actor(kind=ActorKind.CITIZEN, id=1, dossier_ids=frozenset({5}))
    assert key_of(one) != key_of(other)


def test_an_actor_without_an_account_has_no_hole_for_it() -> None:
    nobody, somebody = Actor(kind=ActorKind.CITIZEN), Actor(kind=ActorKind.CITIZEN, id=3)
    assert shape_of(nobody).id is None
    assert key_of(nobody) != key_of(somebody)


@pytest.mark.parametrize("most", [1, 100])
def test_the_newest_are_found_in_order_however_many_there_are(
    city: City, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(finding, "SORTED_AT_MOST", most)
    for _ in range(3):
        take_in(city, department="groen", days_ago=1)
    own = [take_in(city, department="reiniging", days_ago=days).reference for days in (2, 5, 3)]
    found = search(city.actor(NELE), "vaartstr", limit=2)
    assert [row.reference for row in found] == [own[0], own[2]]
