"""Every address times every role, held against the matrix. What somebody may not see looks exactly like what is not there."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from gehoor.dossiers.models import Dossier
from tests import people
from tests.people import Somebody
from tests.security.addresses import TABLE, Door, addresses, row_of
from tests.security.oracle import acts, comes_in
from tests.security.visiting import NOTHING, Place, Seen, client_of, go, look, paths, places, places_at_work
from tests.security.world import Thing, World

FIRST = (people.SARA, people.NELE, people.THOMAS, people.GREET, people.ILSE, people.AN)
THEN = (people.KOEN, people.WOUTER, people.HILDE, people.DIRK)
"""Somebody in every role; of some roles one who has to do with it and one who has not."""
EVERYBODY = pytest.mark.parametrize("somebody", [*FIRST, *THEN], ids=lambda somebody: somebody.name.split()[0])
SOME_QUICKLY = pytest.mark.parametrize(
    "somebody",
    [*FIRST, *(pytest.param(somebody, marks=pytest.mark.slow) for somebody in THEN)],
    ids=lambda somebody: somebody.name.split()[0],
)
THINGS = ("eigen", "buur", "vers", "onderzoek", "overgedragen", "genoemd")
TO_SIGN_IN = "/account/login/"


def test_every_address_has_its_row_and_no_row_is_of_nothing() -> None:
    for address in addresses():
        row_of(address)
    assert set(TABLE) == {address.name for address in addresses()}


def body_for(thing: Thing | None) -> dict[str, Any]:
    """A filled-in form that fits most addresses: what is refused is refused for who asks, not for what is missing."""
    version = 1 if thing is None else Dossier.objects.get(reference=thing.reference).version
    words = ("text", "reason", "title", "question", "conclusion", "outcome", "advice", "after", "before", "answer")
    chosen = {"act": "message", "solved": "no", "medium": "phone", "finding": "gegrond", "kind": "melding"}
    return {"version": version, **dict.fromkeys(words, "Een paar woorden."), **chosen}


@EVERYBODY
def test_who_looks_sees_what_the_matrix_says_and_nothing_else(world: World, somebody: Somebody) -> None:
    client, nothing = client_of(world, somebody), Nothing()
    wrong = []
    for place in places_at_work(world, THINGS):
        seen = look(world, somebody, place.path)
        if comes_in(somebody, row_of(place.address), place.thing):
            fine = _let_in(place, seen)
        else:
            fine = _turned_away(seen, nothing.at(client, place))
        if not fine:
            wrong.append(_said(place, somebody, "GET", seen))
    assert not wrong, "\n" + "\n".join(wrong)


@SOME_QUICKLY
def test_who_acts_does_what_the_matrix_says_and_nothing_else(world: World, somebody: Somebody) -> None:
    client, nothing = client_of(world, somebody), Nothing("post")
    wrong = []
    for place in places_at_work(world, THINGS):
        row = row_of(place.address)
        body = body_for(place.thing)
        seen = go(client, place.path, "post", body)
        if not comes_in(somebody, row, place.thing):
            fine = _turned_away(seen, nothing.at(client, place)) and not seen.changed
        elif not acts(somebody, row, place.thing):
            fine = not seen.changed and (seen.status >= 400 or "Location" in seen.headers)
        else:
            fine = _let_in(place, seen)
        if not fine:
            wrong.append(_said(place, somebody, "POST", seen))
    assert not wrong, "\n" + "\n".join(wrong)


def test_who_is_not_signed_in_is_asked_to_sign_in_whatever_is_there(world: World) -> None:
    client = client_of(world, None)
    wrong = []
    for place in places_at_work(world, THINGS):
        for path in (place.path, nowhere(place)):
            for method in ("get", "post"):
                seen = go(client, path, method)
                to_sign_in = seen.status == 302 and seen.headers["Location"].startswith(TO_SIGN_IN)
                if not to_sign_in and seen.status != 405 and place.address.name != "account_stay":
                    wrong.append(_said(place, None, method, seen))
    assert not wrong, "\n" + "\n".join(wrong)


def test_outside_the_demo_the_demo_is_not_there(world: World) -> None:
    client = client_of(world, people.AN)
    for place in places(world, ["eigen"]):
        if row_of(place.address).door is Door.DEMO:
            for method in ("get", "post"):
                assert go(client, place.path, method).status in (404, 405), place.path


@dataclass
class Nothing:
    """What one visitor gets at each address for what does not exist; asked once."""

    method: str = "get"
    found: dict[str, Seen] = field(default_factory=dict)

    def at(self, client: Client, place: Place) -> Seen:
        """The answer there."""
        path = nowhere(place)
        if path not in self.found:
            self.found[path] = go(client, path, self.method, body_for(None))
        return self.found[path]


def nowhere(place: Place) -> str:
    """The same address for something that does not exist."""
    return paths(place.address, NOTHING)[0]


def _let_in(place: Place, seen: Seen) -> bool:
    """Not turned away. One's own account has pages for who has a second step, and those are not there for the others."""
    if row_of(place.address).door is Door.SIGNED_IN:
        return seen.status < 500 and not seen.headers.get("Location", "").startswith(TO_SIGN_IN)
    return seen.status not in (403, 404) and seen.status < 500


def _turned_away(seen: Seen, not_there: Seen) -> bool:
    """404, or 405 before anything was looked up; to the byte what one gets for what does not exist."""
    return seen.status in (404, 405) and (seen.status, seen.plain) == (not_there.status, not_there.plain)


def _said(place: Place, somebody: Somebody | None, method: str, seen: Seen) -> str:
    who = "nobody" if somebody is None else somebody.name
    about = "" if place.thing is None else f" ({place.thing.what})"
    after = " and something changed" if seen.changed else ""
    return f"{who}: {method} {place.address.name}{about} -> {seen.status} {seen.headers.get('Location', '')}{after}"
