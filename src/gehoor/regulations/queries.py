"""Which regulation and which calendar hold; asked with every due date, so what cannot change is remembered."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.core.cache import cache

from gehoor.kernel.errors import RuleViolation
from gehoor.organisation.models import Body
from gehoor.regulations.calendar import WEEKEND, Calendar
from gehoor.regulations.days_off import closing_days, weekend_of
from gehoor.regulations.holidays_of_belgium import legal_holidays
from gehoor.regulations.models import Applicability, ClosingDay, RegulationDraft, RegulationVersion
from gehoor.regulations.schema import Content, load

_CALENDAR_KEPT_SECONDS = 10


def version_on(body_id: int, day: date) -> RegulationVersion:
    """The version in force for a body on a day. Raises RuleViolation when there is none. Remembered for ten seconds."""
    rows: list[Applicability] | None = cache.get(_applied_key(body_id))
    if rows is None:
        found = Applicability.objects.filter(body=body_id).select_related("version").defer("version__source_text")
        rows = list(found.order_by("-valid_from"))
        cache.set(_applied_key(body_id), rows, _CALENDAR_KEPT_SECONDS)
    for row in rows:
        if row.valid_from <= day:
            return row.version
    raise RuleViolation(f"Er is geen reglement van kracht op {day.isoformat()}.")


@lru_cache(maxsize=64)
def content_of(version_id: int) -> Content:
    """The checked content of a stored version, which never changes."""
    return load(RegulationVersion.objects.values_list("source_text", flat=True).get(pk=version_id))


@dataclass(frozen=True)
class _Kept:
    """The calendar of a body now, and the days on it that came or went since it was made."""

    now: Calendar
    moved: tuple[tuple[date, str, datetime | None, datetime | None], ...]

    def at(self, moment: datetime) -> Calendar:
        """The calendar as it was at a moment."""
        days = dict(self.now.closing_days)
        for day, _, added_at, _ in self.moved:
            if added_at is not None and added_at > moment:
                days.pop(day, None)
        still_there = {
            day: label
            for day, label, added_at, removed_at in self.moved
            if removed_at is not None and removed_at > moment and (added_at is None or added_at <= moment)
        }
        return Calendar(days | still_there)


def calendar_of(body_id: int, *, as_of: datetime | None = None) -> Calendar:
    """The calendar of a body, now or as it was at a moment; a closing day added elsewhere is seen within ten seconds."""
    found: _Kept | None = cache.get(_calendar_key(body_id))
    if found is None:
        rows = list(ClosingDay.objects.filter(body=body_id).values_list("day", "label", "added_at", "removed_at"))
        found = _Kept(
            Calendar({day: label for day, label, _, removed_at in rows if removed_at is None}),
            tuple(row for row in rows if row[2] is not None or row[3] is not None),
        )
        cache.set(_calendar_key(body_id), found, _CALENDAR_KEPT_SECONDS)
    return found.now if as_of is None or not found.moved else found.at(as_of)


def calendar_under(body_id: int, version_id: int, *, as_of: datetime | None = None) -> Calendar:
    """The calendar of a body for a dossier under this version of the regulation, which says which days are the weekend."""
    found, weekend = calendar_of(body_id, as_of=as_of), weekend_of(content_of(version_id).calendar)
    return found if found.weekend == weekend else Calendar(found.closing_days, weekend)


@dataclass(frozen=True)
class ClosedDay:
    """A day on the calendar of a body. ``proposed``: the rules know it, and it is not on the calendar."""

    day: date
    label: str
    proposed: bool = False


def closing_days_of(body_id: int, year: int) -> list[ClosedDay]:
    """The closing days of a body in a year, with what the rules would propose besides on days of the week. One statement."""
    rows = ClosingDay.objects.filter(body=body_id, day__year=year, removed_at=None)
    there = dict(rows.values_list("day", "label"))
    wanted = _proposed_for(body_id, year)
    found = [ClosedDay(day, label) for day, label in there.items()]
    found += [
        ClosedDay(day, label, True)
        for day, label in wanted.items()
        if day not in there and day.weekday() not in WEEKEND
    ]
    return sorted(found, key=lambda one: one.day)


def _proposed_for(body_id: int, year: int) -> dict[date, str]:
    """What the regulation of a body says of a year; without a regulation, or one that is silent, the legal holidays."""
    try:
        version = version_on(body_id, date(year, 1, 1))
    except RuleViolation:
        return legal_holidays([year])
    return closing_days(content_of(version.pk).calendar, [year]) or legal_holidays([year])


def forget(body_id: int) -> None:
    """Read calendar and regulation anew at the next question, in this process."""
    cache.delete_many([_calendar_key(body_id), _applied_key(body_id)])


def _calendar_key(body_id: int) -> str:
    return f"regulations.calendar.{body_id}"


def _applied_key(body_id: int) -> str:
    return f"regulations.applied.{body_id}"


@dataclass(frozen=True)
class Period:
    """A version holds for a body from a day until and including another (None: until another comes)."""

    applied_id: int
    version: RegulationVersion
    start: date
    end: date | None

    def holds_on(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True)
class Validity:
    """What holds for a body, newest first."""

    body: Body
    periods: tuple[Period, ...]


def validity() -> list[Validity]:
    """For each body which version holds from when to when. Two statements."""
    rows: dict[int, list[Applicability]] = defaultdict(list)
    found = Applicability.objects.select_related("version").defer("version__source_text").order_by("valid_from")
    for row in found:
        rows[row.body_id].append(row)
    return [Validity(body, tuple(reversed(_periods(rows[body.pk])))) for body in Body.objects.order_by("pk")]


def _periods(rows: list[Applicability]) -> list[Period]:
    ends = [row.valid_from - timedelta(days=1) for row in rows[1:]]
    return [Period(row.pk, row.version, row.valid_from, end) for row, end in zip(rows, [*ends, None], strict=True)]


def versions() -> list[RegulationVersion]:
    """Every stored version, the newest of each regulation first, without its text. One statement."""
    return list(RegulationVersion.objects.defer("source_text").order_by("code", "-valid_from", "-pk"))


def open_drafts() -> list[RegulationDraft]:
    """The drafts that somebody is writing, the last edited first. One statement."""
    found = RegulationDraft.objects.filter(became=None, laid_aside_at=None)
    return list(found.select_related("edited_by", "based_on").defer("text", "based_on__source_text"))


def stored_version(code: str, version: str) -> RegulationVersion | None:
    """The stored version with this name; None when there is none. One statement."""
    return RegulationVersion.objects.filter(code=code, version=version).first()
