"""Filling in every address for a visitor, going there, and seeing what was written meanwhile."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gehoor.complaints.models import Replay
from gehoor.dossiers.models import CannedText, Deadline
from gehoor.mishaps.models import BreachReport
from gehoor.portal.views.acts import ACTS
from gehoor.regulations.models import Applicability, RegulationDraft, RegulationVersion
from tests.people import Somebody
from tests.security.addresses import TABLE, Address, Door, addresses, row_of
from tests.security.world import LOOSE_MAIL, Thing, World

NOWHERE = "2026-77777-5"
"""A number that is well made and of no dossier."""
NO_FILE = "00000000-0000-4000-8000-000000000000"
STORY = "/melden/"

Fill = Callable[[Thing], list[Any]]


def _if_any(value: str) -> list[str]:
    return [value] if value else []


def _its_term(thing: Thing) -> list[str]:
    terms = Deadline.objects.filter(dossier__reference=thing.reference).values_list("term", flat=True)
    return list(terms[:1]) or ["first_line"]


LETTER_PAGES = ("", "_write", "_original", "_mail", "_version", "_use", "_aside", "_version_mail")


PARAMETERS: dict[str, Fill] = {
    "reference": lambda thing: [thing.reference],
    "token": lambda thing: [thing.token],
    "file_id": lambda thing: _if_any(thing.public_file),
    "public_id": lambda thing: _if_any(thing.public_file),
    "mail_id": lambda thing: [thing.mail],
    "message_id": lambda thing: _if_any(thing.letter),
    "uidb36": lambda thing: ["1"],
    "key": lambda thing: ["set-password"],
    "rest": lambda thing: ["iets/anders"],
    "staff_id": lambda thing: [1],
    "account_id": lambda thing: [thing.account],
    "number": lambda thing: [1],
    "code": lambda thing: ["answer"],
    "version_id": lambda thing: [_first_of(RegulationVersion)],
    "draft_id": lambda thing: [_first_of(RegulationDraft)],
    "applied_id": lambda thing: [_first_of(Applicability)],
    "report_id": lambda thing: list(BreachReport.objects.values_list("pk", flat=True)[:1]),
    "text_id": lambda thing: [_first_of(CannedText)],
    "replay_id": lambda thing: [_first_of(Replay)],
}
"""What to write in an address for a parameter, by its name."""
OF_ADDRESS: dict[tuple[str, str], Fill] = {
    ("desk:loose_mail", "mail_id"): lambda thing: [LOOSE_MAIL],
    ("desk:loose_original", "mail_id"): lambda thing: [LOOSE_MAIL],
    ("desk:complaint_question", "number"): lambda thing: [thing.asked] if thing.asked else [],
    ("desk:complaint_answer_file", "file_id"): lambda thing: _if_any(thing.answer_file),
    ("ombuds:answer_file", "file_id"): lambda thing: _if_any(thing.answer_file),
    ("desk:account", "pk"): lambda thing: [thing.account],
    ("desk:complaint_hearing_check", "number"): lambda thing: [1] if thing.talk else [],
    ("desk:complaint_commitment_change", "number"): lambda thing: list(thing.promised),
    ("desk:complaint_commitment_move", "number"): lambda thing: list(thing.promised),
    ("desk:complaint_commitment_withdraw", "number"): lambda thing: list(thing.promised),
    ("desk:own_report", "pk"): lambda thing: [thing.talk],
    ("desk:complaint_name_settle", "pk"): lambda thing: [thing.named],
    ("desk:complaint_clock_take_back", "pk"): lambda thing: [1],
    ("desk:clock_take_back", "pk"): lambda thing: [1],
    **{(f"desk:clock_{act}", "code"): _its_term for act in ("pause", "resume", "extend", "take_back")},
    ("desk:absence_back", "pk"): lambda thing: [1],
    ("desk:mailbox", "pk"): lambda thing: [1],
    ("desk:mailbox_test", "pk"): lambda thing: [1],
    ("desk:finish_task", "pk"): lambda thing: [thing.task],
    ("desk:on_paper", "pk"): lambda thing: [thing.to_post],
    ("desk:post_letter", "pk"): lambda thing: [thing.to_post],
    ("desk:print_letter", "pk"): lambda thing: [thing.to_post],
    ("desk:other_than_letter", "pk"): lambda thing: [thing.to_post],
    ("mfa_remove_webauthn", "pk"): lambda thing: [1],
    ("mfa_edit_webauthn", "pk"): lambda thing: [1],
    **{(f"desk:letter{act}", "code"): lambda thing: ["closing"] for act in LETTER_PAGES},
    ("desk:letterhead", "code"): lambda thing: ["stad"],
    ("desk:letterhead_mail", "code"): lambda thing: ["stad"],
    ("demo_mail", "name"): lambda thing: ["1"],
    ("demo_mail_layout", "name"): lambda thing: ["1"],
    **{
        (f"desk:{one}", "number"): lambda thing: [1] if thing.outside else []
        for one in ("inquiry", "complaint_inquiry")
    },
    ("portal:outside", "token"): lambda thing: [thing.outside],
    ("portal:outside_decline", "token"): lambda thing: [thing.outside],
    ("portal:outside_file", "token"): lambda thing: [thing.outside],
    ("portal:outside_file", "public_id"): lambda thing: [thing.outside_file],
    ("portal:act", "slug"): lambda thing: list(ACTS),
    ("portal:question", "slug"): lambda thing: ["verhaal"],
}
"""The same where one name means several things."""


def _first_of(table: type[Model]) -> int:
    """A row of what is nobody's dossier, so that who may come in finds something there."""
    return int(table._default_manager.order_by("pk").values_list("pk", flat=True)[0])


NOTHING = Thing(
    "niets",
    NOWHERE,
    "x" * 43,
    public_file=NO_FILE,
    letter=NO_FILE,
    task=999_999,
    to_post=999_999,
    account=999_999,
    talk=999_999,
    named=999_999,
    asked=1,
    promised=(1,),
    answer_file=NO_FILE,
    outside="x" * 43,
    outside_file=NO_FILE,
    mail=NO_FILE,
)
"""What does not exist."""


@dataclass(frozen=True)
class Place:
    """One address, filled in for one thing (None: the address is about nothing in particular)."""

    address: Address
    path: str
    thing: Thing | None


OF_OUTSIDE = (Door.ANSWER,)
"""The door of who is asked something outside the city: no citizen, and nobody who signs in."""
OF_THE_CITIZEN = (Door.ANYBODY, Door.LINK, Door.DRAFT, Door.DEMO)
"""The doors that have nothing to do with who is signed in."""


def places(world: World, things: Iterable[str] = (), *, draft: str = "geen") -> Iterator[Place]:
    """Every address, for each of these things that it can be about (all of them, when none is named).

    ``draft``: the part of the address of a story being written.
    """
    chosen = [world.things[what] for what in things or world.things]
    for address in addresses():
        for thing in things_for(address, chosen):
            for path in paths(address, thing or NOTHING, draft):
                yield Place(address, path, thing)


def places_at_work(world: World, things: Iterable[str] = ()) -> Iterator[Place]:
    """The addresses for who signs in."""
    return (place for place in places(world, things) if row_of(place.address).door not in OF_THE_CITIZEN + OF_OUTSIDE)


def places_outside(world: World, things: Iterable[str] = ()) -> Iterator[Place]:
    """The addresses for who is asked something outside the city."""
    return (place for place in places(world, things) if row_of(place.address).door in OF_OUTSIDE)


def places_of_citizens(world: World, things: Iterable[str] = (), *, draft: str = "geen") -> Iterator[Place]:
    """The others; what a citizen can do is looked at for some things only."""
    for place in places(world, things, draft=draft):
        acts_here = place.address.name != "portal:act" or place.thing is None or place.thing.what in _WHERE_CITIZENS_ACT
        if acts_here and row_of(place.address).door in OF_THE_CITIZEN:
            yield place


def one_of_each(found: Iterable[Place]) -> list[Place]:
    """One place for each address."""
    return list({place.address.name: place for place in found}.values())


_WHERE_CITIZENS_ACT = ("eigen", "verduidelijking", "voorstel", "besloten")


def things_for(address: Address, chosen: list[Thing]) -> list[Thing | None]:
    """What an address can be about, by its door."""
    fits: dict[Door, Callable[[Thing], bool]] = {
        Door.ORDINARY: lambda thing: not thing.is_complaint,
        Door.COMPLAINT: lambda thing: thing.is_complaint,
        Door.REFERRAL: lambda thing: thing.is_complaint,
        Door.FORWARDED: lambda thing: thing.is_complaint,
        Door.QUESTION: lambda thing: bool(thing.account),
        Door.HEARD: lambda thing: bool(thing.talk),
        Door.TASK: lambda thing: bool(thing.task),
        Door.LETTER: lambda thing: bool(thing.to_post),
        Door.ANSWER: lambda thing: bool(thing.outside),
        Door.LINK: lambda thing: thing.what != "buur",
    }
    door = row_of(address).door
    return [thing for thing in chosen if fits[door](thing)] if door in fits else [None]


def paths(address: Address, thing: Thing, draft: str = "geen") -> list[str]:
    """The address filled in for a thing, once for each value a parameter can have."""
    filled: list[dict[str, Any]] = [{}]
    for parameter in sorted(address.parameters):
        values = _values(address, parameter, thing, draft)
        filled = [{**one, parameter: value} for one in filled for value in values]
    return [reverse(address.name, kwargs=one) for one in filled]


def _values(address: Address, parameter: str, thing: Thing, draft: str) -> list[Any]:
    if TABLE[address.name].door is Door.DRAFT and parameter == "name":
        return [draft]
    fill = OF_ADDRESS.get((address.name, parameter)) or PARAMETERS.get(parameter)
    assert fill is not None, (
        f"{address.name} (/{address.route}) takes <{parameter}>, and tests/security/visiting.py does not know what to write there: "
        "add it to PARAMETERS, or to OF_ADDRESS when the name means something else elsewhere."
    )
    return fill(thing)


# Going there ---------------------------------------------------------------------------------------------------------------

_WRITE = re.compile(
    r"\s*(INSERT|UPDATE|DELETE|TRUNCATE|COPY|WITH\b.*\b(?:INSERT|UPDATE|DELETE))\b", re.IGNORECASE | re.DOTALL
)
_OF_ONE_TABLE = re.compile(r'\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)', re.IGNORECASE)
_BESIDE = ("journal_read", "journal_refusal", "django_session", "organisation_ratecounter")
"""Tables that may be written while looking: who looked or was refused, how long the sign-in lasts, how often something was tried."""
_VARIES = re.compile(rb'(name="csrfmiddlewaretoken" value="|data-session-seconds="|name="ticket" value=")[^"]*')


@dataclass
class Seen:
    """What came back; ``changed``: whether anything is now otherwise that should not be by looking."""

    status: int
    body: bytes
    headers: dict[str, str]
    changed: bool = False

    @property
    def is_page(self) -> bool:
        """HTML."""
        return self.headers.get("Content-Type", "").startswith("text/html")

    @property
    def plain(self) -> bytes:
        """The body without what differs with each request: the safety mark, the seconds that are left."""
        return _VARIES.sub(b"", self.body)


def look(world: World, somebody: Somebody | None, path: str) -> Seen:
    """What somebody gets there. Looked up once: nothing in this city changes between two looks."""
    who = "" if somebody is None else somebody.name
    known: Seen | None = world.seen.get((who, path))
    if known is None:
        if who not in world.browsers:
            world.browsers[who] = client_of(world, somebody)
        known = world.seen[who, path] = go(world.browsers[who], path)
    return known


def client_of(world: World, somebody: Somebody | None) -> Client:
    """The browser of somebody who is signed in, or of a passer-by."""
    client = Client()
    client.raise_request_exception = False
    if somebody is not None:
        client.force_login(world.city.person(somebody))
    return client


def go(client: Client, path: str, method: str = "get", data: dict[str, Any] | None = None) -> Seen:
    """One request; whatever it changed is taken back."""
    after = ""
    with taken_back(), CaptureQueriesContext(connection) as statements:
        answer = getattr(client, method)(path, data or {}) if method == "post" else getattr(client, method)(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        seen = Seen(answer.status_code, body, dict(answer.headers.items()))
        wrote = any(_may_change(one["sql"]) for one in statements)
        after = fingerprint() if wrote else ""
    seen.changed = wrote and after != fingerprint()
    return seen


def _may_change(statement: str) -> bool:
    """It writes, and not only in a table that may be written while looking: then all tables are compared, which takes long."""
    of_one = _OF_ONE_TABLE.match(statement)
    return _WRITE.match(statement) is not None and (of_one is None or of_one[1] not in _BESIDE)


def fingerprint() -> str:
    """One hash of every row of every table, but for those that may be written while looking."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name not in _BESIDE]
        hashes = ", ".join(
            f"(SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {name} t)" for name in sorted(tables)
        )
        cursor.execute(f"SELECT md5(concat_ws('/', {hashes}))")
        return str(cursor.fetchone()[0])


@contextmanager
def taken_back() -> Iterator[None]:
    """What is done inside did not happen."""
    before = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(before)


def story_begun(client: Client) -> str:
    """Begin a story on the portal; the part of the address it goes on at."""
    answer = client.post(STORY, {"text": "De lamp is stuk. <mrk-concept>"})
    return str(answer.headers["Location"]).split("/")[2]
