"""The hand-over package: having it made, and taking it along."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from gehoor.complaints.access import referral_for
from gehoor.complaints.actions import ask_package, fetch_package
from gehoor.complaints.package.state import package_of
from gehoor.files.access import open_for
from gehoor.kernel.clock import now
from gehoor.kernel.errors import Conflict
from gehoor.ombuds.doors import OmbudsRequest, ombudsman_only, see_other
from gehoor.web.downloads import handed

if TYPE_CHECKING:
    from gehoor.complaints.models import Complaint


@ombudsman_only
@require_http_methods(["GET", "HEAD", "POST"])
def package(request: OmbudsRequest, reference: str) -> HttpResponse:
    """How far it is; posted: have it made."""
    referral = referral_for(request.actor, reference, at=now())
    if referral.opened_at is None:
        return redirect("ombuds:dossier", reference)
    if request.method == "POST":
        ask_package(referral.complaint, by=request.actor, at=now())
        return see_other("ombuds:package", reference)
    return render(request, "ombuds/package.html", _context(referral.complaint))


def _context(complaint: "Complaint") -> dict[str, object]:
    reference = complaint.dossier.reference
    return {
        "dossier": complaint.dossier,
        "package": package_of(complaint),
        "ask_url": reverse("ombuds:package", args=[reference]),
        "fetch_url": reverse("ombuds:fetch_package", args=[reference]),
    }


@ombudsman_only
@require_POST
def fetch(request: OmbudsRequest, reference: str) -> HttpResponseBase:
    """The zip; the journal keeps who took it along."""
    referral = referral_for(request.actor, reference, at=now())
    if referral.opened_at is None:
        return redirect("ombuds:dossier", reference)
    try:
        stored = fetch_package(referral.complaint, by=request.actor, at=now())
    except Conflict as refusal:
        messages.warning(request, refusal.message)
        return see_other("ombuds:package", reference)
    return handed(*open_for(stored.public_id, among=[stored.pk]))
