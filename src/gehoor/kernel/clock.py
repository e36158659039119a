"""The only reader of the wall clock.

Only the edge (a view, a job, a command) calls these; rules and actions receive the moment as an argument.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

BRUSSELS = ZoneInfo("Europe/Brussels")
"""The place whose midnight ends a day: every term of the city is counted in local dates."""


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()


def local_date(moment: datetime) -> date:
    """The date on the wall calendar of the city at that moment."""
    return moment.astimezone(BRUSSELS).date()


def today() -> date:
    """Today's date in the city."""
    return local_date(now())
