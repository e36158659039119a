"""A browser that does not give up: what is not answered is sent again, unchanged, as a person who sees an error page would."""

import http.client
import itertools
import re
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlsplit
from uuid import uuid4

_numbers = itertools.count(1)
_CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')

File = tuple[str, bytes]
"""The name and the content of a file in a form."""


class Unanswered(Exception):
    """Nobody answered, or only to say that it does not work now: nothing was promised."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status_code: int
    content: bytes
    headers: dict[str, str]


def own_address() -> str:
    """An address of this machine that nobody else in the run uses: each visitor is counted apart."""
    number = next(_numbers)
    return f"127.{1 + number // 60000 % 200}.{number // 250 % 240}.{1 + number % 250}"


@dataclass
class Visitor:
    """Cookies, the form token of the last page, and patience: how many seconds to go on asking."""

    port: int
    patience: float = 60.0
    address: str = field(default_factory=own_address)
    cookies: dict[str, tuple[str, str]] = field(default_factory=dict)
    token: str = ""

    def get(self, address: str) -> Answer:
        """Open a page."""
        return self._ask("GET", address, b"", {})

    def post(self, address: str, data: dict[str, str | File]) -> Answer:
        """Send a form; the same again until there is an answer or patience runs out."""
        edge = uuid4().hex
        body = _multipart({"csrfmiddlewaretoken": self.token, **data}, edge)
        return self._ask("POST", address, body, {"Content-Type": f"multipart/form-data; boundary={edge}"})

    def _ask(self, method: str, address: str, body: bytes, headers: dict[str, str]) -> Answer:
        deadline = time.monotonic() + self.patience
        while True:
            try:
                return self._once(method, address, body, headers)
            except Unanswered:
                if time.monotonic() >= deadline:
                    raise
                time.sleep(0.1)

    def _once(self, method: str, address: str, body: bytes, headers: dict[str, str]) -> Answer:
        path = urlsplit(address).path
        sent = "; ".join(f"{name}={value}" for name, (value, under) in self.cookies.items() if path.startswith(under))
        source = (self.address, 0)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30, source_address=source)
        try:
            connection.request(method, address, body, headers | {"Cookie": sent, "Host": f"localhost:{self.port}"})
            response = connection.getresponse()
            answer = Answer(response.status, response.read(), dict(response.getheaders()))
            cookies = response.msg.get_all("Set-Cookie") or []
        except (OSError, http.client.HTTPException) as error:
            raise Unanswered from error
        finally:
            connection.close()
        if answer.status_code >= 500:
            raise Unanswered(answer.status_code)
        self._remember(answer, cookies)
        return answer

    def _remember(self, answer: Answer, cookies: list[str]) -> None:
        for line in cookies:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = (morsel.value, morsel["path"] or "/")
        if found := _CSRF.search(answer.content):
            self.token = found[1].decode()


def _multipart(fields: dict[str, str | File], edge: str) -> bytes:
    parts = []
    for name, value in fields.items():
        head, text = f'name="{name}"', b""
        if isinstance(value, tuple):
            head, text = f'{head}; filename="{value[0]}"\r\nContent-Type: application/octet-stream', value[1]
        else:
            text = value.encode()
        parts.append(f"--{edge}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + text + b"\r\n")
    return b"".join(parts) + f"--{edge}--\r\n".encode()
