"""Which act of the citizen is possible now, and for any other the sentence that says why not. Reads values only."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from gehoor.complaints.procedure import Step as ComplaintStep
from gehoor.dossiers.lifecycle import CloseReason
from gehoor.portal.turns import judged_at_the_end

if TYPE_CHECKING:
    from gehoor.complaints.pages import CitizenView
    from gehoor.dossiers.models import Dossier
    from gehoor.portal.tracking import Matter

GOES_ON_ELSEWHERE: Final = (CloseReason.COMPLAINT, CloseReason.REQUALIFIED)
"""Closed because another dossier goes on with it."""

WHEN_TO_THE_OMBUDSMAN: Final = (
    "Je kan naar de ombudsman als we je klacht weigeren, als we te laat zijn, "
    "of als je ons antwoord kreeg en het er niet mee eens bent."
)
_NO_COMPLAINT: Final = "Dat kan alleen bij een klacht."
_CLOSED: Final = "Je klacht is al afgesloten."


def why_not(slug: str, matter: "Matter") -> str:
    """Why this act cannot be done now on the dossier in view; empty when it can."""
    if slug in _WHY_NOT:
        return _WHY_NOT[slug](matter)
    complaint = matter.card.complaint
    return _NO_COMPLAINT if complaint is None else _WHY_NOT_OF_COMPLAINT[slug](complaint)


def _offer(matter: "Matter") -> str:
    card = matter.card
    if "solved" in card.turn.can:
        return ""
    if card.complaint is not None:
        return "Dit is een klacht. Is het opgelost? Zeg het dan op de pagina van je klacht."
    if any(bubble.offer is not None and bubble.offer.reply for bubble in card.bubbles):
        return "Je liet ons al weten of het opgelost is. Er is geen voorstel meer dat op je antwoord wacht."
    return "Er wacht nu geen oplossing op je antwoord."


def _complain(matter: "Matter") -> str:
    if matter.card.complaint is not None:
        return "Dit is al een klacht."
    running = matter.card.running
    return f"Hierover loopt al een klacht van je, met nummer {running.reference}." if running else ""


def _reopen(matter: "Matter") -> str:
    dossier = matter.card.dossier
    if matter.card.complaint is not None:
        return "Een klacht gaat niet opnieuw open. Ben je het niet eens met ons antwoord? Dan kan je naar de ombudsman."
    return "Je dossier staat nog open." if dossier.is_open else goes_on_elsewhere(dossier)


def goes_on_elsewhere(dossier: "Dossier") -> str:
    """Why a dossier that became another one stays closed; empty for any other."""
    if dossier.close_reason not in GOES_ON_ELSEWHERE:
        return ""
    return "We gaan hiermee verder in een ander dossier. Je vindt het op je pagina: schrijf ons daar."


def _withdraw(matter: "Matter") -> str:
    if matter.card.complaint is not None:
        return _ending("withdraw", matter.card.complaint)
    return "" if matter.card.dossier.is_open else "Dit is al afgesloten. Er valt niets meer in te trekken."


def _ending(move: str, complaint: "CitizenView") -> str:
    if move in complaint.moves:
        return ""
    return _CLOSED if _is_closed(complaint) else "We ronden je klacht al af. Je krijgt nog een brief met ons besluit."


def _is_closed(complaint: "CitizenView") -> bool:
    return complaint.complaint.step == ComplaintStep.CLOSED


def _satisfy(complaint: "CitizenView") -> str:
    return _ending("satisfy", complaint)


def _react(complaint: "CitizenView") -> str:
    if "accept" in complaint.moves:
        return ""
    if complaint.proposal is None:
        return _CLOSED if _is_closed(complaint) else "Er is nog geen voorstel waarop je kan antwoorden."
    return "Ons voorstel wacht niet meer op je antwoord."


def _clarify(complaint: "CitizenView") -> str:
    if "clarify" in complaint.moves:
        return ""
    return "We wachten nu niet op uitleg van jou. Wil je iets toevoegen? Schrijf dan een bericht."


def _come_back(complaint: "CitizenView") -> str:
    if "come_back" in complaint.moves:
        return ""
    return _CLOSED if _is_closed(complaint) else "Dat hoeft niet: we zijn al verdergegaan met je klacht."


def _refer(complaint: "CitizenView") -> str:
    if judged_at_the_end(complaint):
        return "De ombudsman gaf al een besluit over je klacht."
    if complaint.grounds:
        return ""
    referral = complaint.referral
    return WHEN_TO_THE_OMBUDSMAN if referral is None else "De ombudsman kijkt al naar je klacht."


def _check_report(complaint: "CitizenView") -> str:
    if not complaint.talks:
        return "Er is geen verslag van een gesprek met jou."
    if complaint.unchecked is None:
        return "Je las het verslag van ons gesprek al na. Wil je nog iets zeggen? Schrijf dan een bericht."
    return _CLOSED if _is_closed(complaint) else ""


_WHY_NOT: Final[dict[str, "Callable[[Matter], str]"]] = {
    "opgelost": _offer,
    "niet-opgelost": _offer,
    "klacht": _complain,
    "heropenen": _reopen,
    "intrekken": _withdraw,
}
_WHY_NOT_OF_COMPLAINT: Final[dict[str, "Callable[[CitizenView], str]"]] = {
    "akkoord": _react,
    "niet-akkoord": _react,
    "verduidelijken": _clarify,
    "verder": _come_back,
    "tevreden": _satisfy,
    "ombudsman": _refer,
    "verslag": _check_report,
}
ACTS_OF_COMPLAINT: Final = frozenset(_WHY_NOT_OF_COMPLAINT)
"""The acts that only a complaint knows."""
