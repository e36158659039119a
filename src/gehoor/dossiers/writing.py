"""Reading what somebody of the city is still writing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef, QuerySet
from django.db.models.functions import Cast, JSONObject

from gehoor.dossiers.models import Dossier, Unsent
from gehoor.files.models import StoredFile
from gehoor.kernel.actors import Actor


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


def files_kept(dossier: Dossier, actor: Actor, chosen: list[str]) -> list[StoredFile]:
    """Of the files of a message that was taken back, those that go along with the new one. No statement when none is chosen."""
    if not chosen:
        return []
    rows = StoredFile.objects.filter(unsent__dossier=dossier, unsent__staff=actor.staff_id)
    return [file for file in rows.order_by("pk") if str(file.public_id) in chosen]
