"""The words of the letters: which there are, what they say now, writing a new version, putting it in force."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gehoor.correspondence.access import wording_for, wordings_for
from gehoor.correspondence.actions.wording import lay_aside, propose_original, propose_wording, put_in_force
from gehoor.correspondence.dress import Sheet
from gehoor.correspondence.letters import letter
from gehoor.correspondence.letters.checking import problems
from gehoor.correspondence.wordings import letter_now, needs_second_person
from gehoor.desk import letters as shown
from gehoor.desk.doors import see_other, staff_only
from gehoor.desk.forms.letters import WhyForm, WordingForm
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import now, today
from gehoor.kernel.errors import InvalidInput, RuleViolation
from gehoor.web.framed import framed, shows_frame

if TYPE_CHECKING:
    from gehoor.correspondence.models import Wording


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@staff_only
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """All letter types, with what holds now and what waits."""
    return render(request, "desk/letters.html", {"rows": shown.rows_of(wordings_for(_actor(request)))})


@staff_only
@require_safe
@shows_frame
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One letter as it is now, and its versions."""
    return _show_letter(request, code, WhyForm())


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, code: str) -> HttpResponse:
    """Write a new version, look at it, keep it."""
    wordings_for(_actor(request), code)
    if request.method != "POST":
        current = letter_now(code)
        return _show_form(
            request, code, WordingForm(initial={"subject": current.subject, "body": current.body.strip()})
        )
    form = WordingForm(request.POST)
    if not form.is_valid():
        return _show_form(request, code, form, status=422)
    subject, body = form.cleaned_data["subject"], form.cleaned_data["body"].replace("\r", "")
    if "look" in request.POST:
        for problem in problems(letter(code), subject, body):
            form.add_error(problem.place, problem.sentence)
        return _show_form(request, code, form, look=form.is_valid(), status=200 if form.is_valid() else 422)
    try:
        made = propose_wording(
            code, subject=subject, body=body, why=form.cleaned_data["why"], by=_actor(request), at=now()
        )
    except RuleViolation as refused:
        for sentence in refused.message.split("\n"):
            form.add_error(refused.field if refused.field in form.fields else None, sentence)
        return _show_form(request, code, form, status=422 if isinstance(refused, InvalidInput) else 409)
    messages.success(request, "De tekst is bewaard als voorstel. Hij geldt pas als je hem in gebruik neemt.")
    return see_other("desk:letter_version", code, made.number)


@staff_only
@require_POST
@shows_frame
def back_to_original(request: HttpRequest, code: str) -> HttpResponse:
    """Propose the original, and put it in force at once where nobody else has to."""
    wordings_for(_actor(request), code)
    form = WhyForm(request.POST)
    if not form.is_valid():
        return _show_letter(request, code, form, status=422)
    made = propose_original(code, why=form.cleaned_data["why"], by=_actor(request), at=now())
    if needs_second_person(code, day=today()):
        messages.success(request, "Voorgesteld. Een collega moet het origineel in gebruik nemen.")
        return see_other("desk:letter_version", code, made.number)
    put_in_force(made, by=_actor(request), at=now())
    messages.success(request, "Het origineel geldt weer.")
    return see_other("desk:letter", code)


@staff_only
@require_safe
@shows_frame
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One version: who, when, why, what changes, how the mail looks."""
    wording = wording_for(_actor(request), code, number)
    before = _before(wording, wordings_for(_actor(request), code))
    waits_for_other = wording.written_by_id == _actor(request).id and needs_second_person(code, day=today())
    page = {
        "wording": wording,
        "row": shown.row_of(code, wordings_for(_actor(request), code)),
        "before": before,
        "lines": shown.difference(
            (before.subject, before.body) if before else _original(code), (wording.subject, wording.body)
        ),
        "waits_for_other": waits_for_other,
        "text": shown.example_text(_example(code, wording.subject, wording.body)),
    }
    return render(request, "desk/letter_version.html", page)


@staff_only
@require_POST
def use(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Put it in force."""
    found = wording_for(_actor(request), code, number)
    try:
        put_in_force(found, by=_actor(request), at=now())
    except RuleViolation as refused:
        messages.error(request, refused.message)
        return see_other("desk:letter_version", code, number)
    messages.success(request, "Deze tekst geldt nu. Wat al verstuurd is, houdt zijn eigen woorden.")
    return see_other("desk:letter", code)


@staff_only
@require_POST
def aside(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Lay it aside."""
    found = wording_for(_actor(request), code, number)
    try:
        lay_aside(found, by=_actor(request), at=now())
    except RuleViolation as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, "Het voorstel ligt opzij. Het blijft bij de versies staan.")
    return see_other("desk:letter", code)


@staff_only
@require_safe
def mail(request: HttpRequest, code: str, number: int = 0) -> HttpResponseBase:
    """The example of a version (0: what holds now) in its layout, for the frame."""
    wordings_for(_actor(request), code)
    found = wording_for(_actor(request), code, number) if number else letter_now(code)
    return framed(shown.example_html(_example(code, found.subject, found.body)))


def _show_letter(request: HttpRequest, code: str, form: WhyForm, *, status: int = 200) -> HttpResponse:
    own = wordings_for(_actor(request), code)
    current = letter_now(code)
    page = {
        "row": shown.row_of(code, own),
        "wordings": own,
        "sentences": shown.must_say(code, today=today()),
        "text": shown.example_text(_example(code, current.subject, current.body)),
        "form": form,
    }
    return render(request, "desk/letter.html", page, status=status)


def _show_form(
    request: HttpRequest, code: str, form: WordingForm, *, look: bool = False, status: int = 200
) -> HttpResponse:
    sheet = None
    if look:
        sheet = _example(code, form.cleaned_data["subject"], form.cleaned_data["body"].replace("\r", ""))
    page = {
        "code": code,
        "name": shown.name_of(letter(code).subject),
        "form": form,
        "offered": shown.offered(code),
        "sentences": shown.must_say(code, today=today()),
        "look": shown.example_text(sheet) if sheet else "",
    }
    return render(request, "desk/letter_write.html", page, status=status)


def _example(code: str, subject: str, body: str) -> Sheet:
    return shown.example(code, subject, body, today=today())


def _original(code: str) -> tuple[str, str]:
    original = letter(code)
    return original.subject, original.body


def _before(wording: "Wording", own: "list[Wording]") -> "Wording | None":
    """What a version replaced, or would replace: None for the original."""
    if wording.state == "proposed":
        found = [one for one in own if one.state == "in_force"]
    else:
        found = [one for one in own if one.decided_at and wording.decided_at and one.decided_at < wording.decided_at]
        found = [one for one in found if one.state in ("past", "in_force")]
    last = max(found, key=lambda one: one.decided_at or one.written_at, default=None)
    return None if last is None or last.is_original else last
