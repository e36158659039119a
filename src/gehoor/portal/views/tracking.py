"""The citizen's page: where it stands, messages, letters, files, own data. Looking changes nothing."""

import json
import secrets
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from gehoor.complaints.actions import hear_complainant
from gehoor.correspondence.access import opened
from gehoor.correspondence.links import address
from gehoor.correspondence.queries import public_conversation, public_file_in_threads
from gehoor.dossiers.actions.intake import MOST_FILES
from gehoor.dossiers.actions.messages import hear_reporter
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.wording import day_in_words
from gehoor.files.headers import safe_headers
from gehoor.files.queries import open_bytes
from gehoor.kernel.errors import NotFound, RuleViolation
from gehoor.kernel.references import parse_reference
from gehoor.portal.doors import Visit, behind_link, is_look
from gehoor.portal.forms.tracking import MessageForm
from gehoor.portal.letters import is_letter, letter_on_page
from gehoor.portal.own_data import own_data
from gehoor.portal.receipts import receipt_of
from gehoor.portal.sending import SentBefore, once
from gehoor.portal.tracking import matter_of
from gehoor.portal.views.files import keep_uploads
from gehoor.portal.web import UNPROCESSABLE, see_other
from gehoor.web.ratelimit import limited

NOTICES = {
    "bericht": "We kregen je bericht.",
    "opgelost": "Fijn dat het opgelost is. We sloten je dossier af.",
    "niet-opgelost": "Jammer dat het niet opgelost is. De dienst kijkt opnieuw, samen met jou.",
    "klacht": "We kregen je klacht. Hieronder lees je wat er nu gebeurt.",
    "heropenen": "Je dossier staat opnieuw open.",
    "intrekken": "Je trok het in.",
    "akkoord": "Bedankt. We weten dat je akkoord gaat.",
    "niet-akkoord": "We weten dat je niet akkoord gaat, en waarom.",
    "verslag": "Bedankt voor het nalezen. Je antwoord staat bij ons verslag.",
    "verduidelijken": "Bedankt voor je antwoord. We gaan verder met je klacht.",
    "verder": "We gaan verder met je klacht.",
    "tevreden": "Fijn dat het opgelost is. We sloten je klacht af.",
    "ombudsman": "We gaven je klacht door aan de ombudsman.",
    "al-gedaan": "Dat deed je al. We kregen het goed.",
}
"""What the page says after something was done."""


@require_safe
@behind_link
def track(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The page of a matter; ``?dossier=`` says which dossier of it."""
    return show_track(request, visit, parse_reference(request.GET.get("dossier", "")) or "")


def show_track(
    request: HttpRequest,
    visit: Visit,
    reference: str,
    *,
    form: MessageForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page with a message that could not be sent, or an empty one."""
    matter = matter_of(visit, reference)
    if is_look(request):
        opened(matter.card.before_them, by=visit.actor, at=visit.at)
    page = {
        "visit": visit,
        "matter": matter,
        "card": matter.card,
        "today": visit.today,
        "form": form or MessageForm(),
        "notice": NOTICES.get(request.GET.get("gedaan", ""), ""),
        "message_sent": request.GET.get("gedaan") == "bericht",
        "ticket": secrets.token_urlsafe(12),
    }
    return render(request, "portal/track.html", page, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("portal.message", 30, 600)
@behind_link
def message(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Take in what the citizen adds, with files."""
    dossier = visit.dossier(reference)
    back = f"?dossier={dossier.reference}"
    if request.method != "POST":
        return see_other("track", visit.token, query=f"{back}#schrijf")
    form = MessageForm(request.POST)
    uploads = request.FILES.getlist("files")
    if form.is_valid() and not form.cleaned_data["text"] and not uploads:
        form.add_error("text", "Schrijf eerst een tekst, of kies een bestand.")
    if not form.is_valid():
        return show_track(request, visit, dossier.reference, form=form, status=UNPROCESSABLE)
    try:
        _say(visit, reference, form, uploads)
    except SentBefore:
        return see_other("track", visit.token, query=f"{back}&gedaan=al-gedaan")
    except RuleViolation as refused:
        if isinstance(refused, NotFound):
            raise
        form.add_error("text", refused.message)
        return show_track(request, visit, dossier.reference, form=form, status=UNPROCESSABLE)
    return see_other("track", visit.token, query=f"{back}&gedaan=bericht")


def _say(visit: Visit, reference: str, form: MessageForm, uploads: list[Any]) -> None:
    dossier = visit.dossier(reference)
    with once(form.cleaned_data["ticket"], at=visit.at):
        kept, wrong = keep_uploads(uploads[:MOST_FILES], by=visit.actor, at=visit.at)
        if len(uploads) > MOST_FILES:
            wrong.append(f"Je kan hoogstens {MOST_FILES} bestanden tegelijk meesturen.")
        if wrong:
            raise RuleViolation(" ".join([*wrong, "Je bericht is nog niet verstuurd. Kies je bestanden opnieuw."]))
        said = {"text": form.cleaned_data["text"], "by": visit.actor, "at": visit.at, "files": kept}
        if dossier.kind == Kind.COMPLAINT:
            hear_complainant(visit.complaint(reference), **said)
        else:
            hear_reporter(dossier, **said)


# What is on paper ------------------------------------------------------------------------------------------------------


@require_safe
@behind_link
def receipt(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The receipt: number, what happens next and when, the link."""
    page = {"visit": visit, "receipt": receipt_of(visit), "link": address(visit.token)}
    return render(request, "portal/receipt.html", page)


@require_safe
@behind_link
def receipt_file(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The same receipt as a small text file to keep."""
    found = receipt_of(visit)
    page = {
        "receipt": found,
        "link": address(visit.token),
        "received": day_in_words(found.received_on),
        "nexts": [(f"uiterlijk op {day_in_words(n.by)}" if n.by else "eerst", n.text) for n in found.nexts],
    }
    response = render(request, "portal/receipt.txt", page, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="ontvangst-{found.reference}.txt"'
    return response


@require_safe
@behind_link
def letter(request: HttpRequest, visit: Visit, message_id: str) -> HttpResponse:
    """One letter of the city as a page that prints."""
    for said in public_conversation(*visit.threads, at=visit.at):
        if str(said.message.public_id) == message_id and is_letter(said.message) and not said.message.withdrawn_at:
            dossier = next(d for d in visit.dossiers if d.thread_id == said.message.thread_id)
            if is_look(request):
                opened([said], by=visit.actor, at=visit.at)
            text = letter_on_page(said.message, link=address(visit.token))
            page = {"visit": visit, "said": said, "dossier": dossier, "text": text}
            return render(request, "portal/letter.html", page)
    raise NotFound("We vinden deze brief niet.")


@require_safe
@behind_link
def file(request: HttpRequest, visit: Visit, public_id: str) -> FileResponse:
    """The bytes of a file that came or went with a message of this matter; never one of a note."""
    found = public_file_in_threads(public_id, visit.threads, at=visit.at)
    if found is None:
        raise NotFound("Dit bestand bestaat niet.")
    response = FileResponse(open_bytes(found.file))
    for name, value in safe_headers(found.file).items():
        response.headers[name] = value
    return response


@require_safe
@behind_link
def data(request: HttpRequest, visit: Visit) -> HttpResponse:
    """All that is the citizen's own, as JSON."""
    text = json.dumps(own_data(visit), ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="gegevens-{visit.dossiers[0].reference}.json"'
    return response
