"""Dates, terms and sizes in Dutch words. Pure."""

from datetime import date, datetime

from gehoor.kernel.clock import BRUSSELS

DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
SHORT_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_SOON_DAYS = 2


def in_full(day: date) -> str:
    """``maandag 21 december 2026``."""
    return f"{DAYS[day.weekday()]} {without_weekday(day)}"


def without_weekday(day: date) -> str:
    """``21 december 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_and_month(day: date) -> str:
    """``21 dec``."""
    return f"{day.day} {SHORT_MONTHS[day.month - 1]}"


def in_short(day: date, today: date) -> str:
    """``ma 21 dec``, with the year when it is another one than today's."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{DAYS[day.weekday()][:2]} {day_and_month(day)}{year}"


def with_time(moment: datetime, today: date) -> str:
    """``ma 19 okt, 8.12``, in Brussels."""
    local = moment.astimezone(BRUSSELS)
    return f"{in_short(local.date(), today)}, {local.hour}.{local.minute:02d}"


def days(number: int) -> str:
    """``1 dag``, ``3 dagen``."""
    return f"{number} {'dag' if number == 1 else 'dagen'}"


def due(due_on: date | None, today: date, met_on: date | None = None, *, paused: bool = False) -> tuple[str, str]:
    """The kind of badge of a due date and its words: ``("late", "3 dagen te laat")``. ``paused``: the clock stands still."""
    if met_on is not None and due_on is not None:
        return ("ok", "op tijd") if met_on <= due_on else ("late", "te laat")
    if paused:
        return "info", "klok staat stil"
    if due_on is None:
        return "plain", "geen termijn"
    left = (due_on - today).days
    if left < 0:
        return "late", f"{days(-left)} te laat"
    if left <= 1:
        return "soon", "morgen" if left else "vandaag"
    return ("soon" if left <= _SOON_DAYS else "ok"), f"nog {days(left)}"


def size(number: int) -> str:
    """``812 kB``, ``1,4 MB``."""
    if number < 1024 * 1024:
        return f"{max(1, round(number / 1024))} kB"
    return f"{number / 1024 / 1024:.1f} MB".replace(".", ",")
