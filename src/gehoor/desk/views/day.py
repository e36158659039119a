"""The coordinator's cockpit: one screen for the day, and the lists of what is followed after the answer."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gehoor.complaints.blocks import TASK_BLOCKS, TASK_NAMES
from gehoor.complaints.cockpit import First, InBlock
from gehoor.complaints.overview import blocks, most_urgent, tasks
from gehoor.desk.blocks import GROUPS, WORDS, Words, list_url
from gehoor.desk.complaint_lines import line_of
from gehoor.desk.doors import staff_only
from gehoor.desk.rows import dossier_url
from gehoor.kernel.actors import Actor, Scope
from gehoor.kernel.clock import today
from gehoor.kernel.errors import NotAllowed
from gehoor.organisation.queries import standing_in
from gehoor.web.words import due, in_short

_LINES = 8
_NOT_FOR_YOU = "Deze pagina is voor wie alle klachten opvolgt."


@dataclass(frozen=True)
class Line:
    """One block: its number, which opens the list, and the most urgent of it in a few words."""

    name: str
    words: Words
    number: int
    url: str
    first: str

    @property
    def look(self) -> str:
        """A colour, when there is something."""
        return self.words.look if self.number else "is-none"


def _line(name: str, found: InBlock, day: date) -> Line:
    first = _in_short(found.first[0], day) if found.first else ""
    return Line(name, WORDS[name], found.number, list_url(name), first)


def _in_short(first: First, day: date) -> str:
    if first.due_on is not None and first.due_on > day and not first.is_paused:
        return f"{first.reference}, {in_short(first.due_on, day)}"
    kind, text = due(first.due_on, day, paused=first.is_paused)
    return first.reference if kind == "plain" else f"{first.reference}, {text}"


def _actor(request: HttpRequest) -> Actor:
    """Who follows all complaints. Raises NotAllowed for anybody else."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.scope("complaints.view") is not Scope.ALL:
        raise NotAllowed(_NOT_FOR_YOU)
    return actor


@staff_only
def day(request: HttpRequest) -> HttpResponse:
    """The day: each block with its count, what is late, and what waits for the reader."""
    actor, now = _actor(request), today()
    found = blocks(actor, today=now)
    works = bool(actor.scope("complaints.coordinate") or actor.scope("complaints.advise"))
    mine = most_urgent(actor, "wacht-op-mij", today=now, limit=_LINES) if works and found["wacht-op-mij"].number else ()
    context = {
        "today": now,
        "standing_in": standing_in(actor, now),
        "groups": [(title, [_line(name, found[name], now) for name in names]) for title, names in GROUPS],
        "late": found["te-laat"],
        "late_url": list_url("te-laat"),
        "works": works,
        "lines": [line_of(row, now) for row in mine],
        "mine": found["wacht-op-mij"].number,
        "mine_url": list_url("wacht-op-mij"),
        "all_url": reverse("desk:complaints"),
    }
    return render(request, "desk/day.html", context)


@staff_only
def follow_up(request: HttpRequest) -> HttpResponse:
    """The open promises, questions and recommendations about complaints: one kind, or all of them."""
    actor, now = _actor(request), today()
    show = request.GET.get("toon", "")
    show = show if show in TASK_NAMES else ""
    items = tasks(actor, [show] if show else sorted(TASK_NAMES))
    base = reverse("desk:follow_up")
    context = {
        "today": now,
        "title": WORDS[show].title if show else "Op te volgen na het antwoord",
        "nothing": WORDS[show].nothing if show else "Er is niets op te volgen.",
        "rows": [(item, dossier_url(item.dossier.kind, item.dossier.reference)) for item in items],
        "works": actor.scope("complaints.coordinate") is not None,
        "chips": [("Alles", base, not show)]
        + [(WORDS[one.name].label.capitalize(), list_url(one.name), show == one.name) for one in TASK_BLOCKS],
        "day_url": reverse("desk:day"),
    }
    return render(request, "desk/follow_up.html", context)
