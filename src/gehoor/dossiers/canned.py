"""The texts that come back: which are offered where, and filled in for a dossier."""

from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import JSONObject

from gehoor.dossiers.canned_fields import filled_in
from gehoor.dossiers.models import CannedText, Dossier
from gehoor.dossiers.wording import day_in_words
from gehoor.kernel.actors import Actor
from gehoor.kernel.errors import InvalidInput, NotAllowed, NotFound

MANAGE = "texts.manage"


def canned_rows(department: Any) -> QuerySet[Any, Any]:
    """The texts of a department (id or outer reference) and of everybody, as JSON to take along in another statement."""
    offered = CannedText.objects.filter(Q(department=department) | Q(department=None), is_active=True)
    return offered.values(json=JSONObject(pk="pk", title="title", step="step"))


def inserted(dossier: Dossier, step: str, pk: str, text: str) -> str:
    """What somebody is writing, with a text that is offered there under it, filled in. Raises InvalidInput for any other text."""
    rows = CannedText.objects.filter(
        Q(department=dossier.department_id) | Q(department=None), Q(step=step) | Q(step=""), is_active=True
    )
    chosen = rows.filter(pk=int(pk)).first() if pk.isascii() and pk.isdigit() and len(pk) < 10 else None
    if chosen is None:
        raise InvalidInput("Kies eerst een tekst uit de lijst.", field="canned")
    values = {
        "naam": dossier.reporter_name,
        "nummer": dossier.reference,
        "termijn": day_in_words(dossier.due_on) if dossier.due_on else "",
        "dienst": dossier.department.name,
    }
    return f"{text.strip()}\n\n{filled_in(chosen.body, values)}".strip()


def texts_to_manage(actor: Actor) -> list[CannedText]:
    """All texts, for who may write some. Raises NotAllowed for others."""
    _require_some(actor)
    return list(CannedText.objects.select_related("department").order_by("title", "pk"))


def text_to_manage(actor: Actor, pk: int) -> CannedText:
    """One text with its history. Raises NotFound, and NotAllowed for who writes none."""
    _require_some(actor)
    found = CannedText.objects.select_related("department").prefetch_related("versions__by").filter(pk=pk).first()
    if found is None:
        raise NotFound("We vinden deze tekst niet.")
    return found


def _require_some(actor: Actor) -> None:
    if actor.scope(MANAGE) is None:
        raise NotAllowed("Je hebt niet het recht om dit te doen.")
