"""Closing days that come or go: the open terms are reckoned anew, and each date that moved is in the journal of its dossier."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from procrastinate.contrib.django import app

from gehoor.dossiers import entries
from gehoor.dossiers.actions.deadlines import next_warning
from gehoor.dossiers.clocks import reckoning_of, with_changes
from gehoor.dossiers.models import Deadline, Dossier
from gehoor.dossiers.wording import day_in_words
from gehoor.journal.entries import EntryType, Value, dossier_chain
from gehoor.journal.record import Happening, record_histories
from gehoor.kernel.actors import SYSTEM, Actor
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import InvalidInput
from gehoor.organisation.access import require
from gehoor.organisation.models import Body
from gehoor.regulations.actions import add_closing_days, remove_closing_days
from gehoor.regulations.queries import forget

PAGE = 200
"""So many dossiers are reckoned in one transaction; when more are open, the worker does it."""
FARTHEST_YEARS = 10
MOST_DAYS = 400


@dataclass(frozen=True)
class Changed:
    """``days``: how many came or went; ``moved``: how many dates moved, None when the worker is still at it."""

    days: int
    moved: int | None


@transaction.atomic
def close_on(body: Body, days: Mapping[date, str], *, by: Actor, at: datetime) -> Changed:
    """Close on these days as well (``regulations.manage``). Refused for a day that is over: terms would end later by it afterwards."""
    require(by, "regulations.manage")
    _check_days(days, at=at)
    labels = {day: " ".join(label.replace("\x00", "").split()) for day, label in days.items()}
    if not all(labels.values()):
        raise InvalidInput("Zeg waarom je die dag gesloten bent.", field="label")
    return _reckoned(body, add_closing_days(body, labels, by=by, at=at, since=at), by=by, at=at)


@transaction.atomic
def open_on(body: Body, days: Collection[date], *, by: Actor, at: datetime) -> Changed:
    """Do not close on these days after all (``regulations.manage``)."""
    require(by, "regulations.manage")
    _check_days(days, at=at)
    return _reckoned(body, remove_closing_days(body, days, by=by, at=at), by=by, at=at)


def _check_days(days: Collection[date], *, at: datetime) -> None:
    today = local_date(at)
    if not days:
        raise InvalidInput("Kies minstens één dag.", field="day")
    if len(days) > MOST_DAYS:
        raise InvalidInput(f"Kies hoogstens {MOST_DAYS} dagen tegelijk.", field="day")
    over = min(days)
    if over < today:
        raise InvalidInput(
            f"{day_in_words(over).capitalize()} is al voorbij. Termijnen die al liepen, mogen daardoor niet verschuiven.",
            field="day",
        )
    if max(days).year > today.year + FARTHEST_YEARS:
        raise InvalidInput(f"Kies een dag in de volgende {FARTHEST_YEARS} jaar.", field="day")


def _reckoned(body: Body, days: list[date], *, by: Actor, at: datetime) -> Changed:
    if not days:
        return Changed(0, 0)
    if _open_dossiers(body.pk, after=0).count() > PAGE:
        app.configure_task("gehoor.dossiers.jobs.reckon_anew").defer(body_id=body.pk)
        return Changed(len(days), None)
    return Changed(len(days), reckon_page(body.pk, after=0, by=by, at=at)[0])


def reckon_all(body_id: int, *, why: EntryType = entries.CALENDAR_MOVED, by: Actor = SYSTEM, at: datetime) -> int:
    """Reckon every open term of a body anew, page by page; returns how many dates moved. May run twice.

    ``why``: what the journal says of each date that moved.
    """
    forget(body_id)
    moved, last = reckon_page(body_id, after=0, why=why, by=by, at=at)
    while last is not None:
        more, last = reckon_page(body_id, after=last, why=why, by=by, at=at)
        moved += more
    return moved


@transaction.atomic
def reckon_page(
    body_id: int, *, after: int, by: Actor, at: datetime, why: EntryType = entries.CALENDAR_MOVED
) -> tuple[int, int | None]:
    """Reckon the open terms of some dossiers anew: how many dates moved, and after which dossier to go on (None: done).

    Eight statements, whatever their number.
    """
    dossiers = {row.pk: row for row in _open_dossiers(body_id, after=after).select_for_update(of=("self",))[:PAGE]}
    if not dossiers:
        return 0, None
    running = Deadline.objects.filter(dossier__in=list(dossiers), met_on=None, ended_on=None).order_by("pk")
    rows = list(with_changes(running))
    before = {row.pk: row.due_on for row in rows}
    moved = [row for row in rows if _moves(row, dossiers[row.dossier_id], at=at)]
    histories: dict[str, list[Happening]] = {}
    for row in moved:
        payload: dict[str, Value] = {
            "deadline": row.pk,
            "term": row.term,
            "before": before[row.pk],
            "due_on": row.due_on,
        }
        histories.setdefault(dossier_chain(row.dossier_id), []).append(Happening(why, by, at, why.payload(payload)))
    Deadline.objects.filter(pk__in=[row.pk for row in rows]).update(reckoned_at=at)
    if moved:
        Deadline.objects.bulk_update(moved, ["due_on", "warn_on"])
        record_histories(histories)
        _show_nearest({row.dossier_id for row in moved})
    return len(moved), max(dossiers) if len(dossiers) == PAGE else None


def _open_dossiers(body_id: int, *, after: int) -> QuerySet[Dossier]:
    running = Deadline.objects.filter(met_on=None, ended_on=None).values("dossier")
    return Dossier.objects.filter(body=body_id, pk__gt=after, pk__in=running).order_by("pk")


def _moves(row: Deadline, dossier: Dossier, *, at: datetime) -> bool:
    """Whether the date is another one now; the row in hand gets it."""
    reckoning = reckoning_of(row, dossier)
    before, row.due_on = row.due_on, reckoning.due_on
    if before == row.due_on:
        return False
    started = reckoning.counted_from or row.started_on
    row.warn_on = next_warning(reckoning.term, started, row.due_on, after=max(started, local_date(at)))
    return True


def _show_nearest(dossier_ids: Collection[int]) -> None:
    """The nearest due date on the row of each dossier, for lists. One statement."""
    running = Deadline.objects.filter(dossier=OuterRef("pk"), met_on=None, ended_on=None).exclude(term="reaction")
    nearest = running.exclude(due_on=None).order_by("due_on").values("due_on")[:1]
    Dossier.objects.filter(pk__in=dossier_ids).update(due_on=Subquery(nearest))
