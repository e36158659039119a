"""What the tests of the desk share: the small city, people who are signed in, dossiers to work on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from gehoor.dossiers.actions.assigning import route
from gehoor.dossiers.actions.intake import Reporter, Submission, receive
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.models import Dossier
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.clock import now
from tests.city import City, small_city
from tests.live import LiveGehoor
from tests.people import AMINA, SARA, Somebody

CITIZEN = Actor(kind=ActorKind.CITIZEN)
BEGIN = datetime.fromisoformat("2026-01-05T09:00:00+01:00")


@pytest.fixture
def city(db: None) -> City:
    """The small city, there since before anything happened."""
    return small_city()


@pytest.fixture
def sign_in(city: City) -> Callable[[Somebody], Client]:
    """A browser in which somebody is signed in."""

    def signed_in(somebody: Somebody) -> Client:
        client = Client()
        client.force_login(city.person(somebody))
        return client

    return signed_in


@pytest.fixture
def enter(city: City, live_gehoor: LiveGehoor, new_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """``enter(NELE, **options)``: a page in a browser in which somebody is signed in; ``city`` must be on the live server."""

    def entered(somebody: Somebody, **options: object) -> Page:
        client = Client()
        client.force_login(city.person(somebody))
        context = new_context(**options)
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_gehoor.url}])
        return context.new_page()

    return entered


def take_in(
    city: City,
    text: str = "Ons restafval staat er nog. De buren hebben hetzelfde.",
    department: str = "",
    *,
    kind: Kind = Kind.MELDING,
    reporter: Reporter = AMINA,
    first_line: bool = False,
    days_ago: int = 0,
    place: str = "Vaartstraat 9",
) -> Dossier:
    """A dossier that came in over the website; sent on by the contact point when a department is named."""
    at = now() - timedelta(days=days_ago, minutes=1)
    submission = Submission(kind=kind, text=text, reporter=reporter, is_first_line=first_line, place=place)
    dossier = receive(submission, by=CITIZEN, at=at).dossier
    if department:
        route(dossier, kind=kind, department=city[department], by=city.actor(SARA), at=at)
    return Dossier.objects.select_related("department", "thread").get(pk=dossier.pk)


@pytest.fixture
def report(city: City) -> Callable[..., Dossier]:
    """``report(text=…, department="reiniging", …)``: see :func:`take_in`."""
    return partial(take_in, city)
