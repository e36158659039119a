"""The day's work: what is open, by due date."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gehoor.complaints.hearings import unchecked_hearings_of
from gehoor.complaints.queries import accounts_open_for
from gehoor.desk.doors import staff_only
from gehoor.desk.rows import Group, grouped, rows_of
from gehoor.dossiers.lifecycle import KIND_LABELS, WAITS_FOR_LABELS, Kind, WaitsFor
from gehoor.dossiers.lists import QueueFilter, QueuePage
from gehoor.dossiers.lists import queue as find_queue
from gehoor.dossiers.routing import title_of
from gehoor.kernel.actors import Actor, Scope
from gehoor.kernel.clock import today
from gehoor.organisation.queries import department_names

_ALL = "alle"


@dataclass(frozen=True)
class Asked:
    """What the address of the page asks for, in its own words; anything else is ignored."""

    state: str = ""
    kind: str = ""
    waits_for: str = ""
    who: str = ""
    department: str = ""
    after: str = ""

    def but(self, **changes: str) -> str:
        """The address of this page with something else."""
        names = {"state": "staat", "kind": "soort", "waits_for": "wacht", "who": "wie", "department": "dienst"}
        values = {word: changes.get(name, getattr(self, name)) for name, word in names.items()}
        if "after" in changes:
            values["na"] = changes["after"]
        filled = {word: value for word, value in values.items() if value}
        return reverse("desk:queue") + (f"?{urlencode(filled)}" if filled else "")


def asked_of(request: HttpRequest) -> Asked:
    """Read the address."""
    return Asked(
        state=_one_of(request.GET.get("staat"), ("afgesloten",)),
        kind=_one_of(request.GET.get("soort"), list(Kind)),
        waits_for=_one_of(request.GET.get("wacht"), list(WaitsFor)),
        who=_one_of(request.GET.get("wie"), ("ik", "niemand")),
        department=_department(request.GET.get("dienst", "")),
        after=request.GET.get("na", "")[:200],
    )


def _one_of(text: str | None, allowed: Iterable[str]) -> str:
    return text if text in set(allowed) else ""


def _department(text: str) -> str:
    return text if text == _ALL or (text.isascii() and text.isdigit() and len(text) < 10) else ""


@staff_only
def queue(request: HttpRequest) -> HttpResponse:
    """The queue of a department, of everything one may see, or of oneself."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    asked = asked_of(request)
    department_id = _department_id(actor, asked)
    wanted = QueueFilter(
        department_id=department_id,
        mine=asked.who == "ik",
        unassigned=asked.who == "niemand",
        closed=asked.state == "afgesloten",
        kind=asked.kind,
        waits_for=asked.waits_for,
        after=asked.after,
    )
    day = today()
    page = find_queue(actor, wanted, today=day)
    names = department_names()
    context = {
        "today": day,
        "asked": asked,
        "title": _title(asked, department_id, actor, names),
        "page": page,
        "groups": _groups(page, wanted, actor),
        "closed": wanted.closed,
        "rail": _rail(actor, asked, page.beside, names),
        "chips": {"open": asked.but(state=""), "closed": asked.but(state="afgesloten")},
        "selects": _selects(actor, asked, department_id, names),
        "next": asked.but(after=page.next_after) if page.next_after else "",
        "filtered": bool(asked.kind or asked.waits_for or asked.who),
        "all_url": asked.but(kind="", waits_for="", who=""),
        "shows_department": department_id is None and len(names) > 1,
        "first": asked.but(),
        "can_register": bool(actor.scope("dossiers.register")),
        "asks_accounts": bool(actor.scope("complaints.account")),
    }
    return render(request, "desk/queue.html", context)


def _department_id(actor: Actor, asked: Asked) -> int | None:
    """The department asked for; unasked, who works for all departments begins with the own one."""
    if asked.department.isdigit():
        return int(asked.department)
    if asked.department == _ALL or asked.who == "ik" or actor.scope("dossiers.work") is not Scope.ALL:
        return None
    return min(actor.department_ids, default=None)


def _title(asked: Asked, department_id: int | None, actor: Actor, names: dict[int, str]) -> str:
    if asked.who == "ik":
        return "Ik wacht op de melder" if asked.waits_for == WaitsFor.REPORTER else "Mijn dossiers"
    if department_id is not None:
        return names.get(department_id, "Onbekende dienst")
    if actor.scope("dossiers.view") is Scope.ALL:
        return "Alle diensten"
    own = [names[pk] for pk in sorted(actor.department_ids) if pk in names]
    return " en ".join(own) or "Wachtrij"


def _groups(page: QueuePage, wanted: QueueFilter, actor: Actor) -> list[Group]:
    rows = list(rows_of(page.rows, actor, today=today()))
    if wanted.closed:
        return [Group("Laatst afgesloten", None, rows)] if rows else []
    return grouped(rows, page.counts, today=today())


def _rail(actor: Actor, asked: Asked, beside: dict[str, int], names: dict[int, str]) -> list[dict[str, Any]]:
    """The views beside the queue: heading, and links with how much is open there."""
    base = Asked()
    mine = [
        _link("Mijn dossiers", base.but(who="ik"), beside.get("mine")),
        _link("Ik wacht op de melder", base.but(who="ik", waits_for=WaitsFor.REPORTER), beside.get("waiting")),
        _link("Taken", reverse("desk:tasks"), beside.get("tasks")),
    ]
    if beside.get("outside"):
        mine.append(_link("Buiten de stad, te laat", reverse("desk:tasks"), beside["outside"]))
    own = sorted(pk for pk in actor.department_ids if pk in names)
    single = own[0] if len(own) == 1 else None
    departments = [
        _link(names[pk], base.but(department=str(pk)), beside.get("department") if single else None) for pk in own
    ]
    if single:
        here = str(single)
        free = base.but(department=here, who="niemand")
        departments.append(_link("Niet toegewezen", free, beside.get("unassigned")))
        if actor.scope("dossiers.triage"):
            new = base.but(department=here, waits_for=WaitsFor.CONTACT_POINT)
            departments.append(_link("Nog naar een dienst", new, beside.get("new")))
    everywhere = []
    if actor.scope("dossiers.view") is Scope.ALL:
        everywhere.append(_link("Alle diensten", base.but(department=_ALL), None))
        everywhere.append(_link("Niemand toegewezen", base.but(department=_ALL, who="niemand"), None))
    rail = [("Van mij", mine), ("Mijn dienst", departments), ("Alles", everywhere)]
    return [{"title": title, "links": _marked(links, actor, asked)} for title, links in rail if links]


def _link(label: str, url: str, count: int | None) -> dict[str, Any]:
    return {"label": label, "url": url, "count": count}


def _marked(links: list[dict[str, Any]], actor: Actor, asked: Asked) -> list[dict[str, Any]]:
    """Say which link is the page one is on."""
    department_id = _department_id(actor, asked)
    here = asked.but(state="", department=str(department_id or (asked.department if asked.who != "ik" else "")))
    single = len(actor.department_ids) == 1
    if single and not asked.department and asked.who != "ik" and department_id is None:
        here = asked.but(state="", department=str(min(actor.department_ids)))
    return [link | {"here": link["url"] == here} for link in links]


def _selects(actor: Actor, asked: Asked, department_id: int | None, names: dict[int, str]) -> list[dict[str, Any]]:
    """The filters: name, label, options with the chosen one marked."""
    kinds = [(kind.value, label) for kind, label in KIND_LABELS.items()]
    if actor.scope("complaints.view") is None:
        kinds = [(value, label) for value, label in kinds if value != Kind.COMPLAINT]
    theirs = (WaitsFor.CONTACT_POINT, WaitsFor.DEPARTMENT, WaitsFor.REPORTER)
    waits = [(who.value, label) for who, label in WAITS_FOR_LABELS.items() if who in theirs]
    everyone = actor.scope("dossiers.view") is Scope.ALL
    here = {pk: name for pk, name in names.items() if everyone or pk in actor.department_ids}
    by_name = sorted(((str(pk), name) for pk, name in here.items()), key=lambda pair: pair[1])
    selects = [
        ("soort", "Soort", "Alle soorten", kinds, asked.kind),
        ("wie", "Behandelaar", "Iedereen", [("ik", "Ik"), ("niemand", "Niemand")], asked.who),
        ("wacht", "Wacht op", "Wacht op: alles", waits, asked.waits_for),
    ]
    if len(here) > 1:
        chosen = str(department_id or "")
        selects.append(("dienst", "Dienst", "Alle diensten", by_name, chosen))
    return [
        {
            "name": name,
            "label": label,
            "options": [(_ALL if name == "dienst" else "", empty, not chosen)]
            + [(value, text, value == chosen) for value, text in options],
        }
        for name, label, empty, options, chosen in selects
    ]


@staff_only
def account_requests(request: HttpRequest) -> HttpResponse:
    """The open questions of complaints to one's department: a part of the queue, or a page of its own."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    accounts = [
        {
            "title": title_of(account.question),
            "due_on": account.deadline.due_on,
            "department": account.department.name,
            "url": reverse("desk:account", args=[account.pk]),
        }
        for account in accounts_open_for(actor)
    ]
    part = "#rows" if request.headers.get("HX-Request") else ""
    context = {"accounts": accounts, "talks": unchecked_hearings_of(actor), "today": today()}
    return render(request, f"desk/account_requests.html{part}", context)
