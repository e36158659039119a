"""Signing in to the demo city without a password."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from gehoor.organisation.queries import demo_accounts
from gehoor.web.errors import in_demo


@require_GET
def demo(request: HttpRequest) -> HttpResponse:
    """One button per role. There is no such page outside the demo."""
    if not in_demo():
        raise Http404
    return render(request, "web/demo.html", {"accounts": demo_accounts()})


@require_POST
def demo_sign_in(request: HttpRequest, staff_id: int) -> HttpResponse:
    """Sign in as one of the invented people of the demo city."""
    person = next((person for _, person in demo_accounts() if person.pk == staff_id), None) if in_demo() else None
    if person is None:
        raise Http404
    login(request, person, backend="gehoor.organisation.access.RightsBackend")
    return redirect("/ombuds/" if person.is_external else "/desk/")
