"""What a conversation says of messages that something went wrong with."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from django.urls import reverse

from gehoor.desk.rows import dossier_url
from gehoor.dossiers.lifecycle import Kind
from gehoor.mishaps.queries import mishaps_of
from gehoor.web.talk import Line

if TYPE_CHECKING:
    from gehoor.dossiers.models import Dossier
    from gehoor.journal.models import Entry
    from gehoor.kernel.actors import Actor


def with_mishaps(
    lines: Iterable[Line], entries: "Iterable[Entry]", dossier: "Dossier", *, reader: "Actor", writes: bool
) -> list[Line]:
    """The lines with what was done about mistakes, and for who ``writes`` here the way to say that something went wrong. One
    statement, when anything ever went wrong.
    """
    any_mishap = any(entry.verb.startswith("mishaps.") for entry in entries)
    found = mishaps_of(dossier, reader) if any_mishap else {}
    route = "desk:complaint_mishap" if dossier.kind == Kind.COMPLAINT else "desk:mishap"
    shown = []
    for line in lines:
        told = found.get(line.pk)
        if told is not None:
            other = told.elsewhere
            url = dossier_url(other.kind, other.reference) if other is not None else ""
            line = replace(line, mishap={"told": told, "url": url})
        if writes and line.kind in ("in", "out", "note") and not line.where and not line.withdrawn and not line.undo:
            line = replace(line, wrong_url=reverse(route, args=[dossier.reference, line.public_id]))
        shown.append(line)
    return shown
