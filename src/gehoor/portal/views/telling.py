"""The form: one question per page, and a draft that keeps what was typed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from gehoor.dossiers.actions import drafts
from gehoor.dossiers.actions.intake import closed_way, missing_identity
from gehoor.dossiers.routing import suggest_kind
from gehoor.kernel.clock import local_date, now, today
from gehoor.organisation.queries import departments
from gehoor.portal import journey
from gehoor.portal.answers import content_today, rule_for, submission_in
from gehoor.portal.drafts import copy_of, draft_in, hand_out, handle, read_copy
from gehoor.portal.forms.telling import BehalfForm, InvolvedForm, KindForm, PlaceForm, StoryForm, WhoForm, typed
from gehoor.portal.journey import KIND_CHOICES, Answers, Question
from gehoor.portal.signposts import matter_elsewhere, protected_matter, signposts_of
from gehoor.portal.views.home import home_page
from gehoor.portal.web import UNPROCESSABLE, see_other
from gehoor.web.ratelimit import limited

if TYPE_CHECKING:
    from gehoor.dossiers.models import Draft

Data = Mapping[str, Any] | None
DraftView = Callable[[HttpRequest, "Draft", datetime], HttpResponse]


@require_http_methods(["GET", "HEAD", "POST"])
@limited("portal.start", 60, 600)
def start(request: HttpRequest) -> HttpResponse:
    """Take the story from the first page and open a draft for it."""
    if request.method != "POST":
        return see_other("home")
    form = StoryForm(request.POST)
    if not form.is_valid():
        return home_page(request, form, status=UNPROCESSABLE)
    if protected_matter(form.cleaned_data["text"]) and "toch" not in request.POST:
        return elsewhere(request, form.cleaned_data["text"], reverse("portal:start"))
    draft, token = drafts.start_draft({"text": form.cleaned_data["text"], "done": []}, at=now())
    response = see_other("question", handle(draft), journey.KIND.slug)
    hand_out(response, draft, token)
    return response


def elsewhere(request: HttpRequest, text: str, then: str, copy: str = "") -> HttpResponse:
    """The page that shows the protected channel. What was typed is in the page only: nothing of it is stored."""
    page = {"signpost": protected_matter(text), "text": text, "then": then, "copy": copy}
    return render(request, "portal/elsewhere.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, name: str, slug: str) -> HttpResponse:
    """One question: show it, or keep the answer and go on."""
    asked = journey.QUESTIONS.get(slug)
    if asked is None or slug not in _FORMS:
        return see_other("home")
    return on_draft(request, name, lambda request, draft, at: _question(request, draft, at, asked))


def _question(request: HttpRequest, draft: "Draft", at: datetime, asked: Question) -> HttpResponse:
    if not reachable(draft.answers, asked):
        return see_other("question", handle(draft), journey.unanswered(draft.answers).slug)
    make = _FORMS[asked.slug]
    if request.method != "POST":
        return show(request, draft, asked, make(None, draft.answers, at))
    form = make(request.POST, draft.answers, at)
    if form.is_valid() and asked is journey.STORY and "toch" not in request.POST:
        text = form.cleaned_data["text"]
        if protected_matter(text):
            return elsewhere(request, text, request.get_full_path(), copy_of(draft))
    if form.is_valid() and asked is journey.KIND:
        _ask_by_an_open_way(form, at)
    if form.is_valid() and asked is journey.WHO:
        _ask_what_is_missing(form, draft.answers, at)
    if form.errors:
        drafts.keep_answers(draft, journey.unfinished(draft.answers, asked, typed(form)), at=at)
        return show(request, draft, asked, form, status=UNPROCESSABLE)
    drafts.keep_answers(draft, journey.answered(draft.answers, asked, typed(form)), at=at)
    return go_on(request, draft, asked)


def reachable(answers: Answers, asked: Question) -> bool:
    """Everything before this question is answered, and this person is asked it."""
    if asked is journey.STORY:
        return True
    order = journey.questions_for(answers)
    first_open = journey.unanswered(answers)
    return asked in order and first_open is not journey.STORY and order.index(asked) <= order.index(first_open)


def go_on(request: HttpRequest, draft: "Draft", asked: Question) -> HttpResponse:
    """To the next question, with the cookie as fresh as the draft."""
    changing = "wijzig" in request.GET
    following = journey.next_question(draft.answers, asked, changing=changing)
    query = "?wijzig=ja" if changing and following is not journey.CHECK else ""
    return see_other("question", handle(draft), following.slug, query=query)


def show(
    request: HttpRequest, draft: "Draft", asked: Question, form: forms.Form, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The page of a question."""
    previous = journey.CHECK if "wijzig" in request.GET else journey.previous_question(draft.answers, asked)
    page = {
        "form": form,
        "name": handle(draft),
        "asked": asked,
        "previous": previous.slug,
        "progress": journey.progress(draft.answers, asked),
        "choice": journey.kind_choice(draft.answers),
        "copy": copy_of(draft),
        **_extra(draft.answers, asked),
        **more,
    }
    return render(request, f"portal/question_{asked.slug}.html", page, status=status)


def _ask_by_an_open_way(form: forms.Form, at: datetime) -> None:
    """A kind that the regulation does not take in over the website is refused here, with the ways that are open."""
    chosen = next((one for one in KIND_CHOICES if one.code == form.cleaned_data["kind"]), None)
    refused = "" if chosen is None else closed_way(chosen.kind, "web", day=local_date(at))
    if refused:
        form.add_error("kind", refused)


# One form per question -------------------------------------------------------------------------------------------------


def _story(data: Data, answers: Answers, at: datetime) -> forms.Form:
    return StoryForm(data, initial=dict(answers))


def _kind(data: Data, answers: Answers, at: datetime) -> forms.Form:
    return KindForm(data, initial={"kind": answers.get("kind") or suggested(str(answers.get("text", "")))})


def suggested(text: str) -> str:
    """The code of the choice that the words point to."""
    kind, unhappy = suggest_kind(text)
    return next(c.code for c in KIND_CHOICES if c.kind is kind and c.first_line == unhappy)


def _place(data: Data, answers: Answers, at: datetime) -> forms.Form:
    return PlaceForm(data, initial=dict(answers))


def _involved(data: Data, answers: Answers, at: datetime) -> forms.Form:
    found = [(row.pk, row.name) for row in departments() if not row.is_contact_point]
    return InvolvedForm(data, initial=dict(answers), departments=found)


def _behalf(data: Data, answers: Answers, at: datetime) -> forms.Form:
    allowed = rule_for(answers, local_date(at)).anonymous_allowed
    return BehalfForm(data, initial={"behalf": answers.get("behalf", "self")}, anonymous=allowed)


def _who(data: Data, answers: Answers, at: datetime) -> forms.Form:
    required = rule_for(answers, local_date(at)).identity
    return WhoForm(data, initial=dict(answers), behalf=str(answers.get("behalf", "self")), required=required)


def _ask_what_is_missing(form: forms.Form, answers: Answers, at: datetime) -> None:
    if isinstance(form, WhoForm):
        form.ask_for(missing_identity(submission_in({**answers, **form.cleaned_data}), day=local_date(at)))


_FORMS: dict[str, Callable[[Data, Answers, datetime], forms.Form]] = {
    journey.STORY.slug: _story,
    journey.KIND.slug: _kind,
    journey.PLACE.slug: _place,
    journey.INVOLVED.slug: _involved,
    journey.BEHALF.slug: _behalf,
    journey.WHO.slug: _who,
}


def _extra(answers: Answers, asked: Question) -> dict[str, Any]:
    if asked is not journey.KIND:
        return {}
    posts = signposts_of(content_today(today()))
    hint = matter_elsewhere(str(answers.get("text", "")), posts)
    return {"kind_choices": KIND_CHOICES, "signposts": posts, "hint": hint}


# The draft behind a page -----------------------------------------------------------------------------------------------


def on_draft(request: HttpRequest, name: str, view: DraftView) -> HttpResponse:
    """Give a view its draft. One that expired is taken up again from the copy in the form; one that was sent is not sent again."""
    at = now()
    draft, token = draft_in(request, name, at=at), ""
    if draft is None:
        copy = read_copy(request.POST.get("copy", "")) if request.method == "POST" else None
        if copy is None or not copy.key.startswith(name):
            return render(request, "portal/expired.html", {"text": request.POST.get("text", "")}, status=410)
        draft, token = drafts.take_up_again(UUID(copy.key), copy.answers, at=at)
    sent_before = bool(draft.sent_reference)
    response = see_other("sent", name) if sent_before else view(request, draft, at)
    if token:
        hand_out(response, draft, token)
    return response


@require_POST
def begin_again(request: HttpRequest) -> HttpResponse:
    """From the page about an expired draft back to the first page, with what was typed."""
    return home_page(request, StoryForm(initial={"text": request.POST.get("text", "")}))
