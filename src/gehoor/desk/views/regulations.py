"""The regulations of the city: which version holds from when, what it says, what differs, and the file itself."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from gehoor.desk.doors import see_other, staff_only
from gehoor.desk.forms.regulations import InForceForm, StartForm
from gehoor.desk.views.dossiers import status_of
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import now, today
from gehoor.kernel.errors import NotFound, RuleViolation
from gehoor.organisation.access import require
from gehoor.organisation.queries import bodies
from gehoor.regulations import library
from gehoor.regulations.access import draft_for, version_for
from gehoor.regulations.actions import put_version_in_force, take_back
from gehoor.regulations.queries import content_of, open_drafts, validity, versions
from gehoor.regulations.readable import readable
from gehoor.regulations.schema import RegulationError, load
from gehoor.regulations.schema.comparing import Difference, differences

if TYPE_CHECKING:
    from gehoor.regulations.models import RegulationVersion

MANAGE = "regulations.manage"


@dataclass(frozen=True)
class Text:
    """A text that can be held beside another: a version, a draft or one that comes along. ``key``: ``v3``, ``d5``, ``b:leuven``."""

    key: str
    name: str
    text: str
    href: str


def actor_of(request: HttpRequest) -> Actor:
    """Who asks, with the permission for these pages. Raises NotAllowed."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, MANAGE)
    return actor


@staff_only
@require_safe
def regulations(request: HttpRequest) -> HttpResponse:
    """What holds for whom, every version, and the drafts."""
    actor_of(request)
    return render(request, "desk/regulations.html", overview(StartForm(bases=bases())))


def overview(form: StartForm) -> dict[str, object]:
    """What the first page shows."""
    held = validity()
    used: dict[int, list[str]] = {}
    for one in held:
        for period in one.periods:
            used.setdefault(period.version.pk, []).append(one.body.short_name or one.body.name)
    rows = [(version, list(dict.fromkeys(used.get(version.pk, [])))) for version in versions()]
    return {"validity": held, "rows": rows, "drafts": open_drafts(), "form": form, "today": today()}


def bases() -> list[tuple[str, str]]:
    """What a draft can begin from."""
    stored = [(f"v{version.pk}", f"{version.title} ({version.version})") for version in versions()]
    return [*stored, *((f"b:{name}", f"meegeleverd: {name}") for name in library.names())]


def text_for(actor: Actor, key: str) -> Text:
    """The text behind a key. Raises NotFound."""
    if key.startswith("b:") and key[2:] in library.names():
        return Text(key, f"meegeleverd: {key[2:]}", library.text_of(key[2:]), "")
    number = key[1:]
    if not (number.isascii() and number.isdigit() and len(number) < 12):
        raise NotFound("Deze tekst is er niet.")
    if key[:1] == "v":
        version = version_for(actor, int(number))
        return Text(
            key, f"{version.title} ({version.version})", version.source_text, f"/desk/reglementen/versie/{version.pk}/"
        )
    if key[:1] == "d":
        draft = draft_for(actor, int(number))
        return Text(key, f"ontwerp: {draft.title}", draft.text, f"/desk/reglementen/ontwerp/{draft.pk}/")
    raise NotFound("Deze tekst is er niet.")


@staff_only
@require_safe
def version(request: HttpRequest, version_id: int) -> HttpResponse:
    """A version as a text that a citizen could read."""
    found = version_for(actor_of(request), version_id)
    return render(request, "desk/regulation.html", _version_page(found))


def _version_page(found: "RegulationVersion") -> dict[str, object]:
    content = content_of(found.pk)
    held = [(one.body, period) for one in validity() for period in one.periods if period.version.pk == found.pk]
    others = [(f"v{other.pk}", f"{other.title} ({other.version})") for other in versions() if other.pk != found.pk]
    return {
        "version": found,
        "content": content,
        "chapters": readable(content),
        "held": held,
        "others": others,
        "today": today(),
        "key": f"v{found.pk}",
    }


@staff_only
@require_safe
def version_file(request: HttpRequest, version_id: int) -> HttpResponse:
    """The file of a version, byte for byte as it was decided."""
    found = version_for(actor_of(request), version_id)
    return as_file(found.source_text, f"{found.code}-{found.version}")


def as_file(text: str, name: str) -> HttpResponse:
    """A regulation to keep."""
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_.") else "-" for letter in name)
    response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{plain or "reglement"}.yaml"'
    return response


@staff_only
def version_in_force(request: HttpRequest, version_id: int) -> HttpResponse:
    """Let a version hold for a body, from a day."""
    actor = actor_of(request)
    found = version_for(actor, version_id)
    form = InForceForm(request.POST or None, bodies=body_choices(), initial={"start": max(today(), found.valid_from)})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            chosen = form.cleaned_data
            try:
                put_version_in_force(found, chosen["bodies"], start=chosen["start"], by=actor, at=now())
            except RuleViolation as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
                status = status_of(refusal)
            else:
                messages.success(request, "Dit reglement gaat in op de dag die je koos.")
                return see_other("desk:regulations")
    page = {"form": form, "title": found.title, "name": found.version, "back": ("desk:regulation", found.pk)}
    return render(request, "desk/regulation_in_force.html", page, status=status)


def body_choices() -> list[tuple[str, str]]:
    """The bodies of the city by code."""
    return [(body.code, body.name) for body in bodies()]


@staff_only
@require_POST
def taken_back(request: HttpRequest, applied_id: int) -> HttpResponse:
    """What was still to come does not come."""
    actor = actor_of(request)
    try:
        take_back(applied_id, by=actor, at=now())
    except RuleViolation as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Teruggenomen: dit reglement gaat niet in.")
    return see_other("desk:regulations")


@staff_only
@require_safe
def difference(request: HttpRequest) -> HttpResponse:
    """Two texts held beside each other, field by field."""
    actor = actor_of(request)
    choices = [*((f"d{draft.pk}", f"ontwerp: {draft.title}") for draft in open_drafts()), *bases()]
    keys = [request.GET.get(name, "")[:80] for name in ("van", "naar")]
    page: dict[str, object] = {"choices": choices, "keys": keys}
    if all(keys):
        before, after = (text_for(actor, key) for key in keys)
        page |= {"before": before, "after": after, **_compared(before.text, after.text)}
    return render(request, "desk/regulation_difference.html", page)


def _compared(before: str, after: str) -> dict[str, object]:
    try:
        found = differences(before, after)
    except RegulationError as refused:
        return {"unreadable": refused.problems}
    values = [one for one in found if not one.only_origin]
    return {"sections": _by_section(values), "count": len(values), "origins": [one for one in found if one.only_origin]}


def _by_section(found: list[Difference]) -> list[tuple[str, list[Difference]]]:
    sections: dict[str, list[Difference]] = {}
    for one in found:
        sections.setdefault(one.section, []).append(one)
    return list(sections.items())


def chapters_of(text: str) -> dict[str, object]:
    """The readable text of a draft, or what is wrong in it."""
    try:
        content = load(text)
    except RegulationError as refused:
        return {"problems": refused.problems}
    return {"chapters": readable(content), "content": content}
