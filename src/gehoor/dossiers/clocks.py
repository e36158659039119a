"""From stored deadlines to the pure clock: the one translation between rows and ``regulations.clock``."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from gehoor.dossiers.models import Deadline, DeadlineChange, Dossier
from gehoor.regulations.calendar import Calendar
from gehoor.regulations.clock import Extension, Pause, Reckoning, Restart, reckon
from gehoor.regulations.queries import calendar_under, content_of
from gehoor.regulations.terms import StartEvent, Unit


def with_changes(rows: QuerySet[Deadline], *, but: int | None = None) -> QuerySet[Deadline]:
    """Deadlines with what moved them (``but`` one of these) along as JSON, for :func:`reckoning_of`: no statement more."""
    moves = DeadlineChange.objects.filter(deadline=OuterRef("pk"))
    changes = (
        (moves if but is None else moves.exclude(pk=but))
        .order_by("start", "pk")
        .values(
            json=JSONObject(
                pk="pk",
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


@dataclass(frozen=True)
class Change:
    """A pause or extension that counts, for who wants to end it or take it back."""

    pk: int
    kind: str
    start: date
    until: date | None
    reason: str


def changes_of(row: Deadline) -> list[Change]:
    """What moved a deadline that came from :func:`with_changes` and still counts, oldest first."""
    return [
        Change(c["pk"], c["kind"], _day(c["start"]), _day_or_none(c["until"]), c["reason"])
        for c in getattr(row, "change_list", None) or ()
        if not c["taken_back_on"]
    ]


def reckoning_of(row: Deadline, dossier: Dossier, *, today: date | None = None) -> Reckoning:
    """The due date of a stored deadline, with its proof, computed anew from the facts.

    Reads the changes in one statement, unless the row came from :func:`with_changes`. ``today``: for the date it would be when
    the clock stands still.
    """
    moves = moves_of(row)
    return reckon(
        content_of(dossier.regulation_version_id).terms[row.term],
        row.started_on,
        calendar_for(row, dossier),
        pauses=moves.pauses,
        extensions=moves.extensions,
        restarts=moves.restarts,
        today=today,
    )


@dataclass(frozen=True)
class Moves:
    """What moved a due date."""

    pauses: tuple[Pause, ...]
    extensions: tuple[Extension, ...]
    restarts: tuple[Restart, ...]


def moves_of(row: Deadline) -> Moves:
    """What moved a deadline. One statement, unless the row came from :func:`with_changes`."""
    changes = getattr(row, "change_list", None)
    if changes is None:
        changes = getattr(with_changes(Deadline.objects.filter(pk=row.pk)).get(), "change_list")  # noqa: B009
    kinds = DeadlineChange.Kind
    return Moves(
        tuple(_pause(c) for c in changes if c["kind"] == kinds.PAUSE),
        tuple(_extension(c) for c in changes if c["kind"] == kinds.EXTEND),
        tuple(
            Restart(_day(c["start"]), StartEvent(c["unit"]), c["reason"]) for c in changes if c["kind"] == kinds.RESTART
        ),
    )


def calendar_for(row: Deadline, dossier: Dossier) -> Calendar:
    """The calendar that counts: that of now while the term runs, of when it was reckoned last once it is over."""
    runs = row.met_on is None and row.ended_on is None
    as_of = None if runs else row.reckoned_at
    return calendar_under(dossier.body_id, dossier.regulation_version_id, as_of=as_of)


def _pause(change: dict[str, Any]) -> Pause:
    return Pause(_day(change["start"]), _day_or_none(change["until"]), change["reason"])


def _extension(change: dict[str, Any]) -> Extension:
    return Extension(
        change["amount"],
        Unit(change["unit"]) if change["unit"] else None,
        _day_or_none(change["until"]),
        change["reason"],
        bool(change["taken_back_on"]),
        _day(change["start"]),
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _day_or_none(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
