"""Signing in: with limits that count in the database, and without a password in the demo city."""

from allauth.account import views as account
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from gehoor.organisation.queries import demo_accounts
from gehoor.web import errors
from gehoor.web.ratelimit import allow, client_address

_FIVE_MINUTES = 300
_PER_ADDRESS = 30
_PER_ACCOUNT = 8


def _too_often(request: HttpRequest, bucket: str, name: str) -> bool:
    """Count a try against the address it came from and against the account it is for."""
    allowed = allow(bucket, client_address(request), _PER_ADDRESS, _FIVE_MINUTES)
    who = request.POST.get(name, "").strip().casefold()
    return not (allowed and allow(f"{bucket}.account", who, _PER_ACCOUNT, _FIVE_MINUTES))


def sign_in(request: HttpRequest) -> HttpResponse:
    """allauth's sign-in, with our limits."""
    if request.method == "POST" and _too_often(request, "sign_in", "login"):
        return errors.too_many(request, seconds=_FIVE_MINUTES)
    answer: HttpResponse = account.login(request)
    return answer


def reset_password(request: HttpRequest) -> HttpResponse:
    """allauth's reset by mail, with our limits; it says the same whether or not the account exists."""
    if request.method == "POST" and _too_often(request, "reset", "email"):
        return errors.too_many(request, seconds=_FIVE_MINUTES)
    answer: HttpResponse = account.password_reset(request)
    return answer


@require_GET
@login_required
def own_account(request: HttpRequest) -> HttpResponse:
    """What somebody can do with their own account."""
    return render(request, "web/account.html")


@require_GET
def demo(request: HttpRequest) -> HttpResponse:
    """One button per role. There is no such page outside the demo."""
    if not errors.in_demo():
        raise Http404
    return render(request, "web/demo.html", {"accounts": demo_accounts()})


@require_POST
def demo_sign_in(request: HttpRequest, staff_id: int) -> HttpResponse:
    """Sign in as one of the invented people of the demo city."""
    accounts = demo_accounts() if errors.in_demo() else []
    person = next((person for _, person in accounts if person.pk == staff_id), None)
    if person is None:
        raise Http404
    login(request, person, backend="gehoor.organisation.access.RightsBackend")
    return redirect("/ombuds/" if person.is_external else "/desk/")
