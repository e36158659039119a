"""Which regulation and which calendar hold; asked with every due date, so what cannot change is remembered."""

from datetime import date
from functools import lru_cache

from django.core.cache import cache

from gehoor.kernel.errors import RuleViolation
from gehoor.regulations.calendar import Calendar
from gehoor.regulations.models import Applicability, ClosingDay, RegulationVersion
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


def calendar_of(body_id: int) -> Calendar:
    """The calendar of a body; a closing day added elsewhere is seen within ten seconds."""
    found: Calendar | None = cache.get(_calendar_key(body_id))
    if found is None:
        found = Calendar(dict(ClosingDay.objects.filter(body=body_id).values_list("day", "label")))
        cache.set(_calendar_key(body_id), found, _CALENDAR_KEPT_SECONDS)
    return found


def forget(body_id: int) -> None:
    """Read calendar and regulation anew at the next question, in this process."""
    cache.delete_many([_calendar_key(body_id), _applied_key(body_id)])


def _calendar_key(body_id: int) -> str:
    return f"regulations.calendar.{body_id}"


def _applied_key(body_id: int) -> str:
    return f"regulations.applied.{body_id}"
