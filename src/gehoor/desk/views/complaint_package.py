"""The hand-over package of a complaint, for the coordinator: what the ombudsman gets, before it is handed over and after."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from gehoor.complaints.access import complaint_for
from gehoor.complaints.actions import ask_package, fetch_package
from gehoor.complaints.package.state import package_of
from gehoor.complaints.procedure import STEP_LABELS, By, Step
from gehoor.complaints.standing import conflict_of, has_a_hand
from gehoor.desk.doors import see_other, staff_only
from gehoor.files.access import open_for
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import now
from gehoor.kernel.errors import Conflict, NotAllowed
from gehoor.web.downloads import handed

if TYPE_CHECKING:
    from gehoor.complaints.models import Complaint


def _found(request: HttpRequest, reference: str) -> tuple["Complaint", Actor]:
    """The complaint, for who coordinates it and is independent."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    complaint = complaint_for(actor, reference, at=now(), why="overdrachtspakket")
    if not has_a_hand(complaint, actor, {By.COORDINATOR}) or conflict_of(complaint, actor):
        raise NotAllowed("Je hebt niet het recht om dit te doen.")
    return complaint, actor


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def package(request: HttpRequest, reference: str) -> HttpResponse:
    """How far it is; posted: have it made."""
    complaint, actor = _found(request, reference)
    if request.method == "POST":
        ask_package(complaint, by=actor, at=now())
        return see_other("desk:complaint_package", reference)
    context = {
        "complaint": complaint,
        "dossier": complaint.dossier,
        "kind": "Klacht",
        "step": STEP_LABELS[Step(complaint.step)],
        "url": reverse("desk:complaint", args=[complaint.dossier.reference]),
        "package": package_of(complaint),
        "ask_url": reverse("desk:complaint_package", args=[reference]),
        "fetch_url": reverse("desk:complaint_package_fetch", args=[reference]),
    }
    return render(request, "desk/complaint_package.html", context)


@staff_only
@require_POST
def fetch(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The zip; the journal keeps who took it along."""
    complaint, actor = _found(request, reference)
    try:
        stored = fetch_package(complaint, by=actor, at=now())
    except Conflict as refusal:
        messages.warning(request, refusal.message)
        return see_other("desk:complaint_package", reference)
    return handed(*open_for(stored.public_id, among=[stored.pk]))
