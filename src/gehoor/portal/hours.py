"""When somebody answers the phone, in words."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from gehoor.kernel.clock import BRUSSELS

Hours = Mapping[str, Sequence[Sequence[str]]]

_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMES: Final = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


def clock_words(text: str) -> str:
    """``"20:00"`` → ``"20 uur"``, ``"16:30"`` → ``"16.30 uur"``."""
    hour, minute = text.split(":")
    return f"{int(hour)} uur" if minute == "00" else f"{int(hour)}.{minute} uur"


def days_in_words(hours: Hours) -> str:
    """On which days: ``Elke dag, ook in het weekend.``; empty when never."""
    days = [index for index, day in enumerate(_DAYS) if hours.get(day)]
    if not days:
        return ""
    if len(days) == 7:
        return "Elke dag, ook in het weekend."
    if days == list(range(days[0], days[-1] + 1)) and len(days) > 1:
        return f"Van {_NAMES[days[0]]} tot {_NAMES[days[-1]]}."
    return f"Op {' en '.join([', '.join(_NAMES[d] for d in days[:-1]), _NAMES[days[-1]]] if len(days) > 1 else [_NAMES[days[0]]])}."


def opens_next(hours: Hours, moment: datetime) -> str:
    """When it opens again: ``Straks open vanaf 9 uur``, ``Morgen open vanaf 9 uur``; empty when never."""
    local = moment.astimezone(BRUSSELS)
    for ahead in range(8):
        weekday = (local.date() + timedelta(days=ahead)).weekday()
        for start, _end in hours.get(_DAYS[weekday], []):
            if ahead == 0 and start <= local.strftime("%H:%M"):
                continue
            when = {0: "Straks", 1: "Morgen"}.get(ahead, _NAMES[weekday].capitalize())
            return f"{when} open vanaf {clock_words(start)}"
    return ""
