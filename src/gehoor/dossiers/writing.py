"""Reading what somebody of the city is still writing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef, QuerySet
from django.db.models.functions import Cast, JSONObject

from gehoor.correspondence.queries import files_of_notes, files_said
from gehoor.dossiers.inquiries import threads_outside
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.models import Dossier, Unsent
from gehoor.files.models import StoredFile
from gehoor.kernel.actors import Actor
from gehoor.kernel.errors import InvalidInput


@dataclass(frozen=True)
class Begun:
    """A text that one person kept for one dossier; ``files``: ``public_id`` and ``name`` of what would go along."""

    text: str
    changed_at: datetime
    files: list[dict[str, str]]


def unsent_rows(dossier: Any) -> QuerySet[Any, Any]:
    """What everybody keeps for a dossier (id or outer reference), as JSON to take along in another statement."""
    files = Unsent.files.through.objects.filter(unsent=OuterRef("pk")).order_by("pk")
    named = files.values(json=JSONObject(public_id=Cast("storedfile__public_id", CharField()), name="storedfile__name"))
    columns = {name: name for name in ("staff_id", "text", "changed_at")}
    rows = Unsent.objects.filter(dossier=dossier).order_by("pk")
    return rows.values(json=JSONObject(**columns, files=ArraySubquery(named)))


def own_text(rows: Iterable[dict[str, Any]], reader: Actor) -> Begun | None:
    """Of these rows the one of the reader: nobody reads what another still writes."""
    own = next((row for row in rows if reader.is_staff and row["staff_id"] == reader.id), None)
    return None if own is None else Begun(own["text"], own["changed_at"], own["files"])


@dataclass(frozen=True)
class Chosen:
    """Files of the dossier that somebody wants to enclose, by public id; those of notes apart, for they were internal until now."""

    files: Sequence[str] = ()
    internal: Sequence[str] = ()


def files_to_enclose(dossier: Dossier, actor: Actor, chosen: Chosen) -> list[StoredFile]:
    """The files behind a choice. What is not of this dossier, or internal without saying so, raises InvalidInput.

    No statement when nothing is chosen.
    """
    if not chosen.files and not chosen.internal:
        return []
    threads = [dossier.thread_id]
    if dossier.kind == Kind.COMPLAINT and dossier.arises_from is not None:
        threads.append(dossier.arises_from.thread_id)
    threads += threads_outside(dossier)
    kept = StoredFile.objects.filter(unsent__dossier=dossier, unsent__staff=actor.staff_id).order_by("pk")
    outside = [*files_said(chosen.files, threads), *(file for file in kept if str(file.public_id) in chosen.files)]
    found = {str(file.public_id): file for file in [*outside, *files_of_notes(chosen.internal, threads)]}
    if set(found) != {*chosen.files, *chosen.internal}:
        raise InvalidInput("Een van de gekozen bestanden kan niet mee. Kies opnieuw.", field="files")
    return list(found.values())
