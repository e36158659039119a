"""The pages for when something is wrong: in Dutch, with the phone number, and never more than the reader may know.

None of them touches the database, the session or the context processors, so that they also work when those are what is wrong.
"""

import errno
import logging
import sys
from dataclasses import asdict, dataclass
from html import escape
from typing import Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from gehoor.web.context import City, city_of_settings

_logger = logging.getLogger(__name__)
_DISK_IS_FULL_OR_BROKEN: Final = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}
_READ_ONLY_TRANSACTION: Final = "25006"


@dataclass(frozen=True)
class _Trouble:
    """What a page says: what is wrong, in a sentence, and what one can do."""

    heading: str
    sentence: str
    advice: str = ""
    back: bool = False
    follow: bool = False


def _page(request: HttpRequest, trouble: _Trouble, *, status: int) -> HttpResponse:
    city = city_of_settings()
    at_work = request.path.startswith(("/desk/", "/ombuds/"))
    context = {**asdict(trouble), "city": city, "home": "/desk/" if at_work else "/", "status": status}
    text: str
    try:
        text = render_to_string("web/error.html", context)
    except Exception:  # whatever is wrong, the reader gets the phone number
        _logger.exception("The error page could not be rendered")
        text = _bare(trouble, city)
    return HttpResponse(text, status=status)


def _bare(trouble: _Trouble, city: City) -> str:
    """The same words without template or style sheet."""
    words = [escape(text) for text in (trouble.heading, trouble.sentence, trouble.advice, city.phone, city.name)]
    return (
        '<!doctype html><html lang="nl-BE"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>{0} · {4}</title><main><h1>{0}</h1><p>{1}</p><p>{2}</p><p>Bel {3}.</p></main></html>".format(*words)
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same body for what does not exist and what may not be seen."""
    trouble = _Trouble(
        "Deze pagina vinden we niet",
        "Misschien klopt het adres niet, of werkt de link niet meer.",
        follow=True,
    )
    return _page(request, trouble, status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the browser sent something that is not a request we know; 413 when it is only too much."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_large(request)
    trouble = _Trouble(
        "Dat begrepen we niet",
        "Je browser stuurde iets wat we niet kunnen lezen.",
        "Ga terug en probeer het opnieuw.",
        back=True,
    )
    return _page(request, trouble, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    trouble = _Trouble("Hier mag je niet binnen", "Je hebt geen toegang tot deze pagina.", back=True)
    return _page(request, trouble, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose safety mark is missing or old: what was typed is still in the previous page."""
    trouble = _Trouble(
        "Je formulier is te oud",
        "Je pagina stond lang open, je meldde je intussen opnieuw aan, of je browser houdt geen cookies bij. "
        "We hebben nog niets verstuurd.",
        "Ga terug met de pijl van je browser: wat je typte, staat er nog. Herlaad daarna die pagina en verstuur opnieuw. "
        "Lukt het niet? Kopieer je tekst eerst ergens anders.",
        back=True,
    )
    return _page(request, trouble, status=403)


def only_by_button(request: HttpRequest, *, allowed: str) -> HttpResponse:
    """405: somebody opened the address of a button, or pressed reload after one."""
    trouble = _Trouble(
        "Dit adres werkt alleen met een knop",
        "Je kwam hier zonder op de knop te klikken die erbij hoort. Er is niets gebeurd.",
        "Ga terug naar de vorige pagina.",
        back=True,
    )
    response = _page(request, trouble, status=405)
    response.headers["Allow"] = allowed
    return response


def too_large(request: HttpRequest) -> HttpResponse:
    """413."""
    trouble = _Trouble(
        "Dit is te groot",
        "Een bestand mag hoogstens 20 MB zijn, en alle bestanden samen hoogstens 100 MB. We hebben nog niets verstuurd.",
        "Ga terug: wat je typte, staat er nog. Kies kleinere of minder bestanden, of voeg de rest later toe.",
        back=True,
    )
    return _page(request, trouble, status=413)


def too_many(request: HttpRequest, *, seconds: int) -> HttpResponse:
    """429, with the time after which to try again."""
    minutes = max(1, -(-seconds // 60))
    trouble = _Trouble(
        "Even wachten",
        f"Je probeerde dit te vaak na elkaar. Probeer het opnieuw over {minutes} {'minuut' if minutes == 1 else 'minuten'}.",
        "Wat je typte, is niet verloren: ga terug in je browser.",
        back=True,
    )
    response = _page(request, trouble, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def refused(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    """409 or 422: a rule of the city refuses it, and says why."""
    advice = (
        "Herlaad de vorige pagina om te zien hoe het nu staat."
        if status == 409
        else "Ga terug: wat je typte, staat er nog."
    )
    return _page(request, _Trouble("Dit kan niet", sentence, advice, back=True), status=status)


def server_error(request: HttpRequest) -> HttpResponse:
    """500; or 503 when what went wrong outside any view is that the data cannot be reached."""
    exception = sys.exc_info()[1]
    if exception is not None and is_away(exception):
        return unavailable(request)
    trouble = _Trouble(
        "Er ging iets mis bij ons",
        "Dit is onze fout, niet de jouwe. Probeer het straks opnieuw.",
        "Was je iets aan het versturen? Kijk eerst of je een bevestiging kreeg.",
    )
    return _page(request, trouble, status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: the database is away, or the disk is full. Nothing was accepted."""
    trouble = _Trouble(
        "We zijn even niet bereikbaar",
        "We konden dit niet lezen of bewaren. Probeer het over enkele minuten opnieuw.",
        "Was je iets aan het versturen? Zonder nummer of bevestiging hebben we je bericht nog niet. "
        "Ga terug: wat je typte, staat er nog.",
        back=True,
    )
    response = _page(request, trouble, status=503)
    response.headers["Retry-After"] = "120"
    return response


def is_away(exception: BaseException) -> bool:
    """Whether this says that the database or the disk cannot be reached or written now."""
    if isinstance(exception, OperationalError | InterfaceError):
        return True
    if isinstance(exception, DatabaseError):
        return getattr(exception.__cause__, "sqlstate", None) == _READ_ONLY_TRANSACTION
    return isinstance(exception, OSError) and exception.errno in _DISK_IS_FULL_OR_BROKEN


def in_demo() -> bool:
    """Whether this is the demo city."""
    return bool(settings.GEHOOR_DEMO)
