"""A new link for who lost theirs, and the pages that explain."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from gehoor.dossiers.actions.links import ask_new_link
from gehoor.kernel.clock import today
from gehoor.kernel.references import parse_reference
from gehoor.organisation.queries import contact_point
from gehoor.portal.answers import content_today
from gehoor.portal.explained import promises_in
from gehoor.portal.forms.tracking import LostLinkForm
from gehoor.portal.signposts import signposts_of
from gehoor.portal.web import UNPROCESSABLE, no_such_link, see_other
from gehoor.regulations.readable import readable
from gehoor.web.errors import too_many
from gehoor.web.ratelimit import allow, limited

_HOUR = 3600


@require_http_methods(["GET", "HEAD", "POST"])
@limited("portal.lost_link", 10, _HOUR)
def lost_link(request: HttpRequest) -> HttpResponse:
    """Ask for a new link. The answer is the same whether or not number and address belong together."""
    if request.method != "POST":
        initial = {"reference": request.GET.get("nummer", "")[:40]}
        return render(request, "portal/lost_link.html", {"form": LostLinkForm(initial=initial)})
    form = LostLinkForm(request.POST)
    if form.is_valid() and parse_reference(form.cleaned_data["reference"]) is None:
        form.add_error("reference", "Dit nummer klopt niet. Kijk de cijfers na: 2026-00042-5, bijvoorbeeld.")
    if not form.is_valid():
        return render(request, "portal/lost_link.html", {"form": form}, status=UNPROCESSABLE)
    reference, email = form.cleaned_data["reference"], form.cleaned_data["email"]
    if not allow("portal.lost_link.number", str(parse_reference(reference)), 3, _HOUR):
        return too_many(request, seconds=_HOUR)
    ask_new_link(reference, email)
    return see_other("lost_link_sent")


@require_safe
def lost_link_sent(request: HttpRequest) -> HttpResponse:
    """What everybody sees who asked for a new link."""
    return render(request, "portal/lost_link_sent.html", {})


@require_safe
def how(request: HttpRequest) -> HttpResponse:
    """How the city handles complaints, from the regulation in force."""
    content = content_today(today())
    page = {
        "content": content,
        "promises": promises_in(content),
        "second_line": content.second_line_on(today()),
        "first_line": content.first_line.required,
        "grounds": sorted(content.grounds.values(), key=lambda ground: ground.label),
        "signposts": signposts_of(content),
    }
    return render(request, "portal/how.html", page)


@require_safe
def regulation(request: HttpRequest) -> HttpResponse:
    """The whole regulation in force today, as a text to read."""
    content = content_today(today())
    return render(request, "portal/regulation.html", {"content": content, "chapters": readable(content)})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What the city does with what people tell it."""
    months = content_today(today()).retention_months
    return render(request, "portal/privacy.html", {"months": months, "point": contact_point()})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "portal/accessibility.html", {"point": contact_point()})


def lost(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Whatever else is under ``/volg/`` or ``/antwoord/``: no link."""
    return no_such_link(request)
