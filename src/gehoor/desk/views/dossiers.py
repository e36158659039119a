"""The page of one ordinary dossier, writing on it, and its files."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from gehoor.complaints.contact_plans import contact_plan_of
from gehoor.correspondence.letters import LINK_MARK
from gehoor.correspondence.queries import file_in_threads
from gehoor.correspondence.wordings import letter_now
from gehoor.desk.clocks import DossierReader, clocks_on
from gehoor.desk.composing import INSERTED, KEPT, LEAVES, first_version, offered, with_undo
from gehoor.desk.doors import ordinary_dossier_for, see_other, staff_only
from gehoor.desk.enclosing import all_files, enclosable
from gehoor.desk.forms.dossiers import NoteForm, OnVersion, TriageForm, WriteForm
from gehoor.desk.mails import with_mails
from gehoor.desk.mishaps import with_mishaps
from gehoor.desk.moves import may_be_complaint, moves_of
from gehoor.desk.outside import panel_of
from gehoor.desk.rows import dossier_url, step_of, waits_for
from gehoor.desk.talk import conversation_of, history_of
from gehoor.dossiers.access import dossier_for
from gehoor.dossiers.actions.assigning import assign
from gehoor.dossiers.actions.first_line import offer_solution
from gehoor.dossiers.actions.messages import add_note, write_to_reporter
from gehoor.dossiers.actions.moving import only_if_unchanged
from gehoor.dossiers.actions.unsent import forget_unsent, keep_for_later
from gehoor.dossiers.canned import MANAGE, inserted
from gehoor.dossiers.inquiries import threads_outside
from gehoor.dossiers.lifecycle import KIND_LABELS, Kind, Step
from gehoor.dossiers.queries import DossierPage, categories, dossier_page
from gehoor.dossiers.routing import suggest_category, words_found
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import now, today
from gehoor.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound, RuleViolation
from gehoor.organisation.queries import department_names, staff_by_id
from gehoor.web.downloads import download
from gehoor.web.uploads import keep_files

if TYPE_CHECKING:
    from gehoor.dossiers.models import Dossier

_DRAFT_DONE = "desk.draft_done"


def draft_arrived(request: HttpRequest, key: str) -> None:
    """Remember for the next page that what was kept in the browser under this key has arrived."""
    request.session[_DRAFT_DONE] = key


def take_draft_done(request: HttpRequest) -> str:
    """The key of the draft that arrived just now; empty when none did."""
    return str(request.session.pop(_DRAFT_DONE)) if _DRAFT_DONE in request.session else ""


@staff_only
def dossier(request: HttpRequest, reference: str) -> HttpResponseBase:
    """One dossier: the conversation, and the facts beside it."""
    found = dossier_for(_actor(request), reference)
    if found.kind == Kind.COMPLAINT:
        return redirect(dossier_url(found.kind, found.reference))
    return _show(request, found)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def status_of(refusal: RuleViolation) -> int:
    """The status code that says why it did not happen."""
    if isinstance(refusal, NotAllowed):
        return 403
    return 422 if isinstance(refusal, InvalidInput) else 409


def _show(
    request: HttpRequest,
    found: "Dossier",
    *,
    write: WriteForm | None = None,
    note: NoteForm | None = None,
    refused: str = "",
    changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    actor, day = _actor(request), today()
    page = dossier_page(found, reader=actor)
    names = department_names()
    moves = moves_of(page, actor)
    reader = DossierReader(found, actor, asked=found.step == Step.WAITING_REPORTER)
    clocks, running = clocks_on(page.clocks, reader, today=day)
    late = found.due_on is not None and found.due_on < day
    version = {"version": found.version}
    context = {
        "dossier": found,
        "page": page,
        "today": day,
        "kind": KIND_LABELS[Kind(found.kind)],
        "step": step_of(found),
        "waits_for": waits_for(found, actor),
        "moves": moves,
        "hint": may_be_complaint(page, late=late) if moves.works else "",
        "lines": with_mishaps(
            with_undo(
                with_mails(conversation_of(page, names), route="desk:mail", reference=found.reference),
                route="desk:take_back",
                reference=found.reference,
                at=now(),
            ),
            page.entries,
            found,
            reader=actor,
            writes=moves.works,
        ),
        "history": history_of(page, names),
        "clocks": clocks,
        "running": running,
        "to": addressee_in_words(page),
        "write": write or WriteForm(initial=first_version(found.version, page.unsent)),
        "unsent": page.unsent,
        "canned": offered(page.canned, found.step),
        "writes_texts": actor.scope(MANAGE) is not None,
        "enclosable": enclosable(
            [*page.messages, *page.outside], page.unsent, write and write.data, to=found.reporter_name
        ),
        "note": note or NoteForm(initial=version),
        "refused": refused,
        "changed": changed,
        "draft_done": take_draft_done(request),
        "preview": _preview(page, actor),
        "triage": triage_form(found, _told(page), initial=version)
        if moves.triages and not found.kind_confirmed
        else None,
        "suggestion": _suggestion(found, _told(page)) if moves.triages and not found.kind_confirmed else None,
        "related": _with_urls(page.related),
        "earlier": _with_urls(page.earlier),
        "corrected": {row["field"]: row for row in page.corrections if row["field"] != "message"},
        "tasks": [item for item in page.work_items if not item["done_at"]],
        "done_tasks": [item for item in page.work_items if item["done_at"]],
        "outside": panel_of(page.inquiries, "desk:inquiry", found.reference, today=day),
        "ask_outside": reverse("desk:ask_outside", args=[found.reference]) if moves.works and found.is_open else "",
        "contact_plan": contact_plan_of(found, today=day),
        "back": names.get(found.department_id, ""),
    }
    return render(request, "desk/dossier.html", context, status=status)


def _with_urls(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row | {"url": dossier_url(row["kind"], row["reference"])} for row in rows]


def addressee_in_words(page: DossierPage) -> dict[str, str]:
    """Who a message goes to and how: ``name``, ``short`` (for the button), ``email``, ``how``."""
    reporter = page.reporter
    if reporter is None:
        how = "Er is geen naam of adres. Wie de link van de volgpagina heeft, leest het daar."
        return {"name": "de anonieme melder", "short": "de melder", "email": "", "how": how}
    name = reporter["name"] or "de melder"
    person = reporter["kind"] == "person"
    short = name.split()[0] if person and reporter["name"] else name
    if reporter["email"]:
        how = "per e-mail en op de volgpagina"
    elif reporter["address"]:
        how = "per post: er is geen e-mailadres. De brief komt bij de taken"
    elif reporter["phone"]:
        how = f"alleen op de volgpagina: er is geen e-mailadres. Bel ook: {reporter['phone']}"
    else:
        how = "alleen op de volgpagina: er is geen e-mailadres"
    return {"name": name, "short": short, "email": reporter["email"], "how": how}


_HERE = "\N{OBJECT REPLACEMENT CHARACTER}"


def _preview(page: DossierPage, actor: Actor) -> list[dict[str, str]]:
    """What stands before and after the text, for a message and for an answer."""
    signature = f"{actor.name}\n{page.dossier.department.name}"
    name = (page.reporter or {}).get("name") or "inwoner"
    fields = {"reference": page.dossier.reference, "text": _HERE, "name": name, "sender": signature}
    frames = []
    for code in ("message", "offer"):
        subject, body = letter_now(code).compose(fields)
        before, _, after = body.replace(LINK_MARK, "(link naar de volgpagina)").partition(_HERE)
        frames.append({"code": code, "subject": subject, "before": before.strip(), "after": after.strip()})
    return frames


def _told(page: DossierPage) -> str:
    first = next((said.message.body for said in page.messages if said.message.direction == "in"), "")
    return f"{page.dossier.title} {first}"


def triage_form(found: "Dossier", told: str, data: Any = None, *, initial: dict[str, Any] | None = None) -> TriageForm:
    """The form for kind, category and department, filled in with what is known or suggested."""
    suggestion = _suggestion(found, told)
    known = {
        "kind": found.kind,
        "first_line": found.is_first_line,
        "category": found.category_id or (suggestion["pk"] if suggestion else None),
        "department": found.department_id if found.kind_confirmed else None,
    }
    names = department_names()
    return TriageForm(
        data,
        initial=known | (initial or {}),
        categories=[(one.pk, f"{one.name} ({names.get(one.department_id, '')})") for one in categories()],
        departments=sorted(names.items(), key=lambda pair: pair[1]),
    )


def _suggestion(found: "Dossier", told: str) -> dict[str, Any] | None:
    """The category the words point to, and which words."""
    if found.category_id is not None:
        return None
    known = {one.pk: one for one in categories()}
    best = suggest_category(told, [(one.pk, one.words) for one in known.values()])
    if best is None:
        return None
    return {"pk": best, "name": known[best].name, "words": words_found(told, known[best].words)[:4]}


_SEND: dict[str, Callable[..., object]] = {
    "message": partial(write_to_reporter, asks=False),
    "ask": partial(write_to_reporter, asks=True),
    "offer": offer_solution,
}


@staff_only
@require_POST
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """Send the reporter a message, a question or the answer."""
    actor = _actor(request)
    found = ordinary_dossier_for(actor, reference)
    form = WriteForm(request.POST)
    if not form.is_valid():
        return _show(request, found, write=on_this_version(form, found), refused="write", status=422)
    act = form.cleaned_data["act"]
    if act == "keep":
        return _kept(request, found, form.cleaned_data["text"])
    if act == "insert":
        return _inserted(request, found, form)
    send = _SEND[act]
    try:
        with only_if_unchanged(found, form.cleaned_data["version"]):
            files = all_files(request, found, by=actor)
            send(found, text=form.cleaned_data["text"], by=actor, at=now(), files=files)
            forget_unsent(found, by=actor)
    except RuleViolation as refusal:
        return _refused(request, reference, form, refusal, "write")
    said = {"message": LEAVES, "ask": f"{LEAVES} We wachten op antwoord.", "offer": "Je voorstel is verstuurd."}[act]
    messages.success(request, said)
    draft_arrived(request, f"{found.reference}-write")
    return see_other("desk:dossier", reference, anchor="nieuwste")


def _inserted(request: HttpRequest, found: "Dossier", form: WriteForm) -> HttpResponse:
    try:
        text = inserted(found, found.step, request.POST.get("canned", ""), form.cleaned_data["text"])
        keep_for_later(found, text=text, by=_actor(request), at=now())
    except RuleViolation as refusal:
        return _refused(request, found.reference, form, refusal, "write")
    messages.success(request, INSERTED)
    draft_arrived(request, f"{found.reference}-write")
    return see_other("desk:dossier", found.reference, anchor="schrijven")


def _kept(request: HttpRequest, found: "Dossier", text: str) -> HttpResponse:
    keep_for_later(found, text=text, by=_actor(request), at=now())
    messages.success(request, KEPT)
    draft_arrived(request, f"{found.reference}-write")
    return see_other("desk:dossier", found.reference, anchor="schrijven")


@staff_only
@require_POST
def note(request: HttpRequest, reference: str) -> HttpResponse:
    """Write a note that only colleagues see."""
    actor = _actor(request)
    found = ordinary_dossier_for(actor, reference)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _show(request, found, note=on_this_version(form, found), refused="note", status=422)
    try:
        with only_if_unchanged(found, form.cleaned_data["version"]):
            files = keep_files(request, by=actor)
            add_note(found, text=form.cleaned_data["text"], by=actor, at=now(), files=files)
    except RuleViolation as refusal:
        return _refused(request, reference, form, refusal, "note")
    messages.success(request, "Je notitie staat erbij. Alleen collega’s zien ze.")
    draft_arrived(request, f"{found.reference}-note")
    return see_other("desk:dossier", reference, anchor="nieuwste")


def _refused(
    request: HttpRequest, reference: str, form: WriteForm | NoteForm, refusal: RuleViolation, which: str
) -> HttpResponse:
    """The page again with the reason and everything typed; a second click on a message that left is no mistake."""
    found = ordinary_dossier_for(_actor(request), reference)
    if isinstance(refusal, Conflict) and _said_already(found, form.cleaned_data["text"], _actor(request)):
        messages.info(request, "Dit stond er al. Je klikte misschien twee keer.")
        return see_other("desk:dossier", reference, anchor="nieuwste")
    form.add_error(None, refusal.message)
    if request.FILES:
        form.add_error(None, "Kies je bestanden opnieuw: de browser onthoudt ze niet.")
    again = on_this_version(form, found)
    write = again if isinstance(again, WriteForm) else None
    noted = again if isinstance(again, NoteForm) else None
    changed = isinstance(refusal, Conflict)
    return _show(request, found, write=write, note=noted, refused=which, changed=changed, status=status_of(refusal))


def _said_already(found: "Dossier", text: str, actor: Actor) -> bool:
    said = dossier_page(found, reader=actor).messages
    last = next((one.message for one in reversed(said) if one.message.author_id == actor.id), None)
    return last is not None and text.strip() in last.body


_Form = TypeVar("_Form", bound=OnVersion)


def on_this_version(form: _Form, found: "Dossier") -> _Form:
    """The same form, on the version that is shown now."""
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["version"] = str(found.version)  # type: ignore[index]
    return form


@staff_only
@require_POST
def take(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a dossier of one's department on oneself."""
    actor = _actor(request)
    found = ordinary_dossier_for(actor, reference)
    me = staff_by_id([actor.id or 0])[actor.id or 0]
    form = OnVersion(request.POST)
    try:
        with only_if_unchanged(found, form.cleaned_data["version"] if form.is_valid() else 0):
            assign(found, me, by=actor, at=now())
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Dit dossier is nu van jou.")
    return see_other("desk:dossier", reference)


@staff_only
def file(request: HttpRequest, reference: str, file_id: UUID) -> HttpResponseBase:
    """A file of the conversation; only images that were encoded anew are shown, anything else is downloaded."""
    found = ordinary_dossier_for(_actor(request), reference)
    attachment = file_in_threads(str(file_id), [found.thread_id, *threads_outside(found)])
    if attachment is None:
        raise NotFound("Dit bestand bestaat niet.")
    return download(attachment)
