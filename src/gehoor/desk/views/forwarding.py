"""A complaint that the ombudsman sent on by letter or mail, typed in by the coordinator."""

from datetime import date, datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from gehoor.complaints.actions import forward
from gehoor.desk.doors import see_other, staff_only
from gehoor.desk.forms.forwarding import RegisterForwardedForm
from gehoor.dossiers.lifecycle import Kind
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import BRUSSELS, now, today
from gehoor.kernel.errors import RuleViolation
from gehoor.organisation.access import require
from gehoor.organisation.queries import department_names
from gehoor.web.forwarding import refused
from gehoor.web.uploads import keep_files


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def forward_(request: HttpRequest) -> HttpResponse:
    """The form; registered, it is a complaint (or a first-line matter) like any other, of which the ombudsman hears the end."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, "complaints.coordinate")
    departments = sorted(department_names().items(), key=lambda pair: pair[1])
    initial = {"filed_on": today(), "received_on": today()}
    typed = request.POST if request.method == "POST" else None
    form = RegisterForwardedForm(typed, initial=initial, departments=departments)
    if typed is not None and form.is_valid():
        try:
            kind, reference = _registered(request, form, actor)
        except RuleViolation as refusal:
            field = "received_on" if refusal.field == "received_at" else refusal.field
            refused(form, field, refusal.message, had_files=bool(request.FILES))
        else:
            messages.success(request, f"Geregistreerd als {reference}. De klager kreeg een ontvangstmelding.")
            return see_other("desk:complaint" if kind == Kind.COMPLAINT else "desk:dossier", reference)
    return render(request, "desk/forward.html", {"form": form}, status=422 if form.errors else 200)


def _registered(request: HttpRequest, form: RegisterForwardedForm, actor: Actor) -> tuple[str, str]:
    at, said = now(), form.cleaned_data
    with transaction.atomic():
        files = keep_files(request, by=actor)
        received_at = _moment(said["received_on"])
        submission = form.submission(medium=said["medium"], files=files, received_at=received_at)
        dossier = forward(submission, form.forwarded(), by=actor, at=at).dossier
    return dossier.kind, dossier.reference


def _moment(day: date) -> datetime | None:
    """Noon of the day it came; none when that was today: then it is this moment."""
    return None if day == today() else datetime(day.year, day.month, day.day, 12, tzinfo=BRUSSELS)
