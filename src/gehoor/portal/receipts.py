"""The receipt: what somebody needs to keep."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from gehoor.complaints.pages import Told
from gehoor.complaints.queries import told_in
from gehoor.correspondence.queries import public_conversation
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.queries import clocks_of, reporter_of, spoken_for
from gehoor.dossiers.wording import day_in_words
from gehoor.kernel.clock import local_date
from gehoor.portal.clocks import ClockView
from gehoor.portal.clocks import clocks_of as promises_of
from gehoor.portal.turns import noun_of

if TYPE_CHECKING:
    from gehoor.correspondence.queries import Said
    from gehoor.dossiers.models import Dossier
    from gehoor.portal.doors import Visit


@dataclass(frozen=True)
class Next:
    """One thing that will happen: by which day (None: today), and what."""

    by: date | None
    text: str


@dataclass(frozen=True)
class Receipt:
    """All of the receipt.

    Empty: ``first_name`` for an organisation and for who gave no name, ``told`` for all but a complaint, ``speaks_for`` for who
    speaks for themselves.
    """

    reference: str
    dossier: "Dossier"
    noun: str
    first_name: str
    email: str
    received_on: date
    nexts: list[Next]
    clock: ClockView | None
    said: "Said | None"
    told: Told
    speaks_for: str

    @property
    def title(self) -> str:
        """``We hebben je melding, Amina``."""
        return f"We hebben je {self.noun}" + (f", {self.first_name}" if self.first_name else "")


def receipt_of(visit: "Visit") -> Receipt:
    """The receipt of the dossier that was linked to. Five statements, for a complaint three more."""
    dossier = visit.dossiers[0]
    party = reporter_of(dossier)
    person = party is not None and party.kind == "person"
    other = spoken_for(dossier)
    promises = promises_of(dossier, clocks_of(dossier), today=visit.today)
    said = public_conversation(dossier.thread_id, at=visit.at)
    return Receipt(
        reference=dossier.reference,
        dossier=dossier,
        noun=noun_of(dossier),
        first_name=party.name.split()[0] if person and party.name.split() else "",
        email="" if party is None else party.email,
        received_on=local_date(dossier.received_at),
        nexts=_nexts(dossier, promises),
        clock=promises[0] if promises else None,
        said=next((one for one in said if one.message.direction == "in"), None),
        told=told_in(visit.complaint(dossier.reference)) if dossier.kind == Kind.COMPLAINT else Told(),
        speaks_for="" if other is None else ", ".join(part for part in (other.name, other.address) if part),
    )


_THIS = "onze ontvangstmelding"
_BY: dict[str, str] = {
    _THIS: "Je krijgt onze ontvangstmelding.",
    "ons antwoord of we je klacht mogen behandelen": "Je weet of we je klacht mogen behandelen. Dat heet ontvankelijk zijn.",
    "ons antwoord op je klacht": "Je krijgt ons antwoord op je klacht.",
    "een oplossing van de dienst": "De dienst stelt je een oplossing voor. Gebeurt dat niet? Dan kan je in één stap een klacht indienen.",
    "ons antwoord": "Je krijgt een antwoord.",
}


def _nexts(dossier: "Dossier", promises: list[ClockView]) -> list[Next]:
    first = {
        Kind.COMPLAINT: "De klachtencoördinator leest je klacht.",
        Kind.COMPLIMENT: "We geven je compliment door aan wie het verdient.",
    }.get(Kind(dossier.kind), f"Het contactpunt leest je {noun_of(dossier)} en geeft ze aan de juiste dienst.")
    found = [Next(None, first)]
    dated = sorted((p for p in promises if p.due_on is not None), key=lambda p: p.due_on or date.max)
    return found + [Next(p.due_on, _promised(p)) for p in dated if p.met_on is None or p.promise != _THIS]


def _promised(promise: ClockView) -> str:
    done = "" if promise.met_on is None else f" Dat gebeurde op {day_in_words(promise.met_on)}."
    return _BY[promise.promise] + done
