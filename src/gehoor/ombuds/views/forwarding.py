"""Sending a complaint on to the city for a first try, and seeing what came of it."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from gehoor.complaints.access import forwarding_for, forwardings_for
from gehoor.complaints.actions import forward
from gehoor.complaints.sent_on import ending_of, sent_on
from gehoor.kernel.clock import now, today
from gehoor.kernel.errors import NotFound, RuleViolation
from gehoor.ombuds.doors import OmbudsRequest, ombudsman_only, see_other
from gehoor.web.forwarding import ForwardForm, refused
from gehoor.web.uploads import keep_files


@ombudsman_only
def forwarded(request: OmbudsRequest) -> HttpResponse:
    """Everything that was sent on, the newest first, with how far it is."""
    _must_forward(request)
    return render(
        request, "ombuds/forwarded.html", {"lines": sent_on(forwardings_for(request.actor)), "today": today()}
    )


@ombudsman_only
@require_http_methods(["GET", "HEAD", "POST"])
def forward_(request: OmbudsRequest) -> HttpResponse:
    """Write it down; sent, it is with the city, and the complainant knows."""
    _must_forward(request)
    form = ForwardForm(request.POST if request.method == "POST" else None, initial={"filed_on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            reference = _sent(request, form)
        except RuleViolation as refusal:
            refused(form, refusal.field, refusal.message, had_files=bool(request.FILES))
        else:
            messages.success(request, f"De stad heeft de klacht. Ze kreeg nummer {reference}.")
            return see_other("ombuds:forwarded_one", reference)
    return render(request, "ombuds/forward.html", {"form": form}, status=422 if form.errors else 200)


def _sent(request: OmbudsRequest, form: ForwardForm) -> str:
    with transaction.atomic():
        files = keep_files(request, by=request.actor)
        told = form.submission(medium="web", files=files)
        return forward(told, form.forwarded(), by=request.actor, at=now()).dossier.reference


@ombudsman_only
def one(request: OmbudsRequest, reference: str) -> HttpResponse:
    """How far one is, and the letter with which it ended. Nothing else of the dossier."""
    _must_forward(request)
    found = forwarding_for(request.actor, reference, at=now())
    context = {"line": sent_on([found])[0], "ending": ending_of(found), "today": today()}
    return render(request, "ombuds/forwarded_one.html", context)


def _must_forward(request: OmbudsRequest) -> None:
    if request.actor.scope("ombuds.forward") is None:
        raise NotFound("Deze pagina bestaat niet.")
