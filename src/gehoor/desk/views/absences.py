"""Who is away, and who does the work meanwhile."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from gehoor.desk.doors import see_other, staff_only
from gehoor.desk.forms.absences import AbsenceForm
from gehoor.desk.views.dossiers import status_of
from gehoor.dossiers.wording import day_in_words
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import now, today
from gehoor.kernel.errors import Conflict, NotAllowed, NotFound, RuleViolation
from gehoor.organisation.access import may_note_absence_of
from gehoor.organisation.actions import note_absence, withdraw_absence
from gehoor.organisation.queries import absences_from, colleagues

if TYPE_CHECKING:
    from gehoor.organisation.models import Staff


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: HttpRequest) -> HttpResponse:
    """Who is away now or soon, as far as this person arranges it, and the form for one more."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    people = may_note_absence_of(actor)
    form = _form(people, request.POST or None, actor)
    if request.method != "POST":
        return _show(request, form, people)
    if not form.is_valid():
        return _show(request, form, people, status=422)
    values = form.cleaned_data
    try:
        noted = note_absence(
            values["staff"],
            first_day=values["first_day"],
            last_day=values["last_day"],
            deputy_id=values["deputy"],
            by=actor,
            at=now(),
        )
    except RuleViolation as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return _show(request, form, people, status=status_of(refusal))
    messages.success(request, f"Genoteerd: afwezig tot en met {day_in_words(noted.last_day)}.")
    return see_other("desk:absences")


@staff_only
@require_POST
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody is back, or stays after all."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        withdraw_absence(pk, by=actor, at=now())
    except Conflict as refusal:
        messages.info(request, refusal.message)
    except (NotFound, NotAllowed):
        messages.info(request, "We vinden deze afwezigheid niet.")
    else:
        messages.success(request, "De afwezigheid is teruggenomen. De taken zijn weer alleen van de collega zelf.")
    return see_other("desk:absences")


def _form(people: "list[Staff]", data: Any, actor: Actor) -> AbsenceForm:
    named = [(one.pk, one.name) for one in people]
    everybody = [(one.pk, f"{one.name} ({one.function})" if one.function else one.name) for one in colleagues()]
    return AbsenceForm(data, people=named, deputies=everybody, initial={"staff": actor.id})


def _show(request: HttpRequest, form: AbsenceForm, people: "list[Staff]", *, status: int = 200) -> HttpResponse:
    rows = absences_from(today(), [one.pk for one in people])
    context = {"form": form, "rows": rows, "today": today()}
    return render(request, "desk/absences.html", context, status=status)
