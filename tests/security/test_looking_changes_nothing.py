"""Opening, asking about or prefetching an address changes nothing: mail scanners follow links, and browsers open pages again."""

import pytest

from tests import people
from tests.people import Somebody
from tests.security.addresses import Door, row_of
from tests.security.visiting import client_of, go, look, one_of_each, places_at_work, places_of_citizens, story_begun
from tests.security.world import World

THINGS = ("eigen", "buur", "onderzoek", "overgedragen")
WHO = (people.SARA, people.NELE, people.THOMAS, people.GREET, people.HILDE, people.ILSE, people.DIRK, people.AN)


@pytest.mark.parametrize("somebody", WHO, ids=lambda somebody: somebody.name.split()[0])
def test_somebody_of_the_city_who_looks_changes_nothing(world: World, somebody: Somebody) -> None:
    seen = {place.path: look(world, somebody, place.path) for place in places_at_work(world, THINGS)}
    assert [path for path, page in seen.items() if page.changed] == []


def test_a_citizen_or_a_machine_that_follows_every_link_changes_nothing(world: World) -> None:
    seen = {place.path: look(world, None, place.path) for place in places_of_citizens(world)}
    assert [path for path, page in seen.items() if page.changed] == []


def test_going_on_with_a_story_changes_nothing_until_it_is_sent(world: World) -> None:
    client = client_of(world, None)
    draft = story_begun(client)
    for place in places_of_citizens(world, ["eigen"], draft=draft):
        if row_of(place.address).door is Door.DRAFT:
            seen = go(client, place.path)
            assert (seen.status, seen.changed) in ((200, False), (302, False), (303, False)), place.path


@pytest.mark.parametrize("somebody", [None, people.GREET, people.NELE, people.ILSE])
def test_asking_about_an_address_changes_nothing(world: World, somebody: Somebody | None) -> None:
    client = client_of(world, somebody)
    found = places_of_citizens(world, ["eigen"]) if somebody is None else places_at_work(world, THINGS)
    for place in one_of_each(found):
        for method in ("head", "options"):
            assert not go(client, place.path, method).changed, f"{method} {place.path}"
