"""Reading the questions to people outside the city."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import JSONObject

from gehoor.correspondence.queries import Said
from gehoor.dossiers.models import Dossier, Inquiry
from gehoor.dossiers.outside import AskedOutside, Facts, in_full
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import NotFound

_COLUMNS = (
    "pk", "number", "thread_id", "to_name", "organisation", "email", "question", "told_name", "asked_at", "due_on",
    "reminded_at", "chased_at", "answered_at", "declined_at", "ending", "ended_at",
)  # fmt: skip


def facts_of(inquiry: Inquiry) -> Facts:
    """What the rules need to know of it."""
    return Facts(
        local_date(inquiry.asked_at),
        inquiry.due_on,
        inquiry.answered_at,
        inquiry.declined_at,
        inquiry.ending,
        inquiry.reminded_at,
        inquiry.chased_at,
    )


def inquiry_rows(dossier: Any) -> QuerySet[Any, Any]:
    """All questions outside of a dossier (id or outer reference), as JSON to take along in another statement."""
    columns = {name: name for name in _COLUMNS}
    rows = Inquiry.objects.filter(dossier=dossier).order_by("number")
    return rows.values(json=JSONObject(**columns, asked_by="asked_by__name"))


def asked_outside(rows: Iterable[dict[str, Any]]) -> tuple[AskedOutside, ...]:
    """These rows (with their dates read) as a page shows them, oldest first."""
    return tuple(_asked(row) for row in rows)


def asked_of(inquiry: Inquiry) -> AskedOutside:
    """One question as a page shows it; ``asked_by`` came along."""
    row = {name: getattr(inquiry, name) for name in _COLUMNS}
    return _asked(row | {"asked_by": inquiry.asked_by.name})


def _asked(row: dict[str, Any]) -> AskedOutside:
    facts = Facts(
        local_date(row["asked_at"]),
        row["due_on"],
        *(row[name] for name in ("answered_at", "declined_at", "ending", "reminded_at", "chased_at")),
    )
    return AskedOutside(
        **{
            name: row[name]
            for name in ("pk", "number", "email", "question", "told_name", "asked_by", "asked_at", "ended_at")
        },
        thread=row["thread_id"],
        whom=in_full(row["to_name"], row["organisation"]),
        facts=facts,
    )


def inquiry_of(dossier: Dossier, number: int) -> Inquiry:
    """One question of a dossier that came through the door. Raises NotFound."""
    rows = Inquiry.objects.select_related("thread", "work_item", "asked_by")
    inquiry = rows.filter(dossier=dossier, number=number).first()
    if inquiry is None:
        raise NotFound("We vinden deze vraag niet bij dit dossier.")
    inquiry.dossier = dossier
    return inquiry


def inquiry_with(thread_id: int) -> Inquiry | None:
    """The question whose conversation this is, with its dossier; None when it is a citizen's."""
    rows = Inquiry.objects.select_related("thread", "dossier__department")
    return rows.filter(thread=thread_id).first()


def dossier_with(thread_id: int) -> Dossier:
    """The dossier to which a conversation belongs: its own with the citizen, or one about a question outside."""
    asked = Inquiry.objects.filter(thread=thread_id).values_list("dossier_id", flat=True).first()
    rows = Dossier.objects.select_related("department", "thread")
    return rows.get(thread=thread_id) if asked is None else rows.get(pk=asked)


def threads_outside(dossier: Dossier) -> list[int]:
    """The conversations about the questions of a dossier. One statement."""
    return list(Inquiry.objects.filter(dossier=dossier).values_list("thread_id", flat=True))


def in_two(said: Iterable[Said], asked: Iterable[AskedOutside]) -> tuple[list[Said], list[Said]]:
    """A conversation parted: what was said with the citizen (and the notes), and what with people outside."""
    outside = {one.thread for one in asked}
    said = list(said)
    return [one for one in said if one.message.thread_id not in outside], [
        one for one in said if one.message.thread_id in outside
    ]
