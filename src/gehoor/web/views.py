"""Signing in: with limits that count in the database, and without a password in the demo city."""

from allauth.account import views as account
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gehoor.organisation.queries import demo_accounts
from gehoor.web import errors
from gehoor.web.ratelimit import allow, limited, seconds_to_wait

_FIVE_MINUTES = 300
_AN_HOUR = 3600
_RESETS_PER_ACCOUNT = 5
_READS_AND_WRITES = ["GET", "HEAD", "POST"]


@require_http_methods(_READS_AND_WRITES)
@limited("sign_in", 30, _FIVE_MINUTES)
def sign_in(request: HttpRequest) -> HttpResponse:
    """allauth's sign-in, limited per address here and per account in ``web.adapter``."""
    answer: HttpResponse = account.login(request)
    return answer


@require_http_methods(_READS_AND_WRITES)
@limited("reset", 10, _FIVE_MINUTES)
def reset_password(request: HttpRequest) -> HttpResponse:
    """allauth's reset by mail, limited per address and per account; it says the same whether or not the account exists."""
    asked_for = request.POST.get("email", "").strip().casefold()
    if asked_for and not allow("reset.account", asked_for, _RESETS_PER_ACCOUNT, _AN_HOUR):
        return errors.too_many(request, seconds=seconds_to_wait(_AN_HOUR))
    answer: HttpResponse = account.password_reset(request)
    return answer


@require_GET
@login_required
def own_account(request: HttpRequest) -> HttpResponse:
    """What somebody can do with their own account."""
    return render(request, "web/account.html")


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Somebody is still there: the sign-in lasts its full age again. 204, or 403 when it had ended."""
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    request.session.modified = True
    left: int = request.session.seconds_left()  # type: ignore[attr-defined]  # web.sessions
    return HttpResponse(status=204, headers={"X-Session-Seconds": str(left)})


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
