"""What is measured: for each scene the requests, made from what stands in the database."""

import secrets
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db.models import Count

from bench.load import Request
from gehoor.correspondence.actions import make_link
from gehoor.dossiers.actions.drafts import start_draft
from gehoor.dossiers.models import Dossier
from gehoor.journal.models import Entry
from gehoor.kernel.clock import now
from gehoor.organisation.models import Staff
from gehoor.portal.drafts import cookie_name, handle
from gehoor.web.sessions import SessionStore

FEW, MANY = "weegbrug", "vaartstraat"
_ANSWERS = {
    "text": "De straatlamp voor mijn deur is al een week stuk. 's Avonds is het er erg donker.",
    "kind": "melding",
    "place": "Lindenstraat 14",
    "occurred": "al een week",
    "behalf": "self",
    "name": "Amina Daoudi",
    "email": "amina.daoudi@voorbeeld.example",
    "phone": "016 555 01 40",
    "address": "Lindenstraat 14, 9999 Vaartberg",
    "done": ["verhaal", "soort", "plaats", "bestanden", "namens", "wie"],
}


@dataclass(frozen=True)
class Scene:
    """One thing that people do. ``once``: each request can be sent only once."""

    name: str
    requests: list[Request]
    once: bool = False


def scenes(count: int) -> list[Scene]:
    """All scenes, with so many requests each."""
    draw = Random(1)
    worker, coordinator = _somebody("dienstmedewerker"), _somebody("klachtencoordinator")
    agent = _somebody("contactmedewerker")
    at_desk, overview, counter = _signed_in(worker), _signed_in(coordinator), _signed_in(agent)
    department = worker.memberships.values_list("department_id", flat=True)[0]
    own = Dossier.objects.filter(department=department).exclude(kind="complaint")
    typical = _with_ten_entries(own, draw, count)
    dossiers = [Request(f"/desk/dossiers/{reference}/", headers=at_desk) for _, reference in typical]
    tracked = [Request(f"/volg/{token}/", headers=_from(draw)) for token in _links([pk for pk, _ in typical[:200]])]
    return [
        Scene("send the form", [_sending(draw) for _ in range(count)], once=True),
        Scene("queue, page of 50", [Request("/desk/wachtrij/", headers=at_desk)] * count),
        Scene("queue, contact point, all departments", [Request(_ALL, headers=counter)] * count),
        Scene("dossier", _repeated(dossiers, count)),
        Scene("tracking page", _repeated(tracked, count)),
        Scene("search, few hits", [_search(FEW, counter)] * count),
        Scene("search, many hits", [_search(MANY, counter)] * count),
        Scene("coordinator's day", [Request("/desk/vandaag/", headers=overview)] * count),
        Scene("coordinator's list, late", [Request("/desk/klachten/?toon=te-laat", headers=overview)] * count),
        Scene("coordinator's list, all open", [Request("/desk/klachten/", headers=overview)] * count),
        Scene("empty answer (/livez)", [Request("/livez")] * count),
    ]


def sending(number: int) -> Request:
    """One form that is sent, by somebody else for each number."""
    return _sending(Random(number))


def tracking(number: int) -> Request:
    """The tracking page of one of the newest dossiers."""
    newest = Dossier.objects.order_by("-pk").values_list("pk", flat=True)[:50]
    [token] = _links([newest[number % len(newest)]])
    return Request(f"/volg/{token}/", headers=_from(Random(number)))


_ALL = "/desk/wachtrij/?dienst=alle"


def _search(word: str, headers: dict[str, str]) -> Request:
    return Request(f"/desk/zoek/?q={quote(word)}", headers=headers)


def _repeated(requests: list[Request], count: int) -> list[Request]:
    return [requests[place % len(requests)] for place in range(count)]


def _somebody(role: str) -> Staff:
    return Staff.objects.filter(holdings__role__code=role, is_active=True).order_by("pk")[0]


def _signed_in(person: Staff) -> dict[str, str]:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}


def _with_ten_entries(rows: Any, draw: Random, count: int) -> list[tuple[int, str]]:
    found = list(rows.order_by("-received_at").values_list("pk", "reference")[: max(count, 2000)])
    chains = {f"dossier:{pk}": (pk, reference) for pk, reference in found}
    counted = Entry.objects.filter(chain__in=list(chains)).values("chain").annotate(entries=Count("pk"))
    ten = [chains[chain] for chain in counted.filter(entries__gte=9, entries__lte=12).values_list("chain", flat=True)]
    draw.shuffle(ten)
    return ten[:500]


def _links(ids: list[int]) -> list[str]:
    at = now()
    threads = Dossier.objects.filter(pk__in=ids).values_list("thread_id", flat=True)
    return [make_link(thread_id, at=at) for thread_id in threads]


def _from(draw: Random) -> dict[str, str]:
    """Another address for each person, as the proxy would say."""
    return {"X-Forwarded-For": f"10.{draw.randrange(256)}.{draw.randrange(256)}.{draw.randrange(256)}"}


def _sending(draw: Random) -> Request:
    draft, token = start_draft(dict(_ANSWERS), at=now())
    secret = secrets.token_hex(16)
    name = handle(draft)
    headers = {
        **_from(draw),
        "Cookie": f"{cookie_name(name)}={token}; csrftoken={secret}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    body = urlencode({"csrfmiddlewaretoken": secret, "website": ""}).encode()
    return Request(f"/melden/{name}/nakijken/", "POST", headers, body, expects=303)
