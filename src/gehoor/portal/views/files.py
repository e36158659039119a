"""Files with the form: added and taken away one by one, without JavaScript."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from gehoor.dossiers.actions import drafts
from gehoor.files.actions import store
from gehoor.kernel.actors import Actor
from gehoor.kernel.errors import RuleViolation
from gehoor.portal import journey
from gehoor.portal.drafts import handle
from gehoor.portal.views.telling import go_on, on_draft, reachable, show
from gehoor.portal.web import STRANGER, UNPROCESSABLE, see_other
from gehoor.web.ratelimit import limited

if TYPE_CHECKING:
    from gehoor.dossiers.models import Draft
    from gehoor.files.models import StoredFile


@require_http_methods(["GET", "HEAD", "POST"])
@limited("portal.files", 60, 600)
def files(request: HttpRequest, name: str) -> HttpResponse:
    """Show the files of a draft; add, take away, or go on."""
    return on_draft(request, name, _files)


def _files(request: HttpRequest, draft: "Draft", at: datetime) -> HttpResponse:
    if not reachable(draft.answers, journey.FILES):
        return see_other("question", handle(draft), journey.unanswered(draft.answers).slug)
    if request.method != "POST":
        return _show(request, draft, [])
    if "weg" in request.POST:
        _take_away(draft, request.POST["weg"])
        return _again(request, draft)
    wrong = _add(draft, request.FILES.getlist("files"), at)
    if wrong:
        return _show(request, draft, wrong, status=UNPROCESSABLE)
    if "verder" not in request.POST:
        return _again(request, draft)
    drafts.keep_answers(draft, journey.answered(draft.answers, journey.FILES, {}), at=at)
    return go_on(request, draft, journey.FILES)


def _take_away(draft: "Draft", public_id: str) -> None:
    try:
        drafts.remove_file(draft, UUID(public_id))
    except ValueError:
        return


def _add(draft: "Draft", uploads: Sequence["UploadedFile[Any]"], at: datetime) -> list[str]:
    if not uploads:
        return []
    room = drafts.MOST_FILES - len(drafts.files_of(draft))
    kept, wrong = keep_uploads(uploads[:room], by=STRANGER, at=at)
    for file in kept:
        drafts.add_file(draft, file, at=at)
    if len(uploads) > room:
        wrong.append(f"Je kan hoogstens {drafts.MOST_FILES} bestanden toevoegen. De laatste zijn niet toegevoegd.")
    return wrong


def keep_uploads(
    uploads: Sequence["UploadedFile[Any]"], *, by: Actor, at: datetime
) -> tuple[list["StoredFile"], list[str]]:
    """The files that could be kept, and for each other one a sentence that says why not."""
    kept: list[StoredFile] = []
    wrong: list[str] = []
    for upload in uploads:
        name = upload.name or "bestand"
        try:
            kept.append(store(upload, name=name, by=by, at=at))
        except RuleViolation as refused:
            wrong.append(f"{name}: {refused.message}")
    return kept, wrong


class FilesForm(forms.Form):
    """Only carries the errors of the files to the summary."""

    upload = forms.FileField(label="Kies een foto of document", required=False)


def _show(request: HttpRequest, draft: "Draft", wrong: list[str], *, status: int = 200) -> HttpResponse:
    form = FilesForm(data={} if wrong else None)
    for message in wrong:
        form.add_error("upload", message)
    more: dict[str, Any] = {"files": drafts.files_of(draft), "most": drafts.MOST_FILES}
    return show(request, draft, journey.FILES, form, status=status, **more)


def _again(request: HttpRequest, draft: "Draft") -> HttpResponse:
    query = "?wijzig=ja" if "wijzig" in request.GET else ""
    return see_other("question", handle(draft), journey.FILES.slug, query=query)
