"""An OAuth 2.0 server of the test's own: gives tokens over TLS, and tells Dovecot whose they are."""

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

from tests.mailroom.dovecot import USER

CLIENT, CLIENT_SECRET = "gehoor", "geheim-van-de-toepassing"


@dataclass
class TokenServer:
    """``valid``: the tokens it takes; ``refresh``: what must be given for the next; ``answers``: said instead, once each."""

    token_url: str = ""
    check_url: str = ""
    valid: set[str] = field(default_factory=set)
    refresh: str = "vernieuw-0"
    asked: list[dict[str, str]] = field(default_factory=list)
    answers: list[tuple[int, str]] = field(default_factory=list)

    def give(self, fields: dict[str, str]) -> tuple[int, str]:
        """What a request for a token is answered with. Each token is given with a new refresh token."""
        self.asked.append(fields)
        if self.answers:
            return self.answers.pop(0)
        if (fields.get("client_id"), fields.get("client_secret")) != (CLIENT, CLIENT_SECRET):
            return 401, json.dumps({"error": "invalid_client"})
        if fields["grant_type"] == "refresh_token" and fields["refresh_token"] != self.refresh:
            return 400, json.dumps({"error": "invalid_grant"})
        number = len(self.asked)
        self.valid.add(f"token-{number}")
        self.refresh = f"vernieuw-{number}"
        return 200, json.dumps(
            {
                "access_token": f"token-{number}",
                "expires_in": 3600,
                "refresh_token": self.refresh,
                "token_type": "Bearer",
            }
        )

    def dovecot_settings(self, folder: Path) -> str:
        """What Dovecot must know to ask this server about tokens."""
        file = folder / "oauth2.conf"
        file.write_text(
            f"introspection_url = {self.check_url}\nintrospection_mode = post\nusername_attribute = username\n"
            "active_attribute = active\nactive_value = true\n"
        )
        return (
            "auth_mechanisms = plain login xoauth2 oauthbearer\n"
            f"passdb {{\n  driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n  args = {file}\n}}\n"
        )


@contextmanager
def token_server(cert: Path, key: Path) -> Iterator[TokenServer]:
    """A running one; its certificate is for localhost."""
    server = TokenServer()

    class Tokens(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            given = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            fields = {name: values[0] for name, values in given.items()}
            if self.path == "/check":
                active = fields.get("token") in server.valid
                status, text = 200, json.dumps({"active": active, "username": USER})
            else:
                status, text = server.give(fields)
            content = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            """Silence."""

    checking, giving = (ThreadingHTTPServer(("127.0.0.1", 0), Tokens) for _ in range(2))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    giving.socket = context.wrap_socket(giving.socket, server_side=True)
    server.check_url = f"http://127.0.0.1:{checking.server_address[1]}/check"
    server.token_url = f"https://localhost:{giving.server_address[1]}/token"
    threads = [threading.Thread(target=one.serve_forever, daemon=True) for one in (checking, giving)]
    for thread in threads:
        thread.start()
    yield server
    for one in (checking, giving):
        one.shutdown()
        one.server_close()
