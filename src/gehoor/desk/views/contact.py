"""The contact desk: a call, a visit or a letter, with one question or several, registered while it happens."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from django.db import transaction
from django.forms import BaseFormSet, formset_factory
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_POST

from gehoor.complaints.actions import lodge
from gehoor.desk.doors import ordinary_dossier_for, see_other, staff_only
from gehoor.desk.forms.contact import MOST_QUESTIONS, CallerForm, QuestionForm
from gehoor.desk.forms.dossiers import for_a_colleague
from gehoor.desk.rows import Row, dossier_url, rows_of
from gehoor.desk.views.dossiers import status_of
from gehoor.dossiers.actions.contacts import Question, claim, join_dossier, register_contact
from gehoor.dossiers.actions.intake import Reporter, Submission
from gehoor.dossiers.finding import search
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.lists import earlier_of
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import now, today
from gehoor.kernel.errors import InvalidInput, NotFound, RuleViolation
from gehoor.organisation.access import may, require
from gehoor.organisation.queries import department, department_names
from gehoor.parties.actions import readable_phone

if TYPE_CHECKING:
    from gehoor.dossiers.models import Dossier

_Questions: TypeAlias = "BaseFormSet[QuestionForm]"
_DONE = "desk.registered"
_TOO_SHORT = 4


@staff_only
def contact(request: HttpRequest) -> HttpResponse:
    """The form; posted with ``act``: ``register``, ``add`` (one more question) or ``look`` (earlier dossiers)."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, "dossiers.register", department_id=next(iter(actor.department_ids), None))
    if request.method != "POST":
        known = {name: request.GET[name][:250] for name in ("name", "phone", "email") if name in request.GET}
        return _show(request, CallerForm(initial=known), _questions(actor), done=request.session.pop(_DONE, None))
    caller = CallerForm(request.POST)
    act = request.POST.get("act", "register")
    if act != "register":
        typed = CallerForm(initial={name: request.POST.get(name, "") for name in caller.fields})
        more = 1 if act == "add" else 0
        return _show(request, typed, _questions(actor, kept=_kept(request.POST, more)), looking=True)
    questions = _questions(actor, request.POST)
    if not (caller.is_valid() & questions.is_valid()):
        return _show(request, caller, questions, looking=True, status=422)
    try:
        done = _register(actor, caller.cleaned_data, list(questions))
    except RuleViolation as refusal:
        _tell(caller, questions, refusal)
        return _show(request, caller, questions, looking=True, status=status_of(refusal))
    request.session[_DONE] = done
    return see_other("desk:contact")


def _questions(actor: Actor, data: Any = None, kept: list[dict[str, Any]] | None = None) -> _Questions:
    triages = may(actor, "dossiers.triage")
    named = department_names() if triages else {}
    kwargs = {
        "departments": sorted(named.items(), key=lambda pair: pair[1]),
        "triages": triages,
        "works": actor.scope("dossiers.work") is not None,
    }
    most = MOST_QUESTIONS
    kind = formset_factory(QuestionForm, extra=0, min_num=0 if kept else 1, max_num=most, absolute_max=most)
    return kind(data, prefix="q", form_kwargs=kwargs, initial=kept)


def _kept(posted: QueryDict, more: int) -> list[dict[str, Any]]:
    """The questions as typed so far, with room for ``more``; nothing is checked yet."""
    count = posted.get("q-TOTAL_FORMS", "1")
    total = int(count) if count.isascii() and count.isdigit() and len(count) < 3 else 1
    names = QuestionForm.base_fields
    typed = [{name: posted.get(f"q-{n}-{name}", "") for name in names} for n in range(min(total, MOST_QUESTIONS))]
    return [*typed, *({"kind": Kind.MELDING.value} for _ in range(more))][:MOST_QUESTIONS]


def _tell(caller: CallerForm, questions: _Questions, refusal: RuleViolation) -> None:
    """Put the reason at the field it is about."""
    if refusal.field in caller.fields:
        caller.add_error(refusal.field, for_a_colleague(refusal.message))
    elif refusal.field == "joins":
        wrong = next(form for form in questions if form.cleaned_data["joins"])
        wrong.add_error("joins", refusal.message)
    else:
        caller.add_error(None, for_a_colleague(refusal.message))


def _register(actor: Actor, who: dict[str, Any], questions: Sequence[QuestionForm]) -> list[dict[str, str]]:
    """All or nothing: every question of the contact becomes a dossier, joins one, or becomes a complaint."""
    at = now()
    reporter = Reporter(name=who["name"], email=who["email"], phone=who["phone"], address=who["address"])
    done: list[dict[str, str]] = []
    opening: list[Question] = []
    with transaction.atomic():
        claim(who["key"].hex)
        for number, form in enumerate(questions, start=1):
            submission = _submission(who, reporter, form, f"{who['key'].hex}-{number}")
            if form.cleaned_data["joins"].strip():
                done.append(_join(actor, form, submission))
            elif submission.kind is Kind.COMPLAINT:
                filed = lodge(submission, by=actor, at=at).dossier
                done.append(_told(actor, filed, "geregistreerd als klacht, voor de klachtencoördinator"))
            else:
                opening.append(_question(form, submission))
        if opening:
            opened = register_contact(opening, by=actor, at=at)
            done.extend(_told(actor, dossier, _outcome(dossier)) for dossier in opened)
    return done


def _submission(who: dict[str, Any], reporter: Reporter, form: QuestionForm, key: str) -> Submission:
    values = form.cleaned_data
    kind = Kind(values["kind"])
    return Submission(
        kind=kind,
        text=values["text"],
        reporter=reporter,
        medium=who["medium"],
        route=who["route"] or "citizen",
        is_first_line=values["is_unhappy"] and kind is not Kind.COMPLAINT,
        place=values["place"],
        wished_outcome=values["wished_outcome"],
        named=form.names,
        represented=_represented(who),
        received_at=who["received_at"],
        concerned_department_id=values["department"] if kind is Kind.COMPLAINT else None,
        key=key,
    )


def _represented(who: dict[str, Any]) -> Reporter | None:
    """For whom the caller speaks, when that is somebody else."""
    name, address = who["represented_name"], who["represented_address"]
    return Reporter(name=name, address=address) if name else None


def _question(form: QuestionForm, submission: Submission) -> Question:
    values = form.cleaned_data
    return Question(
        submission,
        department=department(values["department"]) if values["department"] else None,
        answer=values.get("answer", "").strip(),
        call_back=values.get("call_back", False),
    )


def _join(actor: Actor, form: QuestionForm, submission: Submission) -> dict[str, str]:
    try:
        dossier = ordinary_dossier_for(actor, form.cleaned_data["joins"])
    except NotFound as unknown:
        raise InvalidInput(unknown.message, field="joins") from unknown
    join_dossier(dossier, submission, by=actor, at=now())
    return _told(actor, dossier, "toegevoegd aan het gesprek")


def _told(actor: Actor, dossier: "Dossier", what: str) -> dict[str, str]:
    hidden = dossier.kind == Kind.COMPLAINT and actor.scope("complaints.view") is None
    url = "" if hidden else dossier_url(dossier.kind, dossier.reference)
    return {"reference": dossier.reference, "title": dossier.title, "what": what, "url": url}


def _outcome(dossier: "Dossier") -> str:
    if not dossier.is_open:
        return "meteen beantwoord en afgesloten"
    if dossier.kind_confirmed:
        return f"voor {dossier.department.name}"
    return "voor het contactpunt, nog zonder dienst"


@dataclass(frozen=True)
class Finds:
    """What may already be there: ``theirs`` (same phone or e-mail) and ``alike`` (same words or place)."""

    theirs: list[Row]
    alike: list[Row]


def _finds(actor: Actor, typed: Any) -> Finds:
    theirs = earlier_of(actor, email=typed.get("email", ""), phone=_phone(typed.get("phone", "")))
    name = typed.get("name", "").strip()
    if not theirs and len(name) >= _TOO_SHORT and " " in name:
        theirs = search(actor, name, limit=5)
    known = {dossier.pk for dossier in theirs}
    last = max(
        (int(k[2:-6]) for k in typed if k.startswith("q-") and k.endswith("-place") and k[2:-6].isdigit()), default=0
    )
    place = typed.get(f"q-{last}-place", "").strip()
    alike = search(actor, place, limit=8) if len(place) >= _TOO_SHORT else []
    day = today()
    rest = [dossier for dossier in alike if dossier.pk not in known][:5]
    return Finds(list(rows_of(theirs, actor, today=day)), list(rows_of(rest, actor, today=day)))


def _phone(text: str) -> str:
    try:
        return readable_phone(text)
    except InvalidInput:
        return ""


@staff_only
@require_POST
def finds(request: HttpRequest) -> HttpResponse:
    """What may already be there, found while typing: the right side of the page. Posted, so that no name stands in an address."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, "dossiers.register", department_id=next(iter(actor.department_ids), None))
    typed = {name: value[:250] for name, value in request.POST.items()}
    return render(request, "desk/finds.html", {"finds": _finds(actor, typed), "today": today()})


def _show(
    request: HttpRequest,
    caller: CallerForm,
    questions: _Questions,
    *,
    done: list[dict[str, str]] | None = None,
    looking: bool = False,
    status: int = 200,
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    context = {
        "caller": caller,
        "questions": questions,
        "done": done,
        "finds": _finds(actor, request.POST) if looking else Finds([], []),
        "may_add": len(questions.forms) < MOST_QUESTIONS,
        "today": today(),
    }
    return render(request, "desk/contact.html", context, status=status)
