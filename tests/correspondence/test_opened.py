"""What the city knows of a message after it left: whether the citizen opened it on their page. No pixels, no counted clicks."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from gehoor.correspondence.actions import make_link
from gehoor.correspondence.models import Message
from gehoor.correspondence.queries import conversation
from gehoor.dossiers.models import Dossier
from gehoor.journal.models import Read
from gehoor.kernel.clock import now
from gehoor.web.deliveries import fate_of
from tests.city import City
from tests.complaints import course as way


@pytest.fixture
def dossier(city: City) -> Dossier:
    course = way.proposed(city, at=now() - timedelta(days=8))
    return course.complaint.dossier


def seen(dossier: Dossier) -> dict[str, datetime | None]:
    return {said.message.letter: said.seen_at for said in conversation(dossier.thread_id) if said.message.letter}


def test_a_message_is_opened_when_the_citizen_has_it_on_the_page(dossier: Dossier, client: Client) -> None:
    page = f"/volg/{make_link(dossier.thread_id, at=now())}/"
    assert set(seen(dossier).values()) == {None}
    client.head(page)
    client.get(page, headers={"Sec-Purpose": "prefetch"})
    assert set(seen(dossier).values()) == {None}, "nobody looked yet"
    letter = Message.objects.get(thread=dossier.thread_id, letter="proposal")
    client.get(page)
    assert seen(dossier)["proposal"] is None, "only its subject stood on the page"
    client.get(f"{page}brief/{letter.public_id}/")
    first = seen(dossier)["proposal"]
    assert first is not None
    rows = Read.objects.count()
    client.get(f"{page}brief/{letter.public_id}/")
    assert (seen(dossier)["proposal"], Read.objects.count()) == (first, rows), "the first time is what counts"


def test_the_desk_says_so_beside_the_message(dossier: Dossier, client: Client) -> None:
    letter = Message.objects.get(thread=dossier.thread_id, letter="proposal")
    client.get(f"/volg/{make_link(dossier.thread_id, at=now())}/brief/{letter.public_id}/")
    said = next(one for one in conversation(dossier.thread_id) if one.message == letter)
    assert "geopend op de volgpagina" in fate_of(said)[1]
    other = next(one for one in conversation(dossier.thread_id) if one.message.letter == "complaint_acknowledged")
    assert "geopend" not in fate_of(other)[1]
