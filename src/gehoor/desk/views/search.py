"""Finding a dossier by its number, a name, a place or a word."""

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gehoor.desk.doors import staff_only
from gehoor.desk.rows import rows_of
from gehoor.dossiers.finding import search as find
from gehoor.dossiers.lists import PAGE, earlier_of
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import today
from gehoor.kernel.errors import InvalidInput
from gehoor.kernel.references import parse_reference
from gehoor.parties.actions import readable_phone

if TYPE_CHECKING:
    from gehoor.dossiers.models import Dossier

_LIKE_A_PHONE = re.compile(r"(?:\+|0)[\d ./()-]{7,20}", re.ASCII)
_LIKE_A_NUMBER = re.compile(r"\s*\d{4}\s*[-./ ]?\s*\d{5,9}\s*[-./ ]?\s*\d\s*", re.ASCII)


@staff_only
def search(request: HttpRequest) -> HttpResponse:
    """What the search finds among the dossiers one may see; a right number opens its dossier at once."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    text = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    found = list(rows_of(_find(actor, text), actor, today=today())) if text else []
    if len(found) == 1 and parse_reference(text):
        return redirect(found[0].url)
    context = {
        "text": text,
        "rows": found,
        "today": today(),
        "is_wrong_number": bool(_LIKE_A_NUMBER.fullmatch(text)) and parse_reference(text) is None,
        "is_number": parse_reference(text) is not None,
        "more": len(found) >= PAGE,
        "most": PAGE,
    }
    return render(request, "desk/search.html", context)


def _find(actor: Actor, text: str) -> "list[Dossier]":
    """By the words; an e-mail address or a phone number by whose it is."""
    if "@" in text:
        return earlier_of(actor, email=text, phone="", limit=PAGE)
    if _LIKE_A_PHONE.fullmatch(text):
        with suppress(InvalidInput):
            return earlier_of(actor, email="", phone=readable_phone(text), limit=PAGE)
    return find(actor, text)
