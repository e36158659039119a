"""Every field of a regulation file in Dutch: for the screen, for what differs between two versions, for help beside the text. Pure.

The path of a section has ``*`` where the file chooses the code. A test holds this table beside what is read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class SectionWords:
    """A section: its Dutch title, and each field with its label and what it means."""

    title: str
    fields: Mapping[str, tuple[str, str]]


_WHEN = {
    "valid_from": ("geldig vanaf", "eerste dag, jjjj-mm-dd"),
    "valid_to": ("geldig tot en met", "laatste dag; weglaten als er geen einde is"),
}
_NAMED = ("naam", "zoals het op het scherm en in brieven staat")
_CHANNELS = "web, app, email, phone, counter, letter, social, ombudsman"

ORIGIN: Final[Mapping[str, tuple[str, str]]] = {
    "source": ("bron", "waar dit gelezen is; geldt voor alles in dit deel"),
    "assumption": ("aanname", "true: niemand las dit in een tekst"),
    "assumed": ("aangenomen velden", "velden van dit deel die een aanname zijn, terwijl de rest gelezen is"),
    "note": ("opmerking", "een opmerking voor wie dit later leest"),
}

WORDS: Final[Mapping[str, SectionWords]] = {
    "": SectionWords(
        "Reglement",
        {
            "code": ("code", "kort, zonder spaties; blijft gelijk in elke versie"),
            "version": ("versie", "verschilt per versie, bijvoorbeeld 2026-1"),
            "title": ("titel", "naam van het reglement"),
            **_WHEN,
            "approved_on": ("goedgekeurd op", "dag van de beslissing van de raad"),
            "url": ("adres van de tekst", "waar de tekst gepubliceerd is"),
        },
    ),
    "reach": SectionWords(
        "Toepassing",
        {
            "bodies": ("besturen", "bijvoorbeeld gemeente, OCMW, autonoom gemeentebedrijf"),
            "territory": ("gebied", "na een fusie: het grondgebied waar dit reglement nog geldt"),
            "departments": ("diensten", "alleen deze; weglaten voor alle diensten"),
            "not_departments": ("niet voor deze diensten", "diensten die erbuiten vallen"),
        },
    ),
    "exceptions": SectionWords("Eigen procedures", {}),
    "exceptions.*": SectionWords(
        "Eigen procedure",
        {
            "label": _NAMED,
            "text": ("tekst", "wat de burger leest"),
            "refer_to": ("waar wel", "waar de burger dan terechtkan"),
            "stored": ("bewaren", "false: niets van bewaren, alleen de weg wijzen"),
        },
    ),
    "kinds": SectionWords("Soorten", {}),
    "kinds.*": SectionWords(
        "Soort",
        {
            "definition": ("omschrijving", "wat er onder deze soort valt"),
            "anonymous_allowed": ("anoniem mag", "true of false"),
            "identity": ("wat we moeten weten", "name, address, email, phone, email_or_phone"),
            "channels": ("kanalen", _CHANNELS),
            "oral": ("mondeling", "accepted, written_down (we schrijven het op) of refused"),
        },
    ),
    "first_line": SectionWords(
        "Eerst de dienst",
        {
            "required": ("eerst bij de dienst", "hard (moet), discretionary (mag gevraagd worden) of none"),
            "outcomes": ("uitkomsten", "solved, no_agreement, no_reaction"),
            "forwarded": (
                "doorgestuurd door de ombudsman",
                "complaint (meteen een klacht) of first_line (eerst de dienst)",
            ),
        },
    ),
    "terms": SectionWords("Termijnen", {}),
    "terms.*": SectionWords(
        "Termijn",
        {
            "what": ("wat", "wat er binnen die termijn moet gebeuren"),
            "amount": ("aantal", "0 tot 3660"),
            "unit": ("eenheid", "calendar_day, working_day, week of month"),
            "start": (
                "begin",
                "receipt, filing, registration, clarification, admissible, acknowledgement, proposal, reaction, …",
            ),
            "counts_day_zero": ("eerste dag telt mee", "false: tellen vanaf de dag erna"),
            "shift": ("einde op een vrije dag", "none (blijft) of next_working_day (schuift op)"),
            "condition": ("voorwaarde", "always, if_inadmissible of if_admissible"),
            "binding": ("bindend", "false: een streefdatum"),
            "met_by": ("gehaald door", "bij een eigen code: de termijn van Gehoor waarvan de handeling ook deze haalt"),
            "restarts_on": ("begint opnieuw bij", "clarification: het antwoord van de klager is een nieuwe dag 0"),
            "warn_before_days": ("waarschuwen", "zoveel dagen voor het einde, bijvoorbeeld [14, 3]"),
            "warn_at_percent": ("waarschuwen bij", "zoveel procent van de termijn voorbij, bijvoorbeeld [80]"),
        },
    ),
    "terms.*.pauses": SectionWords(
        "Schorsen",
        {
            "allowed": ("mag", "true of false"),
            "reasons": ("redenen", "clarification, appeal, mediation, consent of een zin; geen: elke reden"),
            "hands": ("wie", "coordinator, handler, director"),
            "notice_required": ("de klager krijgt bericht", "true of false"),
        },
    ),
    "terms.*.extension": SectionWords(
        "Verlengen",
        {
            "allowed": ("mag", "true of false"),
            "max_count": ("hoe vaak", "hoogstens zoveel keer; weglaten voor geen grens"),
            "amount": ("met hoeveel", "hoogstens zoveel per keer"),
            "unit": ("eenheid", "calendar_day, working_day, week of month"),
            "open_ended": ("zonder einddatum", "true: de brief zegt dat het langer duurt, zonder vaste grens"),
            "reasons_required": ("met redenen", "true of false"),
            "notice_required": ("de klager krijgt bericht", "true of false"),
            "approver": ("wie keurt goed", "coordinator, handler of director"),
        },
    ),
    "calendar": SectionWords(
        "Kalender",
        {
            "weekend": ("geen werkdagen", "monday … sunday"),
            "legal_holidays": ("wettelijke feestdagen vrij", "true of false"),
        },
    ),
    "calendar.closing_days.*": SectionWords(
        "Sluitingsdag",
        {
            "day": ("dag", "maand-dag («07-11») of good_friday, ascension_friday, first_monday_of_september"),
            "label": _NAMED,
        },
    ),
    "grounds": SectionWords("Gronden om een klacht niet te behandelen", {}),
    "grounds.*": SectionWords(
        "Grond",
        {
            "label": _NAMED,
            "text": ("tekst", "wat de klager in de brief leest"),
            "hard": ("moet geweigerd worden", "false: de coördinator mag de klacht toch behandelen"),
            "refer_to": ("waar wel", "waar de klager dan terechtkan"),
            "months": ("maanden", "zo oud mogen de feiten hoogstens zijn"),
            "reclassify": ("anders noemen", "true: geen weigering, het dossier krijgt een andere soort"),
        },
    ),
    "stages": SectionWords("Behandelingen binnen de stad", {}),
    "stages.*": SectionWords(
        "Behandeling",
        {
            "label": _NAMED,
            "handler": ("behandelaar", "head, superior, department_head, coordinator, director, assigned"),
            "another_handler": ("iemand anders", "true: niemand die een eerdere behandeling deed"),
            "terms": ("termijnen", "codes van de termijnen van deze behandeling"),
            "asked_when": ("wanneer", "wanneer de klager deze behandeling krijgt"),
        },
    ),
    "assignment": SectionWords(
        "Wie behandelt",
        {
            "head_is_handler": ("diensthoofd mag behandelen", "true of false; wie zelf betrokken is, mag nooit"),
            "concerned_may_read": ("betrokkene mag lezen", "false: wie betrokken is, ziet het dossier niet"),
            "ladder": ("ladder", "wie het overneemt als iemand betrokken is, in volgorde"),
            "handler": ("behandelaar", "head, superior, department_head, coordinator, director, assigned"),
            "coordinator": ("coördinator", "wie de klachten coördineert"),
            "on_difference": ("bij verschil van mening", "wie advies geeft of beslist"),
            "representatives": ("over verkozenen", "wie een klacht over een verkozene behandelt"),
        },
    ),
    "judgement": SectionWords(
        "Oordeel",
        {
            "norm_required": ("norm nodig", "bij (deels) gegrond hoort minstens één norm"),
            "measure_required": ("maatregel nodig", "bij (deels) gegrond hoort een maatregel"),
        },
    ),
    "findings": SectionWords("Oordelen", {}),
    "resolutions": SectionWords("Oplossingen", {}),
    "norms": SectionWords("Normen", {}),
    "norms.*": SectionWords(
        "Norm",
        {
            "label": _NAMED,
            "group": ("groep", "deel van de lijst"),
            "official": ("officiële code", "norm van de officiële lijst waarvoor ze telt"),
        },
    ),
    "answers": SectionWords("Wat in een brief moet staan", {}),
    "answers.*": SectionWords(
        "Brief",
        {
            "parts": (
                "onderdelen",
                "stage, handler, complaint, finding, reasons, remedy, outstanding, learnt, due_date, second_line",
            ),
            "signed_by": ("ondertekend door", "functie"),
            "language": ("taal", "code van twee letters"),
            "channels": ("kanalen", _CHANNELS),
            "second_person": ("tweede persoon", "ja: een collega neemt een nieuwe standaardtekst in gebruik"),
        },
    ),
    "second_lines.*": SectionWords(
        "Tweede lijn",
        {
            "name": _NAMED,
            "contact": ("contact", "regels met adres, telefoon, e-mail"),
            "url": ("website", "begint met https://"),
            **_WHEN,
            "grounds": ("wanneer", "refused, late, answer, handling"),
            "text": ("tekst", "wat er in brieven over staat"),
            "fee": ("vergoeding", "wat de stad betaalt"),
        },
    ),
    "confidentiality": SectionWords(
        "Vertrouwelijkheid",
        {
            "name_hidden_on_request": ("naam afschermen op vraag", "de dienst ziet de naam dan niet"),
            "professional_secrecy": ("beroepsgeheim", "true of false"),
            "readers": ("wie leest mee", "functies"),
        },
    ),
    "retention_months": SectionWords(
        "Bewaren (maanden)",
        {
            "question": ("vraag", "maanden na het afsluiten"),
            "melding": ("melding", "maanden na het afsluiten"),
            "complaint": ("klacht", "maanden na het afsluiten"),
            "suggestion": ("suggestie", "maanden na het afsluiten"),
            "compliment": ("compliment", "maanden na het afsluiten"),
        },
    ),
    "report": SectionWords(
        "Verslag",
        {
            "frequency": ("hoe vaak", "monthly, quarterly, half_yearly, yearly"),
            "to": ("aan wie", "gemeenteraad, raad voor maatschappelijk welzijn, …"),
            "tables": (
                "tabellen",
                "totals, terms, terms_older, admissibility, grounds, findings, resolutions, norms, media, routes, categories",
            ),
            "smallest_number": ("kleinste getal", "kleinere getallen worden niet gepubliceerd"),
            "published": ("gepubliceerd", "true of false"),
        },
    ),
}

_CHOICE = {
    "label": _NAMED,
    "official": ("officiële code", "code van het officiële verslag waarvoor het telt"),
    "founded": ("geeft de klager gelijk", "true: (deels) gegrond"),
}
_LISTS: Final = {"findings.*": SectionWords("Oordeel", _CHOICE), "resolutions.*": SectionWords("Oplossing", _CHOICE)}
_LISTED: Final = {"closing_days": "Sluitingsdagen", "second_lines": "Tweede lijn"}


def words_of(pattern: str) -> SectionWords | None:
    """The words of a section by its path, with ``*`` for each code the file chooses."""
    return WORDS.get(pattern) or _LISTS.get(pattern)


def all_sections() -> dict[str, SectionWords]:
    """Every section, in the order of a file."""
    found: dict[str, SectionWords] = {}
    for pattern, section in WORDS.items():
        found[pattern] = section
        if f"{pattern}.*" in _LISTS:
            found[f"{pattern}.*"] = _LISTS[f"{pattern}.*"]
    return found


def field_words(pattern: str, name: str) -> str:
    """The Dutch label of a field; its own name when it has none."""
    section = words_of(pattern)
    known = ORIGIN.get(name) or (section.fields.get(name) if section else None)
    return known[0] if known else _LISTED.get(name, name)
