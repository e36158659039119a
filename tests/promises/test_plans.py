"""In a city with thousands of dossiers, no page that people open all day walks through all of them."""

from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from gehoor.config.demo import city as demo
from gehoor.correspondence.actions import make_link
from gehoor.correspondence.models import Message
from gehoor.dossiers.models import Dossier
from gehoor.kernel.clock import now
from gehoor.mailroom.actions.reading import read_mail
from gehoor.mailroom.actions.storing import keep
from gehoor.organisation.models import Staff
from gehoor.parties.models import Party
from tests.city import MONDAY
from tests.mailroom.mails import bounce, mail
from tests.portal.citizen import Citizen

MANY = 1500


@pytest.fixture
def large(empty_db: str) -> set[str]:
    """A city of some years, with statistics for the planner: the tables that grew to five hundred rows or more."""
    demo.found(at=MONDAY)
    lists = _tables_of(500)
    call_command("seed", "--dossiers", str(MANY), "--seed", "5", stdout=StringIO())
    found = _tables_of(500) - lists
    assert found >= {
        "correspondence_message",
        "dossiers_dossier",
        "dossiers_participant",
        "journal_entry",
        "parties_party",
    }
    return found


def _tables_of(rows: int) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples >= %s", [rows])
        return {name for (name,) in cursor.fetchall()}


def walked(ask: Callable[[], Any], large: set[str]) -> set[str]:
    """The large tables that are read from the first row to the last while this is asked, with the statement that does."""
    with CaptureQueriesContext(connection) as asked:
        ask()
    statements = [query["sql"] for query in asked.captured_queries]
    assert statements, "nothing was asked of the database"
    return {f"{table}: {sql[:200]}" for sql in statements for table in _walks(sql) if table in large}


def _walks(sql: str) -> Iterator[str]:
    if not sql.lstrip().startswith(("SELECT", "WITH", "(SELECT", "UPDATE")):
        return
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        (plan,) = cursor.fetchone()
    yield from (node["Relation Name"] for node in _nodes(plan[0]["Plan"]) if node["Node Type"] == "Seq Scan")


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from _nodes(inner)


def signed_in(permission: str, *, without: str = "nothing") -> Client:
    """A browser of somebody with this permission and without that other one."""
    holds = Staff.objects.filter(holdings__role__permissions__permission=permission, memberships__isnull=False)
    person = holds.exclude(holdings__role__permissions__permission=without).order_by("pk").first()
    assert person is not None, permission
    client = Client()
    client.force_login(person)
    return client


def opens(client: Client, address: str) -> Callable[[], None]:
    """Open a page, which must be there or lead on."""

    def opened() -> None:
        assert client.get(address).status_code in (200, 302), address

    return opened


def sends(client: Client, address: str, **fields: str) -> Callable[[], None]:
    """Send a form, which must be taken."""

    def sent() -> None:
        assert client.post(address, fields).status_code in (200, 303), address

    return sent


def sending(client: Client, kind: str) -> Callable[[], None]:
    """The last press of the button on the portal, after everything was told."""
    citizen = Citizen(client)
    citizen.tell(kind=kind)
    fields, address = citizen.hidden(), citizen.at
    return sends(client, address, **fields)


def reads(content: bytes) -> Callable[[], None]:
    """Keep a mail and read it."""

    def read() -> None:
        row, _ = keep(content, at=now())
        assert read_mail(row.pk, at=now()) is not None

    return read


def test_nothing_that_is_asked_all_day_walks_through_all_dossiers(
    large: set[str], client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.GEHOOR_FILES_ROOT = tmp_path
    worker = signed_in("dossiers.work", without="dossiers.triage")
    agent, coordinator = signed_in("dossiers.triage"), signed_in("complaints.coordinate")
    dossier = Dossier.objects.filter(kind="melding").order_by("-message_count", "pk")[0]
    complaint = Dossier.objects.filter(kind="complaint").order_by("pk")[0]
    party = Party.objects.exclude(email="").exclude(phone="").order_by("pk")[0]
    sent = Message.objects.filter(direction="out").order_by("pk")[0]
    token = make_link(dossier.thread_id, at=now())
    asked = {
        "the queue of a department": opens(worker, "/desk/wachtrij/"),
        "the whole queue": opens(agent, "/desk/wachtrij/"),
        "my tasks": opens(worker, "/desk/taken/"),
        "a dossier": opens(agent, f"/desk/dossiers/{dossier.reference}/"),
        "a search with few hits": opens(agent, f"/desk/zoek/?q={dossier.reporter_name.split()[-1]}"),
        "a search for a number": opens(agent, f"/desk/zoek/?q={dossier.reference}"),
        "earlier of the same address": sends(agent, "/desk/contact/vondsten/", email=party.email),
        "earlier of the same phone": sends(agent, "/desk/contact/vondsten/", phone=party.phone),
        "a complaint": opens(coordinator, f"/desk/klachten/{complaint.reference}/"),
        "the tracking page": opens(Client(), f"/volg/{token}/"),
        "a lost link": sends(Client(), "/link-kwijt/", reference=dossier.reference, email="iemand@voorbeeld.example"),
        "sending a question": sending(client, "vraag"),
        "sending a complaint": sending(client, "klacht"),
        "a mail that comes in": reads(mail("De lamp is stuk.")),
        "a mail about a number": reads(mail("En nu?", number="2", subject=f"Over {dossier.reference}")),
        "a mail server that sends one back": reads(bounce(f"<{sent.public_id.hex}@localhost>")),
    }
    assert {name: found for name, ask in asked.items() if (found := walked(ask, large))} == {}
    assert walked(lambda: list(Dossier.objects.filter(title__icontains="lamp")), large), "a walk would have been seen"
