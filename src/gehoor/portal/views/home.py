"""The first page: one question."""

from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gehoor.kernel.clock import now
from gehoor.organisation.queries import contact_point, open_until
from gehoor.portal.forms.telling import StoryForm
from gehoor.portal.hours import clock_words, days_in_words, opens_next

EXAMPLES: Final = {
    "restafval": "Mijn restafval is niet opgehaald",
    "bewonerskaart": "Ik wil een bewonerskaart",
    "niet-geholpen": "Ik ben niet goed geholpen",
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page; ``?voorbeeld=…`` fills the box."""
    example = EXAMPLES.get(request.GET.get("voorbeeld", ""), "")
    return home_page(request, StoryForm(initial={"text": example}))


def home_page(request: HttpRequest, form: forms.Form, *, status: int = 200) -> HttpResponse:
    """The first page with this form."""
    point, at = contact_point(), now()
    until = open_until(point.opening_hours, at)
    page: dict[str, Any] = {
        "form": form,
        "examples": EXAMPLES,
        "open_until": clock_words(until) if until else "",
        "opens": opens_next(point.opening_hours, at),
        "hours": days_in_words(point.opening_hours),
    }
    return render(request, "portal/home.html", page, status=status)
