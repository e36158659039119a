"""The pages for when something is wrong: in Dutch, with the phone number, and never more than the reader may know."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from gehoor.web.context import city_of_settings


def _page(heading: str, sentence: str, advice: str = "", *, status: int, back: str = "") -> HttpResponse:
    """Rendered without request or database, so that it also works when those are what is wrong."""
    context = {"heading": heading, "sentence": sentence, "advice": advice, "back": back, "city": city_of_settings()}
    return HttpResponse(render_to_string("web/error.html", context), status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same body for what does not exist and what may not be seen."""
    return _page(
        "Deze pagina vinden we niet",
        "Misschien klopt het adres niet, of werkt je link niet meer.",
        "Zoek je je dossier? Op de pagina «Volg je dossier» vraag je een nieuwe link.",
        status=404,
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the browser sent something that is not a request we know."""
    return _page(
        "Dat begrepen we niet", "Je browser stuurde iets wat we niet kunnen lezen.", "Probeer het opnieuw.", status=400
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _page("Hier mag je niet binnen", "Je hebt geen toegang tot deze pagina.", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose safety mark is missing or old: what was typed is still in the previous page."""
    return _page(
        "Je formulier is te oud",
        "Je pagina stond lang open, of je browser houdt geen cookies bij. We hebben nog niets verstuurd.",
        "Ga terug in je browser: wat je typte, staat er nog. Herlaad die pagina en verstuur opnieuw.",
        status=403,
    )


def too_large(request: HttpRequest) -> HttpResponse:
    """413."""
    return _page(
        "Dit is te groot",
        "Een bestand mag hoogstens 20 MB zijn. Je andere antwoorden zijn bewaard.",
        "Ga terug en kies een kleiner bestand.",
        status=413,
    )


def too_many(request: HttpRequest, *, seconds: int) -> HttpResponse:
    """429, with the time after which to try again."""
    minutes = max(1, round(seconds / 60))
    response = _page(
        "Even wachten",
        f"Je probeerde dit te vaak na elkaar. Probeer het opnieuw over {minutes} {'minuut' if minutes == 1 else 'minuten'}.",
        "Wat je typte, is niet verloren: ga terug in je browser.",
        status=429,
    )
    response.headers["Retry-After"] = str(seconds)
    return response


def refused(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    """409 or 422: a rule of the city refuses it, and says why."""
    return _page("Dit kan niet", sentence, "Ga terug in je browser: wat je typte, staat er nog.", status=status)


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    return _page(
        "Er ging iets mis bij ons",
        "Dit is onze fout, niet de jouwe. Probeer het straks opnieuw.",
        "Was je iets aan het versturen? Kijk eerst of je een bevestiging kreeg.",
        status=500,
    )


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: the database is away or full. Nothing was accepted."""
    response = _page(
        "We zijn even niet bereikbaar",
        "We konden dit niet bewaren. Probeer het over enkele minuten opnieuw.",
        "Je kreeg nog geen nummer, dus we hebben je bericht nog niet.",
        status=503,
    )
    response.headers["Retry-After"] = "120"
    return response


def in_demo() -> bool:
    """Whether this is the demo city."""
    return bool(settings.GEHOOR_DEMO)
