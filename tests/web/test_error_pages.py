"""The pages for when something is wrong: in Dutch, with the phone number, and also when the database is what is wrong."""

import errno
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from gehoor.kernel.errors import Conflict, InvalidInput, MoveNotAllowed, NotAllowed, NotFound
from gehoor.web import errors
from gehoor.web.middleware import RuleViolationMiddleware
from tests.city import small_city

PAGES: dict[int, Callable[[HttpRequest], HttpResponse]] = {
    400: errors.bad_request,
    403: errors.forbidden,
    404: errors.not_found,
    405: lambda request: errors.only_by_button(request, allowed="GET"),
    413: errors.too_large,
    429: lambda request: errors.too_many(request, seconds=90),
    500: errors.server_error,
    503: errors.unavailable,
}
NEEDS = {
    400: "Dat begrepen we niet",
    404: "Deze pagina vinden we niet",
    429: "over 2 minuten",
    503: "even niet bereikbaar",
}


@pytest.fixture
def request_() -> HttpRequest:
    """A request of nobody, without database."""
    return RequestFactory().get("/melden/")


@pytest.mark.parametrize("status", PAGES)
def test_each_page_is_dutch_has_the_phone_number_and_needs_no_database(request_: HttpRequest, status: int) -> None:
    page = PAGES[status](request_)
    text = page.content.decode()
    assert page.status_code == status
    assert '<html lang="nl-BE"' in text
    assert "016 555 01 00" in text
    assert 'href="tel:+32165550100"' in text
    assert text.count("<h1") == 1
    assert NEEDS.get(status, "") in text


@pytest.mark.parametrize("status", [429, 503])
def test_who_must_wait_is_told_how_long(request_: HttpRequest, status: int) -> None:
    assert int(PAGES[status](request_).headers["Retry-After"]) > 0


def test_the_words_come_also_when_the_page_cannot_be_made(request_: HttpRequest, settings: Any) -> None:
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [], "APP_DIRS": False, "OPTIONS": {}}]
    text = errors.unavailable(request_).content.decode()
    assert "We zijn even niet bereikbaar" in text
    assert "016 555 01 00" in text


@pytest.mark.parametrize(
    ("exception", "status"),
    [
        (NotFound("weg"), 404),
        (NotAllowed("neen"), 404),
        (MoveNotAllowed("kan niet"), 409),
        (Conflict("intussen veranderd"), 409),
        (InvalidInput("kies iets"), 422),
        (OperationalError("away"), 503),
        (OSError(errno.ENOSPC, "full"), 503),
    ],
)
def test_a_refusal_becomes_its_page(request_: HttpRequest, exception: Exception, status: int) -> None:
    middleware = RuleViolationMiddleware(lambda request: HttpResponse())
    page = middleware.process_exception(request_, exception)
    assert page is not None
    assert page.status_code == status


def test_what_is_our_mistake_is_left_to_the_last_resort(request_: HttpRequest) -> None:
    middleware = RuleViolationMiddleware(lambda request: HttpResponse())
    assert middleware.process_exception(request_, ValueError("oeps")) is None
    assert middleware.process_exception(request_, OSError(errno.ENOENT, "none")) is None


def test_not_found_and_not_allowed_are_the_same_to_the_letter(request_: HttpRequest) -> None:
    middleware = RuleViolationMiddleware(lambda request: HttpResponse())
    pages = [middleware.process_exception(request_, refused) for refused in (NotFound("a"), NotAllowed("b"))]
    assert len({page.content for page in pages if page is not None}) == 1


def test_too_much_at_once_is_said_so(request_: HttpRequest) -> None:
    assert errors.bad_request(request_, RequestDataTooBig("x")).status_code == 413


# Through the whole house -----------------------------------------------------------------------------------------------


@pytest.fixture
def browser_(db: None) -> Client:
    """Somebody's browser in the small city."""
    small_city()
    return Client()


def test_an_address_that_is_not_there(browser_: Client) -> None:
    answer = browser_.get("/bestaat/niet/")
    assert answer.status_code == 404
    assert "Vraag een nieuwe link" in answer.content.decode()


def test_another_host_name_is_not_ours(browser_: Client) -> None:
    assert browser_.get("/", headers={"host": "elders.example"}).status_code == 400


def test_an_old_form_loses_nothing_and_says_what_to_do(db: None) -> None:
    small_city()
    answer = Client(enforce_csrf_checks=True).post("/melden/", {"text": "De lamp is stuk."})
    assert answer.status_code == 403
    assert "Je formulier is te oud" in answer.content.decode()


def test_the_address_of_a_button(browser_: Client) -> None:
    answer = browser_.post("/privacy/")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert "Dit adres werkt alleen met een knop" in answer.content.decode()


def test_a_text_larger_than_any_form(browser_: Client) -> None:
    answer = browser_.post("/melden/", "text=" + "a" * 3_000_000, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert "Dit is te groot" in answer.content.decode()


def test_too_often(browser_: Client) -> None:
    answers = [browser_.post("/melden/", {"text": ""}) for _ in range(61)]
    assert answers[-1].status_code == 429
    assert "Even wachten" in answers[-1].content.decode()
