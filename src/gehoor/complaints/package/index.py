"""The index to read: one page that needs nothing around it, as HTML and, where the machine can draw it, as PDF."""

import logging
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from gehoor.complaints.package.contents import Gathered
from gehoor.complaints.package.enclosed import Values
from gehoor.dossiers.queries import Clock
from gehoor.regulations.clock_strip import StripDay, strip
from gehoor.regulations.second_line import with_article

NO_PDF: Final = "Dit pakket is zonder PDF: op de server van de stad ontbreekt Pango, waarmee een PDF wordt opgemaakt."
_ON_PAPER_ONLY = logging.getLogger("weasyprint")
_ON_PAPER_ONLY.setLevel(logging.ERROR)  # it warns of each rule of the style sheet that is for screens
_STYLE = Path(__file__).with_name("index.css")
_KINDS = ("over", "due", "mark", "pause", "holiday", "off", "past")


class NoPdf(Exception):
    """This machine cannot draw a PDF; the message says why, in Dutch."""


@dataclass(frozen=True)
class _Drawn:
    """A clock of the index: the values with the strip of days."""

    values: Values
    days: list[tuple[str, date]]


def as_html(gathered: Gathered, told: Values, *, on_paper: bool, today: date) -> str:
    """The index of all that is told. ``on_paper``: for the PDF, which lies apart from the files, so nothing in it is a link."""
    context = {
        **told,
        "second_line_with_article": with_article(gathered.values["second_line"]),
        "on_paper": on_paper,
        "drawn": [_drawn(*pair, today=today) for pair in _clocks(gathered)],
        "style": _style(),
        "talks": _talks(gathered.values["conversation"]),
    }
    return render_to_string("complaints/package.html", context)


def _style() -> SafeString:
    """Our own style sheet, inside the page."""
    return format_html("<style>{}</style>", mark_safe(_STYLE.read_text(encoding="utf-8")))  # noqa: S308  # our own file


def _clocks(gathered: Gathered) -> list[tuple[Clock, Values]]:
    return list(zip(gathered.page.clocks, gathered.values["clocks"], strict=True))


def _drawn(clock: Clock, values: Values, *, today: date) -> _Drawn:
    row = clock.deadline
    if row.ended_on is not None and row.met_on is None:
        return _Drawn(values, [])
    days = strip(clock.reckoning, today, row.met_on)
    return _Drawn(values, [(_kind(one), one.day) for one in days])


def _kind(day: StripDay) -> str:
    return next((kind for kind in _KINDS if kind in day.kinds), "")


def _talks(said: list[Values]) -> list[tuple[str, list[Values]]]:
    parts = (("Met de dienst, vóór de klacht", "first_line"), ("Over de klacht", "complaint"))
    found = ((title, [one for one in said if one["about"] == about]) for title, about in parts)
    return [(title, lines) for title, lines in found if lines]


def as_pdf(html: str) -> bytes:
    """The same page as a tagged PDF. Nothing is fetched while it is drawn. Raises ``NoPdf`` on a machine without Pango."""
    try:
        import weasyprint
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as error:
        raise NoPdf(NO_PDF) from error
    page: Any = weasyprint.HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=[]))
    drawn = page.write_pdf(pdf_variant="pdf/ua-1")
    return bytes(drawn)
