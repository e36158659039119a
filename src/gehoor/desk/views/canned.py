"""The texts that come back: a list, a form, and who wrote what when."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from gehoor.desk.doors import DeskRequest, see_other, staff_only
from gehoor.desk.forms.canned import STEPS, CannedForm
from gehoor.dossiers.actions.canned import Canned, save_canned
from gehoor.dossiers.canned import MANAGE, text_to_manage, texts_to_manage
from gehoor.kernel.actors import Scope
from gehoor.kernel.clock import now
from gehoor.kernel.errors import NotAllowed, RuleViolation
from gehoor.organisation.queries import department_names

if TYPE_CHECKING:
    from gehoor.dossiers.models import CannedText


@staff_only
def texts(request: DeskRequest) -> HttpResponse:
    """All of them."""
    steps = dict(STEPS)
    rows = [{"text": text, "step": steps.get(text.step, "elke stap")} for text in texts_to_manage(request.actor)]
    return render(request, "desk/canned_texts.html", {"rows": rows})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: DeskRequest) -> HttpResponse:
    """Add one."""
    texts_to_manage(request.actor)
    return _edit(request, None)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: DeskRequest, text_id: int) -> HttpResponse:
    """Change one; what it said before stays readable."""
    return _edit(request, text_to_manage(request.actor, text_id))


def _edit(request: DeskRequest, found: "CannedText | None") -> HttpResponse:
    form = _form(request, found, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _show(request, form, found)
    if not form.is_valid():
        return _show(request, form, found, status=422)
    values = form.cleaned_data
    given = Canned(values["title"], values["body"], values["department"], values["step"], values["is_active"])
    try:
        saved = save_canned(found, given, version=values["version"], by=request.actor, at=now())
    except RuleViolation as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return _show(request, form, found, status=403 if isinstance(refused, NotAllowed) else 422)
    messages.success(request, f"De tekst “{saved.title}” is bewaard.")
    return see_other("desk:canned_texts")


def _form(request: DeskRequest, found: "CannedText | None", data: Any) -> CannedForm:
    everybody = request.actor.scope(MANAGE) is Scope.ALL
    names = department_names().items()
    mine = [(pk, name) for pk, name in names if everybody or pk in request.actor.department_ids]
    if found is not None and found.department is not None and found.department.pk not in dict(mine):
        mine.append((found.department.pk, found.department.name))
    initial: dict[str, Any] = {"is_active": True, "version": 0}
    if not everybody and len(mine) == 1:
        initial["department"] = mine[0][0]
    if found is not None:
        initial = {name: getattr(found, name) for name in ("title", "body", "step", "is_active", "version")}
        initial["department"] = found.department and found.department.pk
    chosen = sorted(mine, key=lambda pair: pair[1])
    return CannedForm(data, initial=initial, departments=chosen, for_everybody=everybody)


def _show(request: DeskRequest, form: CannedForm, found: "CannedText | None", *, status: int = 200) -> HttpResponse:
    return render(request, "desk/canned_text.html", {"form": form, "text": found}, status=status)
