"""From stored deadlines to the pure clock: the one translation between rows and ``regulations.clock``."""

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from gehoor.dossiers.models import Deadline, DeadlineChange, Dossier
from gehoor.regulations.clock import Extension, Pause, Reckoning, reckon
from gehoor.regulations.queries import calendar_of, content_of
from gehoor.regulations.terms import Unit


def with_changes(rows: QuerySet[Deadline]) -> QuerySet[Deadline]:
    """Deadlines with their pauses and extensions along as JSON, for :func:`reckoning_of`: no statement more."""
    changes = (
        DeadlineChange.objects.filter(deadline=OuterRef("pk"))
        .order_by("start", "pk")
        .values(
            json=JSONObject(
                kind="kind",
                start="start",
                until="until",
                amount="amount",
                unit="unit",
                reason="reason",
                taken_back_on="taken_back_on",
            )
        )
    )
    return rows.annotate(change_list=ArraySubquery(changes))


def reckoning_of(row: Deadline, dossier: Dossier) -> Reckoning:
    """The due date of a stored deadline, with its proof, computed anew from the facts.

    Reads the changes in one statement, unless the row came from :func:`with_changes`.
    """
    changes = getattr(row, "change_list", None)
    if changes is None:
        changes = getattr(with_changes(Deadline.objects.filter(pk=row.pk)).get(), "change_list")  # noqa: B009
    pauses = [
        Pause(_day(c["start"]), _day_or_none(c["until"]), c["reason"])
        for c in changes
        if c["kind"] == DeadlineChange.Kind.PAUSE
    ]
    extensions = [
        Extension(c["amount"], Unit(c["unit"]) if c["unit"] else None, None, c["reason"], bool(c["taken_back_on"]))
        for c in changes
        if c["kind"] == DeadlineChange.Kind.EXTEND
    ]
    term = content_of(dossier.regulation_version_id).terms[row.term]
    return reckon(term, row.started_on, calendar_of(dossier.body_id), pauses=pauses, extensions=extensions)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _day_or_none(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
