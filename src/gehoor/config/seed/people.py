"""Invented people and words, drawn with a seed: the same seed draws the same."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from gehoor.kernel.clock import BRUSSELS, local_date
from gehoor.parties.actions import readable_phone
from gehoor.parties.models import PartyKind
from gehoor.regulations.calendar import Calendar

WORDS = Path(__file__).with_name("words.yaml")


class NotYet(Exception):
    """What would come next lies after the moment from which the story is told."""


@cache
def words() -> dict[str, Any]:
    """What people say and what the city answers."""
    found: dict[str, Any] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True)
class Person:
    """Somebody outside the city."""

    name: str
    email: str
    phone: str
    address: str
    kind: str = PartyKind.PERSON


def person(seed: int, number: int) -> Person:
    """The same number under the same seed is the same person: people come back."""
    draw, known = Random(f"{seed}:person:{number}"), words()  # noqa: S311 - drawn, not secret
    first, last = draw.choice(known["first_names"]), draw.choice(known["last_names"])
    name, kind = f"{first} {last}", PartyKind.PERSON
    mailbox = f"{first}.{last}{number % 97 or ''}".lower().replace(" ", "").replace("é", "e").replace("ë", "e")
    if draw.random() < 0.03:
        name, kind = draw.choice(known["organisations"]), PartyKind.ORGANISATION
    email = f"{mailbox}@voorbeeld.example" if draw.random() < 0.85 else ""
    has_phone = not email or draw.random() < 0.6
    phone = readable_phone(f"016 555 {draw.randrange(100):02} {draw.randrange(100):02}") if has_phone else ""
    address = f"{draw.choice(known['streets'])} {draw.randrange(1, 160)}, 9999 Vaartberg"
    return Person(name, email, phone, address, kind)


@dataclass
class Course:
    """How one story runs through time: what was drawn, and the moment it has come to."""

    draw: Random
    at: datetime
    until: datetime
    calendar: Calendar
    sweep: Callable[[datetime], None] = lambda moment: None
    """What the nights before that moment bring by themselves."""

    def pick(self, options: Any) -> Any:
        """One of them."""
        return self.draw.choice(options)

    def chance(self, part: float) -> bool:
        """So often."""
        return self.draw.random() < part

    def at_work(self, days: float) -> datetime:
        """About so many days later, in office hours of a working day; raises :class:`NotYet` after the end of the telling."""
        day = self.calendar.next_working_day(local_date(self.at) + timedelta(days=round(self._about(days))))
        hour = time(self.draw.randrange(9, 16), self.draw.randrange(60))
        return self._on(datetime.combine(day, hour, tzinfo=BRUSSELS))

    def at_home(self, days: float) -> datetime:
        """About so many days later, at an hour when people write."""
        day = local_date(self.at) + timedelta(days=round(self._about(days)))
        hour = time(self.draw.randrange(8, 22), self.draw.randrange(60))
        return self._on(datetime.combine(day, hour, tzinfo=BRUSSELS))

    def _about(self, days: float) -> float:
        return self.draw.expovariate(1 / days) if days else 0

    def _on(self, moment: datetime) -> datetime:
        self.at = max(moment, self.at + timedelta(minutes=self.draw.randrange(4, 50)))
        self.sweep(min(self.at, self.until))
        if self.at > self.until:
            raise NotYet
        return self.at


def night_after(day: date) -> datetime:
    """Just after midnight of the day after, when the sweepers work."""
    return datetime.combine(day + timedelta(days=1), time(0, 5), tzinfo=BRUSSELS)
