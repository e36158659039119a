"""The blocks of the day in words: as a line of the cockpit, as the heading of the list, and when there is nothing."""

from dataclasses import dataclass

from django.urls import reverse

from gehoor.complaints.blocks import TASK_NAMES


@dataclass(frozen=True)
class Words:
    """``label``: beside the number; ``title``: above the list; ``nothing``: a sentence for none; ``look``: of a number that is not 0."""

    label: str
    title: str
    nothing: str
    look: str = ""


WORDS = {
    "te-laat": Words("te laat", "Te laat", "Niets is te laat.", "is-late"),
    "deze-week": Words("deze week", "Uiterlijk deze week", "Deze week loopt geen termijn meer af.", "is-soon"),
    "klok-staat-stil": Words("klok staat stil", "De klok staat stil", "Elke klok loopt."),
    "nieuw": Words("nieuw", "Nieuw: nog niet geopend door wie ze opvolgt", "Elke klacht is al eens geopend."),
    "te-bevestigen": Words(
        "ontvangst te bevestigen", "De ontvangstmelding is nog niet weg", "Elke ontvangstmelding is weg."
    ),
    "ontvankelijkheid": Words("ontvankelijkheid", "Te beoordelen op ontvankelijkheid", "Niets te beoordelen."),
    "wacht-op-mij": Words("jou", "Wacht op jou", "Niets wacht op jou."),
    "wacht-op-coordinator": Words("een coördinator", "Wacht op een coördinator", "Niets wacht op een coördinator."),
    "wacht-op-behandelaar": Words("de behandelaar", "Wacht op de behandelaar", "Niets wacht op een behandelaar."),
    "wacht-op-dienst": Words("de dienst", "Wacht op de dienst", "Geen dienst moet nog iets laten weten."),
    "wacht-op-klager": Words("de klager", "Wacht op de klager", "Niemand moet ons nog antwoorden."),
    "wacht-op-directeur": Words(
        "de algemeen directeur", "Wacht op de algemeen directeur", "Geen advies wordt nog verwacht."
    ),
    "buiten-de-stad": Words(
        "iemand buiten de stad", "Gevraagd aan iemand buiten de stad", "Niemand buiten de stad moet nog antwoorden."
    ),
    "oordeel": Words("oordeel te geven", "Oordeel te geven", "Geen ontwerp wacht op een oordeel."),
    "verschil": Words("verschil van mening", "Verschil van mening", "Niemand ziet het anders."),
    "voorstel-te-sturen": Words("voorstel te sturen", "Voorstel te sturen", "Elk voorstel is verstuurd."),
    "zonder-reactie": Words(
        "voorstel zonder reactie", "Voorstel zonder reactie van de klager", "Op elk voorstel kwam een reactie."
    ),
    "af-te-sluiten": Words("af te sluiten", "Af te sluiten", "Niets wacht op de laatste brief."),
    "toezeggingen": Words("open toezeggingen", "Toezeggingen die nog openstaan", "Elke toezegging is nagekomen."),
    "ombudsman": Words("bij de ombudsman", "Bij de ombudsman", "Geen klacht is bij de ombudsman."),
    "vragen": Words("vragen van de ombudsman", "Open vragen van de ombudsman", "Elke vraag is beantwoord."),
    "aanbevelingen": Words("aanbevelingen", "Aanbevelingen van de ombudsman", "Geen aanbeveling staat open."),
}

GROUPS = (
    ("Termijn", ("te-laat", "deze-week", "klok-staat-stil")),
    ("Binnengekomen", ("nieuw", "te-bevestigen", "ontvankelijkheid")),
    (
        "Wacht op",
        (
            "wacht-op-mij",
            "wacht-op-coordinator",
            "wacht-op-behandelaar",
            "wacht-op-dienst",
            "wacht-op-klager",
            "wacht-op-directeur",
            "buiten-de-stad",
        ),
    ),
    ("Oordeel en voorstel", ("oordeel", "verschil", "voorstel-te-sturen", "zonder-reactie", "af-te-sluiten")),
    ("Na het antwoord", ("toezeggingen", "ombudsman", "vragen", "aanbevelingen")),
)
"""The cards of the cockpit."""


def list_url(name: str) -> str:
    """The list behind a block."""
    return reverse("desk:follow_up" if name in TASK_NAMES else "desk:complaints") + f"?toon={name}"
