"""The mailboxes that are read: a list, a form, and a test that says what is wrong."""

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from gehoor.desk.doors import see_other, staff_only
from gehoor.desk.forms.mailboxes import MailboxForm
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import now, today
from gehoor.kernel.errors import RuleViolation
from gehoor.mailroom.access import mailbox_for, mailboxes_for
from gehoor.mailroom.actions.mailboxes import MailboxSettings, check_mailbox, save_mailbox
from gehoor.organisation.queries import departments

if TYPE_CHECKING:
    from gehoor.mailroom.models import Mailbox

_FIELDS = [
    field.name for field in fields(MailboxSettings) if field.name not in {"secret", "refresh_secret", "department_id"}
]


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@staff_only
def mailboxes(request: HttpRequest) -> HttpResponse:
    """All of them, with how the last look went."""
    return render(request, "desk/mailboxes.html", {"mailboxes": mailboxes_for(_actor(request))})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """Add one."""
    mailboxes_for(_actor(request))
    return _edit(request, None)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def mailbox(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Change one."""
    return _edit(request, mailbox_for(_actor(request), pk))


@staff_only
@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Try the connection and say what came of it."""
    _tell(request, mailbox_for(_actor(request), pk))
    return see_other("desk:mailbox", pk)


def _edit(request: HttpRequest, box: "Mailbox | None") -> HttpResponse:
    form = _form(request.POST if request.method == "POST" else None, box)
    if request.method != "POST":
        return _show(request, form, box)
    if not form.is_valid():
        return _show(request, form, box, status=422)
    try:
        saved = save_mailbox(box, _given(form.cleaned_data), by=_actor(request), at=now())
    except RuleViolation as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return _show(request, form, box, status=422)
    messages.success(request, f"De mailbox “{saved.name}” is bewaard.")
    _tell(request, saved)
    return see_other("desk:mailbox", saved.pk)


def _tell(request: HttpRequest, box: "Mailbox") -> None:
    failure = check_mailbox(box, by=_actor(request), at=now())
    if failure:
        messages.error(request, f"De test lukte niet. {failure}")
    else:
        messages.success(request, "De test lukte: we raken binnen en kunnen de map lezen.")


def _given(values: dict[str, Any]) -> MailboxSettings:
    chosen = {name: values[name] for name in _FIELDS}
    return MailboxSettings(
        **chosen, department_id=values["department"], secret=values["secret"], refresh_secret=values["refresh_secret"]
    )


def _form(data: Any, box: "Mailbox | None") -> MailboxForm:
    rows = [(str(row.pk), row.name) for row in departments()]
    initial: dict[str, Any] = {"since": today()}
    if box is not None:
        initial = {name: getattr(box, name) for name in _FIELDS} | {"department": str(box.department_id or "")}
    return MailboxForm(data, initial=initial, departments=rows, has_secret=box is not None)


def _show(request: HttpRequest, form: MailboxForm, box: "Mailbox | None", *, status: int = 200) -> HttpResponse:
    return render(request, "desk/mailbox.html", {"form": form, "box": box}, status=status)
