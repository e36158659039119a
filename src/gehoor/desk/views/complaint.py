"""The page of one complaint, writing on it, and its exhibits."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from gehoor.complaints.access import complaint_for
from gehoor.complaints.actions import add_note, keep_for_later, only_if_unchanged, write_to_complainant
from gehoor.complaints.actions.answering import WRITING as SHOWN
from gehoor.complaints.queries import complaint_page
from gehoor.complaints.questions import questions_of
from gehoor.complaints.staged import earlier_treatments, stage_label
from gehoor.correspondence.queries import file_in_threads
from gehoor.desk.clocks import clocks_on
from gehoor.desk.complaint_clocks import ComplaintReader
from gehoor.desk.complaint_moves import moves_of
from gehoor.desk.complaint_parts import (
    addressee,
    ending_of,
    first_line_url,
    parts_of,
    people_of,
    preview_of,
    sides_of,
    track_in_short,
    where_it_stands,
)
from gehoor.desk.complaint_talk import conversation_of, history_of
from gehoor.desk.composing import INSERTED, KEPT, LEAVES, first_version, offered, with_undo
from gehoor.desk.doors import see_other, staff_only
from gehoor.desk.enclosing import all_files, enclosable
from gehoor.desk.forms.dossiers import MessageForm, NoteForm
from gehoor.desk.mails import with_mails
from gehoor.desk.mishaps import with_mishaps
from gehoor.desk.outside import panel_of
from gehoor.desk.views.dossiers import draft_arrived, on_this_version, status_of, take_draft_done
from gehoor.dossiers.actions.unsent import forget_unsent
from gehoor.dossiers.canned import MANAGE, inserted
from gehoor.dossiers.inquiries import threads_outside
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import now, today
from gehoor.kernel.errors import Conflict, NotFound, RuleViolation
from gehoor.organisation.queries import department_names
from gehoor.web.downloads import download
from gehoor.web.uploads import keep_files

if TYPE_CHECKING:
    from gehoor.complaints.models import Complaint
    from gehoor.complaints.pages import ComplaintPage
    from gehoor.web.talk import Line


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@staff_only
def complaint(request: HttpRequest, reference: str) -> HttpResponse:
    """One complaint: where it stands, its points, both sides, the judgement, the conversation."""
    return _show(request, complaint_for(_actor(request), reference, at=now()))


def _show(
    request: HttpRequest,
    found: "Complaint",
    *,
    write: MessageForm | None = None,
    note: NoteForm | None = None,
    refused: str = "",
    changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    actor, day = _actor(request), today()
    page = complaint_page(found, actor, today=day)
    moves = moves_of(page, actor, today=day)
    names = department_names()
    version = {"version": found.dossier.version}
    clocks, running = clocks_on(page.clocks, ComplaintReader(page), today=day)
    context = {
        "complaint": found,
        "dossier": found.dossier,
        "page": page,
        "today": day,
        "stands": where_it_stands(page, actor),
        "moves": moves,
        "track": track_in_short(page),
        "stage": stage_label(found),
        "treated": earlier_treatments(found),
        "clocks": clocks,
        "running": running,
        "points_answered": sum(1 for point in page.points if point.is_answered),
        "sides": sides_of(page),
        "ending": ending_of(page),
        "answer_parts": parts_of(page) if found.step in SHOWN or page.answer.is_begun else [],
        "people": people_of(page),
        "lines": with_mishaps(_lines(page, names), page.entries, found.dossier, reader=actor, writes=moves.writes),
        "outside": panel_of(page.inquiries, "desk:complaint_inquiry", found.dossier.reference, today=day),
        "ask_outside": reverse("desk:complaint_ask_outside", args=[found.dossier.reference]) if moves.writes else "",
        "history": history_of(page, names),
        "first_line_url": first_line_url(page, actor),
        "to": addressee(page),
        "preview": preview_of(page, actor),
        "write": write or MessageForm(initial=first_version(found.dossier.version, page.unsent)),
        "unsent": page.unsent,
        "canned": offered(page.canned, f"complaint:{found.step}"),
        "writes_texts": actor.scope(MANAGE) is not None,
        "enclosable": enclosable(
            [*page.messages, *page.outside], page.unsent, write and write.data, to=found.dossier.reporter_name
        ),
        "note": note or NoteForm(initial=version),
        "refused": refused,
        "changed": changed,
        "questions": questions_of(found, today=day) if page.referrals else (),
        "draft_done": take_draft_done(request),
        "tasks": [item for item in page.work if not item["done_at"]],
        "done_tasks": [item for item in page.work if item["done_at"]],
        "inner_files": [one for one in page.exhibits if one.from_note],
        "file_route": "desk:complaint_file",
        "list_url": reverse("desk:complaints"),
    }
    return render(request, "desk/complaint.html", context, status=status)


def _lines(page: "ComplaintPage", names: dict[int, str]) -> "list[Line]":
    reference = page.dossier.reference
    lines = with_mails(conversation_of(page, names), route="desk:complaint_mail", reference=reference)
    return with_undo(lines, route="desk:complaint_take_back", reference=reference, at=now())


@staff_only
@require_POST
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """Send the complainant a message."""
    actor = _actor(request)
    found = complaint_for(actor, reference, at=now())
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _show(request, found, write=on_this_version(form, found.dossier), refused="write", status=422)
    if form.cleaned_data["act"] == "keep":
        keep_for_later(found, text=form.cleaned_data["text"], by=actor, at=now())
        messages.success(request, KEPT)
        return _arrived(request, found, "write", "schrijven")
    if form.cleaned_data["act"] == "insert":
        return _inserted(request, found, form)
    try:
        with only_if_unchanged(found, form.cleaned_data["version"]):
            files = all_files(request, found.dossier, by=actor)
            write_to_complainant(found, text=form.cleaned_data["text"], by=actor, at=now(), files=files)
            forget_unsent(found.dossier, by=actor)
    except RuleViolation as refusal:
        return _refused(request, reference, form, refusal)
    messages.success(request, LEAVES)
    return _arrived(request, found, "write")


def _inserted(request: HttpRequest, found: "Complaint", form: MessageForm) -> HttpResponse:
    try:
        chosen = request.POST.get("canned", "")
        text = inserted(found.dossier, f"complaint:{found.step}", chosen, form.cleaned_data["text"])
        keep_for_later(found, text=text, by=_actor(request), at=now())
    except RuleViolation as refusal:
        return _refused(request, found.dossier.reference, form, refusal)
    messages.success(request, INSERTED)
    return _arrived(request, found, "write", "schrijven")


@staff_only
@require_POST
def note(request: HttpRequest, reference: str) -> HttpResponse:
    """Write a note for colleagues who may see the complaint."""
    actor = _actor(request)
    found = complaint_for(actor, reference, at=now())
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _show(request, found, note=on_this_version(form, found.dossier), refused="note", status=422)
    try:
        with only_if_unchanged(found, form.cleaned_data["version"]):
            files = keep_files(request, by=actor)
            add_note(found, text=form.cleaned_data["text"], by=actor, at=now(), files=files)
    except RuleViolation as refusal:
        return _refused(request, reference, form, refusal)
    messages.success(request, "Je notitie staat erbij. Alleen wie de klacht mag zien, leest ze.")
    return _arrived(request, found, "note")


def _arrived(request: HttpRequest, found: "Complaint", which: str, anchor: str = "nieuwste") -> HttpResponse:
    draft_arrived(request, f"{found.dossier.reference}-{which}")
    return see_other("desk:complaint", found.dossier.reference, anchor=anchor)


def _refused(
    request: HttpRequest, reference: str, form: MessageForm | NoteForm, refusal: RuleViolation
) -> HttpResponse:
    """The page again with the reason and everything typed; a second click on what was kept already is no mistake."""
    found = complaint_for(_actor(request), reference, at=now())
    changed = isinstance(refusal, Conflict)
    if changed and _said_already(found, form.cleaned_data["text"], _actor(request)):
        messages.info(request, "Dit stond er al. Je klikte misschien twee keer.")
        return see_other("desk:complaint", found.dossier.reference, anchor="nieuwste")
    form.add_error(None, refusal.message)
    if request.FILES:
        form.add_error(None, "Kies je bestanden opnieuw: de browser onthoudt ze niet.")
    again: Any = on_this_version(form, found.dossier)
    which = "note" if isinstance(form, NoteForm) else "write"
    typed = {which: again}
    return _show(request, found, **typed, refused=which, changed=changed, status=status_of(refusal))


def _said_already(found: "Complaint", text: str, actor: Actor) -> bool:
    said = [one.message for one in complaint_page(found, actor, today=today()).messages]
    last = next((one for one in reversed(said) if one.author_id == actor.id), None)
    return last is not None and text.strip() in last.body


@staff_only
def file(request: HttpRequest, reference: str, file_id: UUID) -> HttpResponseBase:
    """A file of the complaint or of the first line; only images that were encoded anew are shown, anything else is downloaded."""
    found = complaint_for(_actor(request), reference, at=now(), why="stuk")
    threads = [found.dossier.thread_id]
    if found.dossier.arises_from is not None:
        threads.append(found.dossier.arises_from.thread_id)
    attachment = file_in_threads(str(file_id), [*threads, *threads_outside(found.dossier)])
    if attachment is None:
        raise NotFound("Dit bestand bestaat niet.")
    return download(attachment)
