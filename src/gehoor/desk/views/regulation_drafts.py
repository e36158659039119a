"""Writing a regulation: begin, keep, read as a citizen would, put in force, lay aside."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from gehoor.desk.doors import see_other, staff_only
from gehoor.desk.forms.regulations import DraftInForceForm, StartForm, TextForm
from gehoor.desk.views.dossiers import status_of
from gehoor.desk.views.regulations import actor_of, as_file, bases, body_choices, chapters_of, overview, text_for
from gehoor.kernel.clock import now, today
from gehoor.kernel.errors import Conflict, RuleViolation
from gehoor.regulations.access import draft_for, version_for
from gehoor.regulations.actions import keep_draft, lay_aside, put_in_force, start_draft
from gehoor.regulations.queries import stored_version
from gehoor.regulations.schema import Content, Problem, RegulationError, load
from gehoor.regulations.schema.words import ORIGIN, all_sections

if TYPE_CHECKING:
    from gehoor.regulations.models import RegulationDraft

_SHOWN_PROBLEMS = 100


@dataclass(frozen=True)
class ShownProblem:
    """What is wrong, with the line as it was typed."""

    line: int
    field: str
    message: str
    typed: str


@staff_only
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Begin a draft from a version, from a regulation that comes along, or from a file."""
    actor = actor_of(request)
    form = StartForm(request.POST, request.FILES, bases=bases())
    if not form.is_valid():
        return render(request, "desk/regulations.html", overview(form), status=422)
    chosen = form.cleaned_data
    text, key = chosen["file"], chosen["base"]
    based_on = version_for(actor, int(key[1:])) if not text and key.startswith("v") else None
    try:
        draft = start_draft(text or text_for(actor, key).text, by=actor, at=now(), based_on=based_on)
    except RuleViolation as refusal:
        form.add_error(None, refusal.message)
        return render(request, "desk/regulations.html", overview(form), status=status_of(refusal))
    return see_other("desk:regulation_draft", draft.pk)


@staff_only
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The text, with what is wrong in it beside it. Keeping never asks that it is right."""
    actor = actor_of(request)
    found = draft_for(actor, draft_id)
    if request.method != "POST":
        return _show(request, found, TextForm(initial={"text": found.text, "seen": found.edit}))
    form = TextForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form, typed=request.POST.get("text", ""), status=422)
    typed = form.cleaned_data["text"]
    try:
        keep_draft(found, typed, seen=form.cleaned_data["seen"], by=actor, at=now())
    except Conflict as refusal:
        found = draft_for(actor, draft_id)
        again = TextForm(initial={"text": typed, "seen": found.edit})
        return _show(request, found, again, typed=typed, refused=refusal.message, other=found.text, status=409)
    except RuleViolation as refusal:
        return _show(request, found, form, typed=typed, refused=refusal.message, status=status_of(refusal))
    messages.success(request, "Je ontwerp is bewaard.")
    return see_other("desk:regulation_draft", found.pk)


def _show(
    request: HttpRequest,
    found: "RegulationDraft",
    form: TextForm,
    *,
    typed: str | None = None,
    refused: str = "",
    other: str = "",
    status: int = 200,
) -> HttpResponse:
    text = found.text if typed is None else typed
    problems, content = check(text)
    page = {
        "draft": found,
        "form": form,
        "problems": problems[:_SHOWN_PROBLEMS],
        "count": len(problems),
        "content": content,
        "taken": content is not None and found.is_open and _taken(content, text),
        "refused": refused,
        "other": other,
        "sections": [(path, words) for path, words in all_sections().items() if words.fields],
        "origin_words": ORIGIN,
    }
    return render(request, "desk/regulation_draft.html", page, status=status)


def check(text: str) -> tuple[list[ShownProblem], Content | None]:
    """What is wrong in a text, each with its line; the regulation when nothing is."""
    try:
        return [], load(text)
    except RegulationError as refused:
        lines = text.splitlines()
        return [_shown(problem, lines) for problem in refused.problems], None


def _shown(problem: Problem, lines: list[str]) -> ShownProblem:
    typed = lines[problem.line - 1] if 0 < problem.line <= len(lines) else ""
    return ShownProblem(problem.line, problem.field, problem.message, typed.strip()[:160])


def _taken(content: Content, text: str) -> bool:
    stored = stored_version(content.code, content.version)
    return stored is not None and stored.source_text != text


@staff_only
@require_safe
def reading(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The draft as a text that a citizen could read."""
    found = draft_for(actor_of(request), draft_id)
    return render(request, "desk/regulation_draft_reading.html", {"draft": found, **chapters_of(found.text)})


@staff_only
@require_safe
def draft_file(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The draft as a file."""
    found = draft_for(actor_of(request), draft_id)
    return as_file(found.text, f"ontwerp-{found.pk}")


@staff_only
def in_force(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Decide: the draft becomes a version, that holds from a day."""
    actor = actor_of(request)
    found = draft_for(actor, draft_id)
    problems, content = check(found.text)
    first = max(today(), content.valid_from) if content else today()
    form = DraftInForceForm(request.POST or None, bodies=body_choices(), initial={"start": first, "seen": found.edit})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            chosen = form.cleaned_data
            try:
                put_in_force(found, chosen["bodies"], start=chosen["start"], seen=chosen["seen"], by=actor, at=now())
            except RuleViolation as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
                status = status_of(refusal)
            else:
                messages.success(request, "Het reglement is een versie geworden en gaat in op de dag die je koos.")
                return see_other("desk:regulations")
    page = {
        "form": form,
        "title": found.title,
        "name": "ontwerp",
        "problems": problems,
        "draft": found,
        "back": ("desk:regulation_draft", found.pk),
    }
    return render(request, "desk/regulation_in_force.html", page, status=status)


@staff_only
@require_POST
def aside(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Nobody goes on with this draft; its text stays."""
    actor = actor_of(request)
    found = draft_for(actor, draft_id)
    try:
        lay_aside(found, by=actor, at=now())
    except RuleViolation as refusal:
        messages.info(request, refusal.message)
    else:
        messages.success(request, "Het ontwerp is opzijgelegd. De tekst blijft bewaard op zijn eigen adres.")
    return see_other("desk:regulations")
