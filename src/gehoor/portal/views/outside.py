"""The page of somebody outside the city who is asked something: what, by whom, until when; and the answer. Looking changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from gehoor.correspondence.access import opened
from gehoor.correspondence.queries import public_conversation, public_file_in_threads
from gehoor.dossiers.access import inquiry_behind
from gehoor.dossiers.actions.inquiring import answer_inquiry, decline_inquiry
from gehoor.dossiers.actions.intake import MOST_FILES
from gehoor.dossiers.inquiries import facts_of
from gehoor.dossiers.outside import Standing, may_answer, standing
from gehoor.files.headers import safe_headers
from gehoor.files.queries import open_bytes
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import local_date, now
from gehoor.kernel.errors import NotFound, RuleViolation
from gehoor.portal.doors import is_look
from gehoor.portal.forms.outside import AnswerForm, DeclineForm
from gehoor.portal.sending import SentBefore, once
from gehoor.portal.views.files import keep_uploads
from gehoor.portal.web import UNPROCESSABLE, no_such_link, private, see_other
from gehoor.web.ratelimit import limited

if TYPE_CHECKING:
    from gehoor.dossiers.models import Inquiry

_R = TypeVar("_R", bound=HttpResponseBase)
_NOTICES = {
    "antwoord": "We kregen je antwoord. Bedankt.",
    "niet-voor-ons": "Bedankt om het te zeggen. We vragen het aan iemand anders.",
    "al-gedaan": "Dat stuurde je al. We kregen het goed.",
}


@dataclass(frozen=True)
class Call:
    """Somebody outside came in with the link of a question: who that is, the question, and when."""

    token: str
    actor: Actor
    inquiry: "Inquiry"
    at: datetime

    @property
    def today(self) -> date:
        """The day in the city."""
        return local_date(self.at)

    @property
    def is_open(self) -> bool:
        """They may (still) answer."""
        return may_answer(facts_of(self.inquiry), today=self.today)


def behind_answer_link(view: Callable[..., _R]) -> Callable[..., _R | HttpResponse]:
    """Let a view in with the question; whatever is not found there is one and the same page. The answer is kept nowhere."""

    @wraps(view)
    def opened_link(request: HttpRequest, token: str, *args: object, **kwargs: object) -> _R | HttpResponse:
        at = now()
        try:
            actor, inquiry = inquiry_behind(token, at=at)
            return private(view(request, Call(token, actor, inquiry, at), *args, **kwargs))
        except NotFound:
            return no_such_link(request)

    return opened_link


@require_http_methods(["GET", "HEAD", "POST"])
@limited("portal.outside", 30, 600)
@behind_answer_link
def question(request: HttpRequest, call: Call) -> HttpResponse:
    """The question, what was answered until now, and the form for an answer."""
    if request.method != "POST":
        return _show(request, call, AnswerForm())
    form = AnswerForm(request.POST)
    uploads = request.FILES.getlist("files")
    if form.is_valid() and not form.cleaned_data["text"] and not uploads:
        form.add_error("text", "Schrijf eerst je antwoord, of kies een bestand.")
    if not form.is_valid():
        return _show(request, call, form, status=UNPROCESSABLE)
    return _done(request, call, form, "antwoord", lambda: _answer(call, form, uploads))


@require_http_methods(["GET", "HEAD", "POST"])
@limited("portal.outside", 30, 600)
@behind_answer_link
def decline(request: HttpRequest, call: Call) -> HttpResponse:
    """It is not for them."""
    if request.method != "POST":
        return _show(request, call, DeclineForm())
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _show(request, call, form, status=UNPROCESSABLE)
    return _done(request, call, form, "niet-voor-ons", lambda: _decline(call, form))


def _answer(call: Call, form: forms.Form, uploads: list[Any]) -> None:
    kept, wrong = keep_uploads(uploads[:MOST_FILES], by=call.actor, at=call.at)
    if len(uploads) > MOST_FILES:
        wrong.append(f"Je kan hoogstens {MOST_FILES} bestanden tegelijk meesturen.")
    if wrong:
        raise RuleViolation(" ".join([*wrong, "Je antwoord is nog niet verstuurd. Kies je bestanden opnieuw."]))
    answer_inquiry(call.inquiry, text=form.cleaned_data["text"], by=call.actor, at=call.at, files=kept)


def _decline(call: Call, form: forms.Form) -> None:
    decline_inquiry(call.inquiry, text=form.cleaned_data["text"], by=call.actor, at=call.at)


def _done(request: HttpRequest, call: Call, form: forms.Form, what: str, act: Callable[[], None]) -> HttpResponse:
    """Do it once per form, and show the receipt; a refusal keeps everything typed."""
    try:
        with once(form.cleaned_data["ticket"], at=call.at):
            act()
    except SentBefore:
        what = "al-gedaan"
    except NotFound:
        raise
    except RuleViolation as refused:
        form.add_error("text", refused.message)
        return _show(request, call, form, status=UNPROCESSABLE)
    return see_other("outside", call.token, query=f"?gedaan={what}")


def _show(request: HttpRequest, call: Call, form: forms.Form, *, status: int = 200) -> HttpResponse:
    """The page as it is now. What was asked is not shown any more once it ended."""
    said = public_conversation(call.inquiry.thread_id, at=call.at)
    ours = [one for one in said if one.message.direction == "out"]
    if is_look(request) and call.is_open:
        opened(ours, by=call.actor, at=call.at)
    page = {
        "call": call,
        "inquiry": call.inquiry,
        "dossier": call.inquiry.dossier,
        "today": call.today,
        "late": standing(facts_of(call.inquiry), today=call.today) is Standing.LATE,
        "enclosed": [file for one in ours if one.message.letter == "inquiry" for file in one.files],
        "answers": [one for one in said if one.message.direction == "in"],
        "form": form,
        "declines": isinstance(form, DeclineForm),
        "notice": _NOTICES.get(request.GET.get("gedaan", ""), ""),
    }
    return render(request, "portal/outside.html", page, status=status)


@require_safe
@behind_answer_link
def file(request: HttpRequest, call: Call, public_id: str) -> FileResponse:
    """A file that was enclosed with the question, or that they sent: as long as they may answer."""
    found = public_file_in_threads(public_id, [call.inquiry.thread_id], at=call.at) if call.is_open else None
    if found is None:
        raise NotFound("Dit bestand bestaat niet.")
    response = FileResponse(open_bytes(found.file))
    for name, value in safe_headers(found.file).items():
        response.headers[name] = value
    return response
