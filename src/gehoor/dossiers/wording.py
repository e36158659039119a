"""Dutch words for dates and clocks in letters and sentences. Pure."""

from datetime import date, datetime

from gehoor.kernel.clock import local_date

_DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip

NO_DATE = "de dag die we je nog laten weten"


def day_in_words(day: date) -> str:
    """``maandag 21 december 2026``."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def withdrawn_words(what: str, at: datetime, why: str) -> str:
    """``Bericht ingetrokken op maandag 21 december 2026. Dit bericht was niet voor jou bedoeld.``"""
    return f"{what} ingetrokken op {day_in_words(local_date(at))}. {why}".strip()


def clock_note(*, paused: bool) -> str:
    """What the clock does while somebody is asked something."""
    if paused:
        return "Zolang we op je antwoord wachten, staat onze klok stil. Ze loopt verder op de dag dat je antwoordt."
    return "Onze termijn loopt intussen verder."


def until_note(until: date | None, due_on: date | None) -> str:
    """Until when the clock stands still, and what the last day is then."""
    if until is None:
        return "Zodra dat voorbij is, loopt de klok verder. Dan laten we je de nieuwe uiterste dag weten."
    return f"De klok loopt weer op {day_in_words(until)}. {due_note(due_on)}"


def due_note(due_on: date | None) -> str:
    """The last day of a term, as a letter says it; also when the clock stands still for another reason."""
    if due_on is None:
        return "De klok staat nog stil om een andere reden. We laten je de nieuwe uiterste dag nog weten."
    return f"De uiterste dag is nu {day_in_words(due_on)}."
