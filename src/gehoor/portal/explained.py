"""The regulation in plain words: what the city promises, and from when it counts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gehoor.kernel.clock import local_date
from gehoor.regulations.queries import content_of
from gehoor.regulations.second_line import with_article
from gehoor.regulations.terms import StartEvent, Unit

if TYPE_CHECKING:
    from datetime import date

    from gehoor.dossiers.models import Dossier
    from gehoor.regulations.schema import Content
    from gehoor.regulations.terms import Term

_UNITS: Final = {
    Unit.CALENDAR_DAY: ("dag", "dagen"),
    Unit.WORKING_DAY: ("werkdag", "werkdagen"),
    Unit.WEEK: ("week", "weken"),
    Unit.MONTH: ("maand", "maanden"),
}
_FROM: Final = {
    StartEvent.FILING: "na de dag waarop je de klacht indiende",
    StartEvent.RECEIPT: "na de dag waarop we het kregen",
    StartEvent.REGISTRATION: "na de dag waarop we het registreerden",
    StartEvent.CLARIFICATION: "na de dag waarop je ons antwoordde",
    StartEvent.ADMISSIBLE: "na de dag waarop we zeiden dat we je klacht behandelen",
    StartEvent.ACKNOWLEDGEMENT: "na onze ontvangstmelding",
    StartEvent.PROPOSAL: "na de dag waarop je ons voorstel kreeg",
    StartEvent.REACTION: "na de dag van je reactie",
    StartEvent.FIRST_LINE: "na de dag waarop de dienst ermee begon",
    StartEvent.ACCOUNT_ASKED: "na de dag waarop we het vroegen",
    StartEvent.REFERRAL: "na de dag waarop de ombudsman het kreeg",
}
_SHOWN: Final = (
    ("question_answer", "Je krijgt een antwoord op je vraag"),
    ("melding_answer", "Je krijgt een antwoord op je melding"),
    ("suggestion_answer", "Je krijgt een antwoord op je idee"),
    ("first_line", "De dienst stelt je een oplossing voor"),
    ("acknowledgement", "We bevestigen dat we je klacht kregen"),
    ("admissibility", "Je weet of we je klacht mogen behandelen"),
    ("answer", "Je krijgt ons antwoord op je klacht"),
    ("reaction", "Jij laat weten of je akkoord gaat met ons voorstel"),
)


@dataclass(frozen=True)
class Promise:
    """``binding``: the regulation says so; otherwise the city aims at it. ``assumption``: the regulation itself was not seen."""

    what: str
    within: str
    counted: str
    binding: bool
    assumption: bool


def promises_in(content: "Content") -> list[Promise]:
    """The terms a citizen should know, in the order they come."""
    found = ((content.terms.get(code), what) for code, what in _SHOWN)
    return [_promise(term, what) for term, what in found if term is not None]


def _promise(term: "Term", what: str) -> Promise:
    one, many = _UNITS[term.unit]
    within = f"binnen {term.amount} {one if term.amount == 1 else many}"
    return Promise(what, within, _FROM.get(term.start, ""), term.binding, term.assumption)


def second_line_of(dossier: "Dossier", *, today: "date") -> str:
    """Who looks again at a complaint, with the article: ``de Vlaamse Ombudsdienst``. Who it was when it was closed, it stays."""
    closed_on = None if dossier.closed_at is None else local_date(dossier.closed_at)
    day = today if closed_on is None else min(today, closed_on)
    return with_article(content_of(dossier.regulation_version_id).second_line_on(day).name)
