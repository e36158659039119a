"""One complaint that was handed over: opening it, reading it, its files."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from gehoor.complaints.access import referral_for
from gehoor.complaints.actions import open_referral
from gehoor.complaints.queries import referral_page
from gehoor.complaints.questions import questions_of
from gehoor.correspondence.queries import public_file_in_threads
from gehoor.dossiers.inquiries import threads_outside
from gehoor.kernel.clock import now, today
from gehoor.kernel.errors import NotFound
from gehoor.ombuds.doors import OmbudsRequest, ombudsman_only, see_other
from gehoor.ombuds.handed import handed_over
from gehoor.web.downloads import download

if TYPE_CHECKING:
    from gehoor.dossiers.models import Dossier


@ombudsman_only
def dossier(request: OmbudsRequest, reference: str) -> HttpResponse:
    """Everything that was handed over; before it was opened only what it is about, and the button that opens it."""
    referral = referral_for(request.actor, reference, at=now())
    if referral.opened_at is None:
        return render(request, "ombuds/unopened.html", {"referral": referral, "dossier": referral.complaint.dossier})
    day = today()
    handed = handed_over(referral_page(referral, request.actor, at=now()), today=day)
    context = {"handed": handed, "page": handed.page, "dossier": handed.dossier, "today": day, "actor": request.actor}
    context["questions"] = questions_of(referral.complaint, today=day)
    context["may_conclude"] = request.actor.scope("ombuds.conclude") is not None
    return render(request, "ombuds/dossier.html", context)


@ombudsman_only
@require_POST
def open_(request: OmbudsRequest, reference: str) -> HttpResponse:
    """Open it: from now on the city and the complainant see that the ombudsman is looking."""
    open_referral(referral_for(request.actor, reference, at=now()), by=request.actor, at=now())
    return see_other("ombuds:dossier", reference)


@ombudsman_only
def file(request: OmbudsRequest, reference: str, file_id: UUID) -> HttpResponseBase:
    """An exhibit. What hangs on an internal note is not there."""
    referral = referral_for(request.actor, reference, at=now())
    if referral.opened_at is None:
        return redirect("ombuds:dossier", reference)
    attachment = public_file_in_threads(str(file_id), _threads(referral.complaint.dossier), at=now())
    if attachment is None:
        raise NotFound("Dit bestand bestaat niet.")
    return download(attachment)


def _threads(dossier: "Dossier") -> list[int]:
    """The conversation about the complaint, the one with the department before it, and those with people outside."""
    before = dossier.arises_from
    before_it = [] if before is None else [before.thread_id]
    return [dossier.thread_id, *before_it, *threads_outside(dossier)]
