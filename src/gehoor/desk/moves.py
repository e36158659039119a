"""What can be done to a dossier now, by this person: one or two moves that make sense first, the others in the menu.

What is offered here is only a matter of showing: the actions ask again.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from gehoor.dossiers.lifecycle import Kind, Step
from gehoor.kernel.actors import Actor
from gehoor.organisation.access import may

if TYPE_CHECKING:
    from gehoor.dossiers.models import Dossier
    from gehoor.dossiers.queries import DossierPage


@dataclass(frozen=True)
class Button:
    """A link to the page of an act, or (``posts``) the act itself."""

    label: str
    url: str
    posts: bool = False


@dataclass(frozen=True)
class Moves:
    """``first``: one or two buttons; ``others``: the menu; ``works``: may write; ``triages``: may give kind and department."""

    first: list[Button]
    others: list[Button]
    works: bool
    triages: bool
    corrects: bool


def moves_of(page: "DossierPage", actor: Actor) -> Moves:
    """The moves of this person on this dossier."""
    dossier = page.dossier
    works = may(actor, "dossiers.work", department_id=dossier.department_id)
    triages = may(actor, "dossiers.triage") and dossier.is_open
    found = _found(page, actor, works=works, triages=triages)
    wanted = _sensible(page, actor, triages=triages)
    first = [found[name] for name in wanted if name in found][:2]
    others = [button for button in found.values() if button not in first]
    corrects = may(actor, "dossiers.correct", department_id=dossier.department_id)
    return Moves(first, others, works, triages, corrects)


def _sensible(page: "DossierPage", actor: Actor, *, triages: bool) -> list[str]:
    dossier = page.dossier
    if not dossier.is_open:
        return ["reopen", "said"]
    if triages and not dossier.kind_confirmed:
        return ["triage", "to_complaint"]
    if _open_offer(page):
        return ["reply", "write"]
    if dossier.handler_id is None and dossier.department_id in actor.department_ids:
        return ["take", "write"]
    return ["write", "close"]


def _open_offer(page: "DossierPage") -> bool:
    return any(not offer["reply"] for offer in page.offers)


def _found(page: "DossierPage", actor: Actor, *, works: bool, triages: bool) -> dict[str, Button]:
    dossier = page.dossier
    assigns = may(actor, "dossiers.assign", department_id=dossier.department_id)
    member = dossier.department_id in actor.department_ids
    at_contact_point = dossier.step == Step.RECEIVED and dossier.waits_for == "contact_point"
    offered = {
        "triage": ("Stuur naar een dienst", triages),
        "take": ("Neem dit op", assigns and member and dossier.handler_id != actor.id and dossier.is_open),
        "write": ("Doe een voorstel", works and dossier.is_open),
        "reply": ("Noteer de reactie", works and dossier.is_open and _open_offer(page)),
        "said": ("Voeg toe wat de melder zei", works),
        "assign": ("Geef aan een collega", assigns and dossier.is_open and _has_others(page)),
        "task": ("Maak een taak", works),
        "ask_outside": ("Vraag iets aan iemand buiten de stad", works and dossier.is_open),
        "give_back": ("Niet voor ons", works and dossier.is_open and not at_contact_point and dossier.returns < 2),
        "close": ("Sluit af", works and dossier.is_open),
        "reopen": ("Heropen", works and not dossier.is_open),
        "to_complaint": ("Dit is een formele klacht", works or triages),
    }
    return {
        name: Button(label, _address(dossier, name), posts=name == "take")
        for name, (label, possible) in offered.items()
        if possible
    }


def _has_others(page: "DossierPage") -> bool:
    """Whether the department has somebody beside who handles it now."""
    return any(one["pk"] != page.dossier.handler_id for one in page.colleagues)


def _address(dossier: "Dossier", name: str) -> str:
    if name == "write":
        return "#schrijven"
    return reverse(f"desk:{name}", args=[dossier.reference])


def may_be_complaint(page: "DossierPage", *, late: bool) -> str:
    """Why this may be a complaint, in a sentence; empty when nothing says so. A hint: nothing is converted by itself."""
    dossier = page.dossier
    who = dossier.reporter_name or "De melder"
    told = sum(1 for said in page.messages if said.message.direction == "in")
    if not dossier.is_open or _has_open_complaint(page):
        return ""
    if told >= 3:
        return f"{who} schreef of belde al {told} keer over hetzelfde."
    if dossier.reopened:
        return "Dit dossier ging al opnieuw open: het was niet opgelost."
    if late and dossier.is_first_line:
        return f"{who} is niet tevreden en de termijn voor een oplossing is voorbij."
    return ""


def _has_open_complaint(page: "DossierPage") -> bool:
    """As far as the reader may see: a complaint that runs already need not be offered."""
    return any(one["kind"] == Kind.COMPLAINT and one["step"] != Step.CLOSED for one in page.related)
