"""Mail out: whether it leaves, a test that says what is wrong, and in whose name each body writes."""

from email.utils import parseaddr
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gehoor.correspondence.access import letterhead_for, outbox_for
from gehoor.correspondence.actions.letterheads import Settings, foreign_domain, save_letterhead
from gehoor.correspondence.letterheads import as_data, head_of, standard_signature
from gehoor.correspondence.post import send_test
from gehoor.correspondence.trouble import in_words
from gehoor.desk import letters as shown
from gehoor.desk.doors import see_other, staff_only
from gehoor.desk.forms.letterheads import LetterheadForm
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import now, today
from gehoor.kernel.errors import RuleViolation
from gehoor.organisation.access import require
from gehoor.organisation.queries import bodies
from gehoor.web.framed import framed, shows_frame
from gehoor.web.ratelimit import limited

if TYPE_CHECKING:
    from gehoor.correspondence.models import Letterhead
    from gehoor.organisation.models import Body


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@staff_only
@require_safe
def mail_out(request: HttpRequest) -> HttpResponse:
    """Whether mail leaves, and the senders."""
    outbox = outbox_for(_actor(request), at=now())
    page = {
        "outbox": outbox,
        "trouble": in_words(outbox.failure),
        "leaves": settings.GEHOOR_MAIL_LEAVES,
        "own_address": request.user.email,  # type: ignore[union-attr]  # staff only
        "senders": [(body, head_of(body.pk)) for body in bodies()],
    }
    return render(request, "desk/mail_out.html", page)


@staff_only
@require_POST
@limited("desk.test_mail", 10, 600)
def test(request: HttpRequest) -> HttpResponse:
    """Send the administrator a mail now, and say what came of it."""
    require(_actor(request), "organisation.manage")
    address = request.user.email  # type: ignore[union-attr]  # staff only
    failure = send_test(address, at=now())
    if failure:
        messages.error(request, f"De testmail vertrok niet. {in_words(failure)}")
    elif settings.GEHOOR_MAIL_LEAVES:
        messages.success(request, f"De mailserver nam de testmail aan. Kijk of hij aankomt bij {address}.")
    else:
        messages.success(request, "De testmail ligt bij de mails die niet vertrekken: er is geen mailserver ingesteld.")
    return see_other("desk:mail_out")


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
@shows_frame
def letterhead(request: HttpRequest, code: str) -> HttpResponseBase:
    """Sender, signature and logo of one body."""
    body, row = letterhead_for(_actor(request), code)
    if request.method != "POST":
        return _show(request, body, row, _form(request, body, row))
    form = _form(request, body, row)
    if not form.is_valid():
        return _show(request, body, row, form, status=422)
    try:
        _save(request, body, form)
    except RuleViolation as refused:
        field = "logo" if refused.field == "files" else refused.field
        form.add_error(field if field in form.fields else None, refused.message)
        return _show(request, body, row, form, status=422)
    messages.success(request, "Bewaard. Zo vertrekt de mail vanaf nu.")
    domain = foreign_domain(form.cleaned_data["sender_address"])
    if domain:
        messages.warning(
            request,
            f"Je stuurt in naam van {domain}. Vraag je mailbeheerder of onze mailserver dat mag (SPF en DKIM): "
            "anders komt mail bij ongewenste post terecht.",
        )
    return see_other("desk:letterhead", code)


@staff_only
@require_safe
def example(request: HttpRequest, code: str) -> HttpResponse:
    """A mail of that body, for the frame."""
    body, _row = letterhead_for(_actor(request), code)
    return framed(shown.example_html(shown.example_of(body.pk, as_data(head_of(body.pk).logo), today=today())))


def _save(request: HttpRequest, body: "Body", form: LetterheadForm) -> None:
    values, logo = form.cleaned_data, form.cleaned_data["logo"]
    given = Settings(
        values["sender_name"], values["sender_address"], values["signature"], bool(values.get("without_logo"))
    )
    name = logo.name if logo else ""
    save_letterhead(body, given, by=_actor(request), at=now(), logo=logo or None, logo_name=name or "logo")


def _form(request: HttpRequest, body: "Body", row: "Letterhead | None") -> LetterheadForm:
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    initial = {name: getattr(row, name) for name in ("sender_name", "sender_address", "signature")} if row else {}
    standard = (body.name, parseaddr(settings.GEHOOR_MAIL_FROM)[1], standard_signature(body))
    has_logo = row is not None and row.logo_id is not None
    return LetterheadForm(*posted, initial=initial, standard=standard, has_logo=has_logo)


def _show(
    request: HttpRequest, body: "Body", row: "Letterhead | None", form: LetterheadForm, *, status: int = 200
) -> HttpResponse:
    return render(request, "desk/letterhead.html", {"body": body, "row": row, "form": form}, status=status)
