"""What can be filled in in a letter: each field in words for who edits a letter, and an example to look at it with."""

from typing import Final, NamedTuple


class Field(NamedTuple):
    """``what``: for the list beside the text; ``example``: what stands there in a preview."""

    what: str
    example: str


FIELDS: Final[dict[str, Field]] = {
    "about": Field("over wie het gaat, als je dat zegt", "Dit gaat over wat Amina Daoudi ons meldde."),
    "admissibility_due": Field("tegen wanneer we zeggen of de klacht ontvankelijk is", "maandag 16 maart 2026"),
    "answer": Field(
        "het antwoord of het voorstel, met elk punt",
        "We onderzochten je klacht van 2 maart 2026. We hoorden jou en de dienst.\n\nOns oordeel over elk punt\n"
        "1. Het afval bleef drie weken staan. Gegrond: de wagen reed een andere weg.\n\nWat we doen\n"
        "De wagen rijdt opnieuw langs je straat, elke dinsdag.",
    ),
    "answer_due": Field("tegen wanneer het antwoord er is", "donderdag 16 april 2026"),
    "before": Field("de vorige uiterste dag", "donderdag 16 april 2026"),
    "choice": Field("wat gekozen werd", "een schriftelijk antwoord"),
    "clock": Field("wat de klok doet", "De klok staat stil zolang die zaak loopt."),
    "clock_note": Field("wat de klok intussen doet", "Zolang we op je antwoord wachten, staat onze klok stil."),
    "decided_by": Field("wie het besliste", "De algemeen directeur"),
    "department": Field("de dienst", "Reiniging"),
    "due_note": Field("tot wanneer we nu tijd hebben", "De uiterste dag is nu maandag 4 mei 2026."),
    "due_on": Field("de uiterste dag", "maandag 30 maart 2026"),
    "ends_on": Field("de laatste dag", "woensdag 30 september 2026"),
    "ground": Field("waarom het naar de tweede lijn gaat", "je bent niet tevreden met ons antwoord."),
    "grounds": Field("waarom de klacht niet ontvankelijk is", "De feiten zijn meer dan een jaar oud."),
    "held_on": Field("de dag van het gesprek", "dinsdag 10 maart 2026"),
    "kind": Field("welke soort", "aan de telefoon"),
    "missed": Field("welke termijn voorbij is", "ons antwoord op je klacht"),
    "name": Field("de naam van de lezer", "Amina Daoudi"),
    "new_kind": Field("hoe we het nu behandelen", "een melding"),
    "new_reference": Field("het nieuwe nummer", "2026-00043-6"),
    "noun": Field("wat het is: klacht, melding of vraag", "klacht"),
    "promised": Field("wat we beloofden", "De wagen rijdt opnieuw langs je straat."),
    "question": Field("wat de stad vraagt", "Stond jullie vrachtwagen op 2 maart in de Kerkstraat?"),
    "reason": Field("de reden", "er was nog een advies nodig"),
    "reasons": Field("de redenen", "We kregen twintig e-mails per dag over hetzelfde."),
    "received_on": Field("de dag waarop het binnenkwam", "maandag 2 maart 2026"),
    "recommendations": Field("de aanbevelingen van de ombudsman", "Aanbeveling: kijk elk jaar de routes na."),
    "refer_to": Field("waar de lezer wel terechtkan", "Bij de politiezone, op het nummer 016 555 09 00."),
    "reference": Field("het nummer van het dossier", "2026-00042-5"),
    "second_line": Field(
        "de tweede lijn, met hoe je er komt", "Vlaamse Ombudsdienst\n1700\nhttps://www.vlaamseombudsdienst.be"
    ),
    "sender": Field("wie ondertekent", "Greet Claes\nklachtencoördinatie"),
    "sent_on": Field("de dag waarop we het stuurden", "maandag 23 maart 2026"),
    "stage": Field("welke behandeling nu begint", "de tweede behandeling door de stad"),
    "term_note": Field("tot wanneer antwoorden kan", "We vragen je antwoord uiterlijk op maandag 16 maart 2026."),
    "text": Field("wat de medewerker schrijft", "We spraken met de chauffeur. Hij kende de nieuwe route nog niet."),
    "until_note": Field("tot wanneer", "De klok loopt weer op maandag 6 april 2026."),
    "ways": Field("hoe je dat doet", "Dat kan op de pagina van je klacht."),
    "what": Field("waarvoor de termijn geldt", "ons antwoord op je klacht"),
    "who": Field("wie de klacht nu bekijkt", "Iemand anders dan de eerste keer bekijkt je klacht."),
    "what_next": Field("wat er nu gebeurt", "Je krijgt een antwoord, uiterlijk op maandag 16 maart 2026."),
}

OPTIONAL: Final = frozenset({"name", "sender", "department"})
"""What a letter may leave out. Whatever else the original says, the law, the regulation or the reader counts on."""
