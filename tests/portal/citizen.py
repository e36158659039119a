"""Somebody who uses the portal through its pages, as a browser without JavaScript would."""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.test import Client

from gehoor.correspondence.actions import make_link
from gehoor.dossiers.models import Dossier
from gehoor.kernel.clock import now
from tests.people import AMINA

STORY = "De straatlamp voor mijn deur is al een week stuk."
_HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
_PART = re.compile(r'(name|value)="([^"]*)"')


@dataclass
class Citizen:
    """Walks through the form. ``at``: where the last answer led to."""

    client: Client
    at: str = ""
    page: Any = field(default=None)

    def visit(self, address: str, status: int = 200) -> str:
        """Open a page and return its text."""
        self.page = self.client.get(address)
        assert self.page.status_code == status, (address, self.page.status_code)
        self.at = address
        return self.text

    @property
    def text(self) -> str:
        """The page, without the escapes of HTML."""
        return unescape(self.page.content.decode())

    def hidden(self) -> dict[str, str]:
        """The hidden fields of the page that is open."""
        found = {}
        for tag in _HIDDEN.findall(self.page.content.decode()):
            parts = dict(_PART.findall(tag))
            if parts.get("name") != "csrfmiddlewaretoken":
                found[parts["name"]] = unescape(parts.get("value", ""))
        return found

    def send(self, to: str = "", /, **answers: Any) -> Any:
        """Fill in the form that is open and send it; follow the way it leads, one step."""
        self.page = self.client.post(to or self.at, {**self.hidden(), **answers} if self.page else answers)
        if self.page.status_code == 303:
            self.visit_next()
        return self.page

    def visit_next(self) -> None:
        """Open the page that the answer led to, through further turns."""
        while self.page.status_code in (302, 303):
            self.at = self.page.headers["Location"]
            self.page = self.client.get(self.at)

    def tell_up_to_behalf(self, story: str = STORY, kind: str = "melding", **more: Any) -> None:
        """Answer everything up to *Voor wie schrijf je?*"""
        self.visit("/")
        self.send("/melden/", text=story)
        self.send(kind=kind)
        self.send(place=more.get("place", "Lindenstraat 14"), occurred=more.get("occurred", "vorige week"))
        if kind in ("klacht", "ontevreden"):
            asked = {"department": "", "named": "", "wished": ""}
            self.send(**asked | {name: more[name] for name in asked if name in more})
        self.send(verder="ja", **({"files": more["files"]} if "files" in more else {}))

    def tell(self, story: str = STORY, kind: str = "melding", **more: Any) -> None:
        """Answer everything up to the page before sending."""
        self.tell_up_to_behalf(story, kind, **more)
        self.send(behalf=more.get("behalf", "self"))
        if more.get("behalf") != "anonymous":
            self.send(**who(**{k: v for k, v in more.items() if k in ("name", "email", "phone", "address")}))

    def tell_and_send(self, story: str = STORY, kind: str = "melding", **more: Any) -> str:
        """Send a story; the token of the receipt."""
        self.tell(story, kind, **more)
        assert self.at.endswith("/nakijken/"), (self.at, self.text)
        self.send()
        assert self.at.endswith("/ontvangst/"), (self.at, self.text)
        return self.at.split("/")[2]


def who(**changed: str) -> dict[str, str]:
    """The answers of Amina to who she is."""
    return {"name": AMINA.name, "email": AMINA.email, "phone": AMINA.phone, "address": AMINA.address} | changed


def token_of(dossier: Dossier) -> str:
    """A tracking link of that dossier."""
    return make_link(dossier.thread_id, at=now())
