"""The dossiers of the past under a draft: asked here, done by the worker, shown with its progress."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gehoor.complaints.access import replay_for
from gehoor.complaints.actions.replaying import ask_replay
from gehoor.complaints.replays import AT_ONCE, LABELS, findings, outcomes, replays_of
from gehoor.desk.doors import see_other, staff_only
from gehoor.desk.forms.regulations import PeriodForm
from gehoor.desk.rows import dossier_url
from gehoor.desk.views.dossiers import status_of
from gehoor.desk.views.regulation_drafts import check
from gehoor.desk.views.regulations import actor_of
from gehoor.dossiers.lifecycle import Kind
from gehoor.kernel.actors import Actor, Scope
from gehoor.kernel.clock import now, today
from gehoor.kernel.errors import RuleViolation
from gehoor.regulations.access import draft_for

if TYPE_CHECKING:
    from gehoor.complaints.models import Replay, ReplayFinding

_A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Row:
    """One finding; ``url`` is empty for who may not see dossiers of that kind."""

    finding: "ReplayFinding"
    url: str


@staff_only
def replay(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Ask for a replay of this draft."""
    actor = actor_of(request)
    draft = draft_for(actor, draft_id)
    form = PeriodForm(request.POST or None, initial={"since": today() - _A_YEAR, "seen": draft.edit})
    problems, _ = check(draft.text)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            chosen = form.cleaned_data
            try:
                asked = ask_replay(draft, since=chosen["since"], seen=chosen["seen"], by=actor, at=now())
            except RuleViolation as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
                status = status_of(refusal)
            else:
                return see_other("desk:regulation_replay_found", asked.pk)
    page = {"draft": draft, "form": form, "problems": problems, "replays": replays_of(draft.pk, by_id=actor.id or 0)}
    return render(request, "desk/regulation_replay.html", page, status=status)


@staff_only
@require_safe
def found(request: HttpRequest, replay_id: int) -> HttpResponse:
    """How far it is, and what came out, with the list behind each figure."""
    actor = actor_of(request)
    one = replay_for(actor, replay_id)
    if request.headers.get("HX-Request"):
        page = {"replay": one, "done_now": one.finished_at is not None}
        return render(request, "desk/regulation_replay_found.html#progress", page)
    page = {"replay": one, "changed": one.edit != one.draft.edit}
    if one.finished_at is not None:
        counted = outcomes(one)
        page |= {"outcomes": counted, "late": counted[0], **_list(request, one, actor)}
    return render(request, "desk/regulation_replay_found.html", page)


def _list(request: HttpRequest, one: "Replay", actor: Actor) -> dict[str, object]:
    what, only_new, last = request.GET.get("wat", ""), request.GET.get("nieuw") == "1", request.GET.get("na", "")
    if what not in LABELS:
        return {"what": ""}
    after = int(last) if last.isascii() and last.isdigit() and len(last) < 15 else 0
    rows = findings(one, what=what, only_new=only_new, after=after)
    shown = rows[:AT_ONCE]
    asked = {"wat": what, **({"nieuw": "1"} if only_new else {}), "na": shown[-1].pk if shown else 0}
    return {
        "what": what,
        "label": LABELS[what],
        "only_new": only_new,
        "rows": [Row(row, _url(row, actor)) for row in shown],
        "next": urlencode(asked) if len(rows) > AT_ONCE else "",
    }


def _url(row: "ReplayFinding", actor: Actor) -> str:
    kind = row.dossier.kind
    asked = "complaints.view" if kind == Kind.COMPLAINT else "dossiers.view"
    return dossier_url(kind, row.dossier.reference) if actor.scope(asked) is Scope.ALL else ""
