"""The conclusion of the ombudsman: write, check, send."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from gehoor.complaints.access import referral_for
from gehoor.complaints.actions import conclude
from gehoor.kernel.clock import now
from gehoor.kernel.errors import Conflict, InvalidInput, NotFound
from gehoor.kernel.references import parse_reference
from gehoor.ombuds.doors import OmbudsRequest, ombudsman_only, see_other
from gehoor.ombuds.forms import ConclusionForm, count_in, typed_in

if TYPE_CHECKING:
    from gehoor.complaints.models import Referral

_DRAFTS = "ombuds.drafts"
_DONE = "ombuds.concluded"


@ombudsman_only
@require_http_methods(["GET", "HEAD", "POST"])
def conclusion(request: OmbudsRequest, reference: str) -> HttpResponse:
    """Write it, and check it before it leaves. What was typed is kept while one is signed in."""
    if request.actor.scope("ombuds.conclude") is None:
        raise NotFound("We vinden deze klacht niet.")
    try:
        referral = referral_for(request.actor, reference, at=now())
    except NotFound:
        if request.method != "POST":
            raise
        return _gone(request, reference)
    if referral.opened_at is None:
        return redirect("ombuds:dossier", reference)
    if request.method == "POST":
        return _posted(request, referral)
    kept = request.session.get(_DRAFTS, {}).get(_key(referral), {})
    return _write(request, referral, ConclusionForm(initial=kept, count=len(kept) - 1))


def _posted(request: OmbudsRequest, referral: "Referral") -> HttpResponse:
    typed, count = typed_in(request.POST), count_in(request.POST)
    act = request.POST.get("act", "")
    if act == "add":
        form = ConclusionForm(initial=typed, count=count + 1)
        _keep(request, referral, {name: typed.get(name, "") for name in form.fields})
        return _write(request, referral, form, added=form.count > count)
    _keep(request, referral, typed)
    form = ConclusionForm(request.POST, count=count)
    if not form.is_valid():
        return _write(request, referral, form, status=422)
    if act == "send":
        return _send(request, referral, form)
    context = {"referral": referral, "dossier": referral.complaint.dossier, "form": form}
    return render(request, "ombuds/check.html", context)


def _send(request: OmbudsRequest, referral: "Referral", form: ConclusionForm) -> HttpResponse:
    try:
        conclude(
            referral,
            conclusion=form.cleaned_data["conclusion"],
            recommendations=form.said,
            by=request.actor,
            at=now(),
        )
    except Conflict:
        return _gone(request, _key(referral))
    except InvalidInput as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return _write(request, referral, form, status=422)
    _forget(request, _key(referral))
    request.session[_DONE] = _key(referral)
    return see_other("ombuds:thanks")


def _write(
    request: OmbudsRequest, referral: "Referral", form: ConclusionForm, *, added: bool = False, status: int = 200
) -> HttpResponse:
    if added:
        form.fields[f"recommendation_{form.count}"].widget.attrs["autofocus"] = True
    context = {"referral": referral, "dossier": referral.complaint.dossier, "form": form}
    return render(request, "ombuds/conclude.html", context, status=status)


@ombudsman_only
def thanks(request: OmbudsRequest) -> HttpResponse:
    """The conclusion left; the dossier is gone from here."""
    reference = request.session.get(_DONE)
    if reference is None:
        return redirect("ombuds:referrals")
    return render(request, "ombuds/thanks.html", {"reference": reference})


def _gone(request: OmbudsRequest, reference: str) -> HttpResponse:
    """Posted to what is not (or no longer) with this ombudsman: a second click on what left is no mistake, and no text is lost."""
    spelled = parse_reference(reference) or ""
    if spelled and request.session.get(_DONE) == spelled:
        messages.info(request, "Je besluit was al verstuurd. Je klikte misschien twee keer.")
        return see_other("ombuds:thanks")
    typed = typed_in(request.POST)
    _forget(request, spelled)
    text = "\n\n".join(text.strip() for text in typed.values() if text.strip())
    return render(request, "ombuds/gone.html", {"text": text}, status=404)


def _key(referral: "Referral") -> str:
    return str(referral.complaint.dossier.reference)


def _keep(request: OmbudsRequest, referral: "Referral", typed: dict[str, str]) -> None:
    drafts: dict[str, Any] = request.session.get(_DRAFTS, {})
    request.session[_DRAFTS] = drafts | {_key(referral): typed}


def _forget(request: OmbudsRequest, reference: str) -> None:
    drafts: dict[str, Any] = request.session.get(_DRAFTS, {})
    if reference in drafts:
        request.session[_DRAFTS] = {key: typed for key, typed in drafts.items() if key != reference}
