"""Asking an OAuth 2.0 server for a token (RFC 6749 §4.4 and §6): one POST over TLS, no redirects, an end to time and size."""

import http.client
import json
import re
import ssl
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from gehoor.mailroom.imap import MailboxTrouble

SECONDS: Final = 10
_MOST_BYTES: Final = 64_000
_USUAL_LIFE: Final = 300
"""Seconds that a token is trusted when the server does not say how long it lives."""
_REFUSALS: Final = {
    "invalid_grant": "Het vernieuwingstoken is vervallen of ingetrokken. Vraag een nieuw aan en vul het opnieuw in.",
    "invalid_client": "De client-id of het clientgeheim klopt niet, of het geheim is vervallen. Kijk beide na.",
    "unauthorized_client": "Deze toepassing mag zo geen token vragen. Vraag je mailbeheerder om haar rechten na te kijken.",
    "invalid_scope": "De server kent dit bereik (scope) niet. Kijk na wat je mailbeheerder opgaf.",
}


@dataclass(frozen=True)
class Token:
    """What was given: ``seconds`` it lives; ``refresh``: what to ask with the next time, empty when that stays the same."""

    access: str
    seconds: int
    refresh: str = ""

    def __repr__(self) -> str:
        return f"Token(for {self.seconds} s)"


def ask_token(url: str, *, client_id: str, client_secret: str, refresh: str, scope: str) -> Token:
    """A new access token; without ``refresh`` the client asks in its own name. Raises :class:`MailboxTrouble`, in words."""
    given = (
        {"grant_type": "refresh_token", "refresh_token": refresh} if refresh else {"grant_type": "client_credentials"}
    )
    given |= {"client_id": client_id, "client_secret": client_secret, "scope": scope}
    return _token_in(*_post(url, {name: value for name, value in given.items() if value}))


def _post(url: str, fields: dict[str, str]) -> tuple[int, bytes]:
    parts = urlsplit(url)
    host = parts.hostname or ""
    connection = http.client.HTTPSConnection(
        host, parts.port or 443, timeout=SECONDS, context=ssl.create_default_context()
    )
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    try:
        connection.request("POST", path, urlencode(fields), headers)
        answer = connection.getresponse()
        return answer.status, answer.read(_MOST_BYTES)
    except ssl.SSLError as error:
        raise MailboxTrouble(f"De verbinding met de server van de tokens ({host}) is niet te vertrouwen.") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise MailboxTrouble(
            f"We raken niet tot bij de server van de tokens ({host}). Kijk het adres na. We proberen het opnieuw."
        ) from error
    finally:
        connection.close()


def _token_in(status: int, content: bytes) -> Token:
    try:
        said = json.loads(content)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise MailboxTrouble(
            f"De server van de tokens antwoordt niet zoals het hoort (code {status}). Kijk het adres na."
        )
    access = said.get("access_token")
    if status != http.client.OK or not isinstance(access, str) or not access:
        raise MailboxTrouble(_why_refused(said, status))
    refresh = said.get("refresh_token")
    return Token(access, _seconds(said.get("expires_in")), refresh if isinstance(refresh, str) else "")


def _why_refused(said: dict[str, Any], status: int) -> str:
    code = str(said.get("error", ""))
    shown = code if re.fullmatch(r"[a-z_]{1,60}", code) else f"code {status}"
    return _REFUSALS.get(code, f"De server van de tokens geeft geen token ({shown}). Vraag het aan je mailbeheerder.")


def _seconds(given: Any) -> int:
    text = str(given)
    return min(int(text), 86_400) if text.isascii() and text.isdecimal() and len(text) < 9 else _USUAL_LIFE
