"""What a regulation says that Gehoor only shows and does nothing with: `check` tells it, so that nobody counts on it. Pure."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from gehoor.regulations.schema import Content

_SAYS: Final[Mapping[str, tuple[str, Callable[[Content], object]]]] = {
    "reach.bodies": (
        "voor welke besturen het geldt, kies je op het scherm «in werking»",
        lambda content: content.reach.bodies,
    ),
    "reach.territory": (
        "het gebied kijkt niemand na bij het registreren",
        lambda content: content.reach.territory,
    ),
    "reach.departments": (
        "een klacht over een andere dienst wordt niet geweigerd",
        lambda content: content.reach.departments,
    ),
    "reach.not_departments": (
        "een klacht over zo'n dienst wordt niet geweigerd: gebruik een grond",
        lambda content: content.reach.not_departments,
    ),
    "kinds.*.oral": (
        "dat een gesprek opgeschreven en voorgelezen wordt, kijkt niemand na",
        lambda content: [kind for kind, rule in content.kinds.items() if rule.oral == "written_down"],
    ),
    "first_line.outcomes": (
        "de uitkomsten van de eerste lijn zijn die van Gehoor",
        lambda content: content.first_line.outcomes,
    ),
    "assignment.handler": (
        "de coördinator kiest de behandelaar; wie dat volgens het reglement is, staat alleen in de tekst",
        lambda content: content.assignment.handler,
    ),
    "assignment.coordinator": (
        "wie coördineert, volgt uit de rollen van de medewerkers",
        lambda content: content.assignment.coordinator,
    ),
    "assignment.on_difference": (
        "bij een verschil van mening geeft altijd de algemeen directeur advies",
        lambda content: content.assignment.on_difference,
    ),
    "assignment.representatives": (
        "een klacht over een verkozene gaat met een grond of een eigen procedure naar elders",
        lambda content: content.assignment.representatives,
    ),
    "stages.*.handler": (
        "de coördinator kiest ook in een latere behandeling wie behandelt",
        lambda content: [stage.code for stage in content.stages.values() if stage.handler],
    ),
    "answers.*.signed_by": (
        "een brief is getekend door wie ze verstuurt",
        lambda content: [rule.code for rule in content.answers.values() if rule.signed_by],
    ),
    "answers.*.language": (
        "de brieven zijn in het Nederlands",
        lambda content: [rule.code for rule in content.answers.values() if rule.language != "nl"],
    ),
    "answers.*.channels": (
        "een brief gaat per e-mail, of per post wie geen e-mailadres heeft",
        lambda content: [rule.code for rule in content.answers.values() if rule.channels],
    ),
    "second_lines.*.fee": (
        "de vergoeding rekent niemand na",
        lambda content: [line.name for line in content.second_lines if line.fee],
    ),
    "confidentiality.name_hidden_on_request": (
        "wie zijn naam wil afschermen voor de dienst, vraagt dat aan de coördinator: geen scherm doet dat",
        lambda content: content.confidentiality.name_hidden_on_request,
    ),
    "confidentiality.readers": (
        "wie meeleest, volgt uit de rollen van de medewerkers",
        lambda content: content.confidentiality.readers,
    ),
    "retention_months": (
        "er wordt nog niets vanzelf vernietigd",
        lambda content: content.retention_months,
    ),
    "report": (
        "het jaarverslag wordt nog niet gemaakt",
        lambda content: content.report.to or content.report.tables,
    ),
}


def only_shown(content: Content) -> Iterator[tuple[str, str]]:
    """The path of each value in this regulation that nothing acts on, with what happens instead."""
    for path, (instead, said) in _SAYS.items():
        if said(content):
            yield path, instead


def paths() -> frozenset[str]:
    """Every path that is only shown."""
    return frozenset(_SAYS)
