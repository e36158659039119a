"""Questions of the ombudsman to the city, and the files that came with the answers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from gehoor.complaints.access import referral_for
from gehoor.complaints.actions import ask_city
from gehoor.complaints.questions import file_of_answer
from gehoor.files.access import open_for
from gehoor.kernel.clock import now
from gehoor.kernel.errors import RuleViolation
from gehoor.ombuds.doors import OmbudsRequest, ombudsman_only, see_other
from gehoor.ombuds.forms import AskForm
from gehoor.web.downloads import handed


@ombudsman_only
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: OmbudsRequest, reference: str) -> HttpResponse:
    """Write a question; sent, it is work for the coordinator of the city."""
    referral = referral_for(request.actor, reference, at=now())
    if referral.opened_at is None:
        return redirect("ombuds:dossier", reference)
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_city(referral, text=form.cleaned_data["text"], by=request.actor, at=now())
        except RuleViolation as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Je vraag is bij de klachtencoördinator van de stad.")
            return see_other("ombuds:dossier", reference)
    context = {"referral": referral, "dossier": referral.complaint.dossier, "form": form}
    return render(request, "ombuds/ask.html", context, status=422 if form.errors else 200)


@ombudsman_only
def file(request: OmbudsRequest, reference: str, file_id: UUID) -> HttpResponseBase:
    """A file that the city sent with an answer."""
    referral = referral_for(request.actor, reference, at=now())
    if referral.opened_at is None:
        return redirect("ombuds:dossier", reference)
    stored = file_of_answer(referral.complaint, file_id)
    return handed(*open_for(stored.public_id, among=[stored.pk]))
