"""Mail out through the API of a provider: django-anymail as it ships, against a server that answers as Postmark does."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar

import pytest
from pytest_django import Settings

from gehoor.correspondence.actions import Addressee, open_thread, queue_letter
from gehoor.correspondence.models import Delivery, Message
from gehoor.correspondence.sending import send_next
from tests.city import MONDAY


class Provider(BaseHTTPRequestHandler):
    """Takes mail, or answers what it is told to answer."""

    status: ClassVar[int] = 200
    taken: ClassVar[list[dict[str, Any]]] = []

    def do_POST(self) -> None:
        """One mail."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answer: dict[str, Any] = {"ErrorCode": 10, "Message": "no"}
        if self.status == 200:
            self.taken.append(asked)
            answer = {"ErrorCode": 0, "Message": "OK", "MessageID": "1", "To": asked["To"], "SubmittedAt": "now"}
        self.send_response(self.status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *args: Any) -> None:
        """Nothing."""


@pytest.fixture
def provider(db: None, settings: Settings) -> Iterator[type[Provider]]:
    Provider.status, Provider.taken = 200, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {
        "POSTMARK_SERVER_TOKEN": "geheim",
        "POSTMARK_API_URL": f"http://127.0.0.1:{server.server_port}/",
        "REQUESTS_TIMEOUT": 10,
    }
    yield Provider
    server.shutdown()
    server.server_close()


def one_mail() -> tuple[Message, bool]:
    """Written, and tried once; whether it made sense to go on."""
    to = Addressee("Amina", "amina@voorbeeld.example")
    message = queue_letter(open_thread(at=MONDAY), "new_link", {"reference": "2026-00042-5"}, to=to, at=MONDAY)
    goes_on = send_next(at=MONDAY)
    message.refresh_from_db()
    return message, goes_on


def test_a_provider_gets_the_same_mail(provider: type[Provider]) -> None:
    message, goes_on = one_mail()
    assert (message.delivery, goes_on) == (Delivery.SENT, True)
    [mail] = provider.taken
    assert mail["To"] == "amina@voorbeeld.example"
    assert "/volg/" in mail["TextBody"]
    assert "<html" in mail["HtmlBody"]
    headers = {header["Name"]: header["Value"] for header in mail["Headers"]}
    assert headers["Message-ID"].startswith(f"<{message.public_id.hex}@")
    assert headers["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("status", [401, 429, 500, 503])
def test_what_says_something_of_the_provider_ends_no_mail(provider: type[Provider], status: int) -> None:
    provider.status = status
    message, goes_on = one_mail()
    assert (message.delivery, message.failure, goes_on) == (Delivery.QUEUED, str(status), False)


def test_a_mail_that_the_provider_refuses_comes_to_a_person(provider: type[Provider]) -> None:
    provider.status = 422
    message, goes_on = one_mail()
    assert (message.delivery, message.failure, goes_on) == (Delivery.FAILED, "422", True)


def test_a_provider_that_is_away_ends_no_mail(provider: type[Provider], settings: Settings) -> None:
    settings.ANYMAIL = {**settings.ANYMAIL, "POSTMARK_API_URL": "http://127.0.0.1:1/"}
    message, goes_on = one_mail()
    assert (message.delivery, goes_on) == (Delivery.QUEUED, False)
