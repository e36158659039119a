"""The last page of the form, sending, and what somebody sees who sends it twice."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from gehoor.dossiers.actions import drafts
from gehoor.kernel.clock import now
from gehoor.kernel.errors import RuleViolation
from gehoor.portal import journey
from gehoor.portal.answers import rows_to_check
from gehoor.portal.drafts import draft_in, handle, token_in
from gehoor.portal.forms.telling import CheckForm
from gehoor.portal.sending import Sent, held, send
from gehoor.portal.views.telling import on_draft, show
from gehoor.portal.web import UNPROCESSABLE, see_other
from gehoor.web.ratelimit import limited

if TYPE_CHECKING:
    from gehoor.dossiers.models import Draft


@require_http_methods(["GET", "HEAD", "POST"])
@limited("portal.send", 30, 600)
def check(request: HttpRequest, name: str) -> HttpResponse:
    """Show all answers; send them."""
    if request.method == "POST":
        with held(token_in(request, name), at=now()) as draft:
            if draft is not None and handle(draft) == name:
                return _send(request, draft)
    return on_draft(request, name, _check)


def _check(request: HttpRequest, draft: "Draft", at: datetime) -> HttpResponse:
    still_open = journey.unanswered(draft.answers)
    if still_open is not journey.CHECK:
        return see_other("question", handle(draft), still_open.slug, query="?wijzig=ja")
    return _show(request, draft, CheckForm(), again=request.method == "POST")


def _send(request: HttpRequest, draft: "Draft") -> HttpResponse:
    form = CheckForm(request.POST)
    still_open = journey.unanswered(draft.answers)
    if still_open is not journey.CHECK:
        return see_other("question", handle(draft), still_open.slug, query="?wijzig=ja")
    if not form.is_valid():
        return _show(request, draft, form, status=UNPROCESSABLE)
    try:
        return _receipt(send(draft, at=now()), handle(draft))
    except RuleViolation as refused:
        form.add_error(None, refused.message)
        return _show(request, draft, form, status=UNPROCESSABLE)


def _receipt(sent: Sent, name: str) -> HttpResponse:
    if sent.token is None:
        return see_other("sent", name)
    return see_other("receipt", sent.token)


def _show(
    request: HttpRequest, draft: "Draft", form: CheckForm, *, status: int = 200, again: bool = False
) -> HttpResponse:
    rows = rows_to_check(draft.answers, drafts.files_of(draft))
    return show(request, draft, journey.CHECK, form, status=status, rows=rows, again=again)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("portal.send", 30, 600)
def sent(request: HttpRequest, name: str) -> HttpResponse:
    """What was sent already: its number, and a button that opens the dossier."""
    draft = draft_in(request, name, at=now())
    if draft is None or not draft.sent_reference:
        return (
            see_other("question", name, journey.CHECK.slug)
            if draft
            else render(request, "portal/expired.html", status=410)
        )
    if request.method == "POST":
        with held(token_in(request, name), at=now()) as locked:
            return _receipt(send(locked or draft, at=now()), name)
    return render(request, "portal/sent.html", {"reference": draft.sent_reference, "name": name})
