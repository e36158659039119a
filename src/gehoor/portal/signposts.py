"""What the city hears here but handles elsewhere: where to go instead. Nothing of this is stored."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gehoor.regulations.schema import Content
    from gehoor.regulations.schema.content import OwnWay


@dataclass(frozen=True)
class Signpost:
    """One matter with its own way. ``words``: the beginnings of words that point to it.

    ``protected``: what is said about it may not be stored here; see :func:`protected_matter`.
    """

    title: str
    text: str
    words: tuple[str, ...] = ()
    protected: bool = False


SIGNPOSTS: Final = (
    Signpost(
        "Bezwaar of beroep tegen een beslissing",
        "Bijvoorbeeld tegen een belasting, een boete of een vergunning. In de brief met de beslissing staat waar je dat doet, "
        "en tegen wanneer. Doe het langs die weg: via dit formulier kan je tijd verliezen en te laat zijn.",
        words=("bezwaar", "in beroep", "beroep tegen", "beroep aanteken", "beroep indien"),
    ),
    Signpost(
        "Schade door werken of door de stad",
        "Een aanvraag om schadevergoeding heeft een eigen formulier. Bel ons, dan sturen we het je op.",
        words=("schadevergoeding", "schadeclaim", "schade aan mijn", "schade aan onze"),
    ),
    Signpost(
        "Een misstand melden als klokkenluider",
        "Werk je voor of met de stad en wil je een inbreuk melden? Daarvoor is er een beschermd meldkanaal. Gebruik dit formulier "
        "niet: wat je hier typt, wordt gelezen door medewerkers van de stad. Bel ons zonder je naam te zeggen, dan krijg je de weg "
        "naar het beschermde kanaal.",
        words=("klokkenluid", "beschermd meldkanaal", "intern meldkanaal"),
        protected=True,
    ),
    Signpost(
        "De politie",
        "Is er gevaar of gebeurt het nu? Bel 101. Een klacht over een politieagent dien je in bij de politie zelf: "
        "haar interne toezicht behandelt die.",
        words=("politie", "agent "),
    ),
    Signpost(
        "Een klacht over de burgemeester, een schepen of een raadslid",
        "Die klacht behandelt de deontologische commissie van de gemeenteraad. Schrijf naar de algemeen directeur van de stad.",
        words=("burgemeester", "schepen ", "schepenen", "raadslid", "gemeenteraadslid"),
    ),
    Signpost(
        "Een klacht tegen een besluit van de stad",
        "Vind je dat een besluit van het bestuur de wet niet volgt? Dan kan je terecht bij de toezichthoudende overheid: "
        "het Agentschap Binnenlands Bestuur.",
    ),
    Signpost(
        "Je gegevens of een bestuursdocument opvragen",
        "Wil je weten welke gegevens de stad van je heeft, of een document inkijken? Dat vraag je schriftelijk aan de algemeen "
        "directeur of aan de functionaris voor gegevensbescherming van de stad.",
        words=("openbaarheid van bestuur", "bestuursdocument", "avg", "gdpr", "gegevens opvragen"),
    ),
)


_KNOWN: Final = frozenset(
    {"bezwaar_beroep", "schade", "klokkenluider", "politie", "mandataris", "toezicht", "openbaarheid"}
)
"""Exceptions of a regulation that stand in :data:`SIGNPOSTS` already."""


def signposts_of(content: "Content") -> tuple[Signpost, ...]:
    """Where to go instead in this city: what holds everywhere, and the matters that its regulation gives a way of their own.

    Who uses the words of such a matter is pointed to it.
    """
    own = (one for one in content.exceptions.values() if one.code not in _KNOWN)
    return (*SIGNPOSTS, *(Signpost(one.label, _why(one), words=(one.label.lower(),)) for one in own))


def _why(one: "OwnWay") -> str:
    return " ".join(part for part in (one.text.strip(), one.refer_to.strip()) if part)


def matter_elsewhere(text: str, posts: tuple[Signpost, ...] = SIGNPOSTS) -> Signpost | None:
    """Where somebody may have to be instead, by the words they used. A hint, never a decision."""
    said = " " + " ".join(text.lower().split()) + " "
    return next((post for post in posts if any(f" {words}" in said for words in post.words)), None)


def protected_matter(text: str) -> Signpost | None:
    """The matter that is not taken down, when somebody seems to bring it: they are shown the protected channel first."""
    found = matter_elsewhere(text)
    return found if found is not None and found.protected else None
