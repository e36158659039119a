"""The clock strip as HTML: one cell per day, labels above (today, done) and below (begin, months, due).

Works on what ``regulations.clock.strip`` returns; anything with ``day`` and ``kinds`` will do.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Protocol

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from gehoor.web.words import SHORT_MONTHS, day_and_month, without_weekday

_CLASSES = ("start", "past", "off", "holiday", "pause", "today", "due", "over", "mark", "month")
_LEGEND = (
    ("past", "voorbij"),
    ("", "nog te gaan"),
    ("off", "weekend"),
    ("holiday", "feestdag of sluitingsdag"),
    ("pause", "klok stond stil"),
    ("over", "te laat"),
)
_LONG = 120
"""From this many days on the cells have no line between them."""
_EDGE = 0.12
"""The part of the strip at each end where a label would run into the one of the begin or the due date."""

_EARLY = 0.6
"""A due date in this first part of the strip has its label to the right: to the left it would meet the one of the begin."""


class Day(Protocol):
    """One day and what is special about it."""

    @property
    def day(self) -> date:
        """The date."""

    @property
    def kinds(self) -> frozenset[str]:
        """``start, past, off, holiday, pause, today, due, over, mark, month``."""


def draw(days: Sequence[Day], sentence: str, *, row: bool = False, begin: str = "begin") -> SafeString:
    """The strip. ``sentence`` says the same in words; without it the strip says when it runs. ``row``: without labels."""
    taken = _below_due(days)
    cells = "".join(_cell(days, place, row=row, begin=begin, crowded=place in taken) for place in range(len(days)))
    shape = "g-strip" + (" g-strip--row" if row else "") + (" g-strip--long" if len(days) > _LONG else "")
    return format_html(
        '<div class="{}" role="img" aria-label="{}"><div class="g-strip__days">{}</div></div>',
        shape,
        sentence or _in_words(days),
        mark_safe(cells),  # noqa: S308  # built from our own words and numbers
    )


def legend(days: Sequence[Day]) -> SafeString:
    """What the colours mean, of those that occur."""
    present = {kind for day in days for kind in day.kinds}
    if any(not day.kinds & {"past", "off", "holiday", "pause", "over"} for day in days):
        present.add("")
    items = "".join(
        f'<li><span class="g-swatch{f" g-swatch--{kind}" if kind else ""}"></span>{word}</li>'
        for kind, word in _LEGEND
        if kind in present
    )
    return mark_safe(f'<ul class="g-legend-row">{items}</ul>')  # noqa: S308  # our own words


def _below_due(days: Sequence[Day]) -> range:
    """The places where the name of a month would run into the label of the due date."""
    due = next((place for place, day in enumerate(days) if "due" in day.kinds), None)
    if due is None:
        return range(0)
    reach = round(2 * _EDGE * len(days))
    return range(due - reach, due + reach + 1)


def _cell(days: Sequence[Day], place: int, *, row: bool, begin: str, crowded: bool) -> str:
    day = days[place]
    labels = "" if row else _labels(day, place / max(len(days) - 1, 1), begin, crowded=crowded)
    return f'<span class="{_class(day.kinds)}">{labels}</span>'


@lru_cache(maxsize=256)
def _class(kinds: frozenset[str]) -> str:
    return " ".join(["g-strip__day", *(f"g-strip__day--{kind}" for kind in _CLASSES if kind in kinds)])


def _labels(day: Day, along: float, begin: str, *, crowded: bool) -> str:
    short = day_and_month(day.day)
    found = ""
    for kind, word in (("today", "vandaag"), ("mark", "klaar")):
        if kind in day.kinds:
            found += _label(f"above{_side(along)}", f"{word} <b>{short}</b>")
            break
    if "due" in day.kinds:
        return found + _label("due g-strip__label--early" if along < _EARLY else "due", f"uiterlijk <b>{short}</b>")
    if "start" in day.kinds:
        return found + _label("start", f"{format_html('{}', begin)} <b>{short}</b>")
    if "month" in day.kinds and not crowded and 2 * _EDGE < along < 1 - 2 * _EDGE:
        return found + _label("month", SHORT_MONTHS[day.day.month - 1])
    return found


def _label(where: str, text: str) -> str:
    return f'<span class="g-strip__label g-strip__label--{where}">{text}</span>'


def _side(along: float) -> str:
    if along < _EDGE:
        return " g-strip__label--first"
    return " g-strip__label--last" if along > 1 - _EDGE else ""


def _in_words(days: Sequence[Day]) -> str:
    if not days:
        return "Nog geen dagen."
    return f"De dagen van {without_weekday(days[0].day)} tot {without_weekday(days[-1].day)}."
