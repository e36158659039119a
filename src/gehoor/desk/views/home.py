"""Where the desk begins: the screen that fits the person."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from gehoor.desk.doors import enter
from gehoor.kernel.actors import Actor, ActorKind, Scope


def home(request: HttpRequest) -> HttpResponseBase:
    """The queue for who works in it, the day for who follows all complaints, their own part for the others."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.kind is ActorKind.OMBUDSMAN:
        return redirect("/ombuds/")
    away = enter(request)
    if away is not None:
        return away
    if actor.scope("dossiers.work"):
        return redirect("desk:queue")
    if actor.scope("complaints.view") is Scope.ALL:
        return redirect("desk:day")
    if actor.scope("complaints.view"):
        return redirect("desk:complaints")
    if actor.scope("dossiers.view"):
        return redirect("desk:queue")
    return render(request, "desk/nothing.html", {"manages": bool(actor.scope("organisation.manage"))})
