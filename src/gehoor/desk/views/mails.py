"""The mail of a dossier: who sent it, its layout on request, the original; and mail of machines that belongs to none."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from gehoor.complaints.access import complaint_for
from gehoor.desk.doors import ordinary_dossier_for, see_other, staff_only
from gehoor.desk.rows import dossier_url, step_of
from gehoor.dossiers.lifecycle import KIND_LABELS, Kind
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import now, today
from gehoor.mailroom.access import (
    LOOSE_PAGE,
    loose_mail_for,
    loose_mails_for,
    loose_original_for,
    mail_on,
    may_have_original,
    original_on,
)
from gehoor.mailroom.actions.reading import open_anyway
from gehoor.mailroom.layout import layout_of
from gehoor.mailroom.reasons import sender_in_words
from gehoor.web.downloads import handed
from gehoor.web.framed import shows_pictures

if TYPE_CHECKING:
    from gehoor.dossiers.models import Dossier

Door = Callable[[HttpRequest, str], "list[Dossier]"]


def _ordinary(request: HttpRequest, reference: str) -> "list[Dossier]":
    return [ordinary_dossier_for(_actor(request), reference)]


def _complaint(request: HttpRequest, reference: str) -> "list[Dossier]":
    """The complaint's dossier and the one it arose from, whose conversation stands on the same page."""
    dossier = complaint_for(_actor(request), reference, at=now(), why="e-mail").dossier
    return [dossier] if dossier.arises_from is None else [dossier, dossier.arises_from]


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _show(request: HttpRequest, dossiers: "list[Dossier]", mail_id: UUID, *, original: str) -> HttpResponse:
    dossier = dossiers[0]
    mail = mail_on(dossiers, mail_id)
    kind, words = sender_in_words(mail.authentication)
    context = {
        "dossier": dossier,
        "mail": mail,
        "sender_kind": kind,
        "sender_words": words,
        "layout": layout_of(mail) if "opmaak" in request.GET and mail.html else None,
        "original": reverse(original, args=[dossier.reference, mail.public_id]),
        "may_have_original": may_have_original(_actor(request), dossier),
        "url": dossier_url(dossier.kind, dossier.reference),
        "kind": KIND_LABELS[Kind(dossier.kind)],
        "step": step_of(dossier),
        "today": today(),
    }
    return render(request, "desk/mail.html", context)


def _hand_out(request: HttpRequest, dossiers: "list[Dossier]", mail_id: UUID) -> FileResponse:
    return handed(*original_on(dossiers, mail_id, by=_actor(request), at=now()))


@shows_pictures
@staff_only
def mail(request: HttpRequest, reference: str, mail_id: UUID) -> HttpResponseBase:
    """A mail of an ordinary dossier."""
    return _show(request, _ordinary(request, reference), mail_id, original="desk:mail_original")


@staff_only
def original(request: HttpRequest, reference: str, mail_id: UUID) -> HttpResponseBase:
    """The same as it came, as a download."""
    return _hand_out(request, _ordinary(request, reference), mail_id)


@shows_pictures
@staff_only
def complaint_mail(request: HttpRequest, reference: str, mail_id: UUID) -> HttpResponseBase:
    """A mail of a complaint."""
    return _show(request, _complaint(request, reference), mail_id, original="desk:complaint_mail_original")


@staff_only
def complaint_original(request: HttpRequest, reference: str, mail_id: UUID) -> HttpResponseBase:
    """The same as it came, as a download."""
    return _hand_out(request, _complaint(request, reference), mail_id)


@staff_only
def loose_mails(request: HttpRequest) -> HttpResponse:
    """Mail of machines that belongs to no dossier."""
    before = request.GET.get("voor", "")
    rows = loose_mails_for(_actor(request), before=int(before) if before.isdecimal() and len(before) < 15 else None)
    more = rows[-1].pk if len(rows) == LOOSE_PAGE else None
    return render(request, "desk/loose_mails.html", {"mails": rows, "more": more})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def loose_mail(request: HttpRequest, mail_id: UUID) -> HttpResponseBase:
    """One of them; and making a dossier of it, when it was a person after all."""
    actor = _actor(request)
    found = loose_mail_for(actor, mail_id)
    if request.method == "POST":
        dossier = open_anyway(found.pk, by=actor, at=now())
        messages.success(request, f"Er is een dossier van gemaakt: {dossier.reference}.")
        return see_other(dossier_url(dossier.kind, dossier.reference))
    allowed = bool(actor.scope("mail.original"))
    return render(request, "desk/loose_mail.html", {"mail": found, "may_have_original": allowed})


@staff_only
def loose_original(request: HttpRequest, mail_id: UUID) -> HttpResponseBase:
    """One of them as it came, as a download."""
    return handed(*loose_original_for(_actor(request), mail_id, at=now()))
