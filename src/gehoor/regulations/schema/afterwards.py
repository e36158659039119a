"""The sections of a regulation file that say what the complainant hears, and what remains afterwards. Pure."""

from gehoor.regulations.schema.content import AnswerRule, Confidentiality, ReportRule, SecondLine
from gehoor.regulations.schema.reading import Section
from gehoor.regulations.schema.sections import CHANNELS, KINDS, one_of, read_dates

LETTERS = ("acknowledgement", "refusal", "late_notice", "proposal", "final_answer")
PARTS = (
    "stage",
    "handler",
    "complaint",
    "finding",
    "reasons",
    "remedy",
    "outstanding",
    "learnt",
    "due_date",
    "second_line",
)
REFERRAL_GROUNDS = ("refused", "late", "answer", "handling")
FREQUENCIES = ("monthly", "quarterly", "half_yearly", "yearly")
TABLES = (
    "totals", "terms", "terms_older", "admissibility", "grounds", "findings", "resolutions",
    "norms", "media", "routes", "categories",
)  # fmt: skip


def read_answer(s: Section) -> AnswerRule:
    """What must stand in one kind of letter."""
    if s.code not in LETTERS:
        s.wrong(s.node, "", f"kies uit: {', '.join(LETTERS)}.")
    return AnswerRule(
        code=s.code,
        parts=s.texts("parts", PARTS),
        signed_by=s.value("signed_by", str, ""),
        language=s.value("language", str, "nl"),
        channels=s.texts("channels", CHANNELS),
        second_person=s.value("second_person", bool, False),
    )


def read_second_line(s: Section) -> SecondLine:
    """One second line, with its validity."""
    valid_from, valid_to = read_dates(s)
    return SecondLine(
        name=s.value("name", str, "", required=True),
        contact=s.texts("contact"),
        url=s.value("url", str, ""),
        valid_from=valid_from,
        valid_to=valid_to,
        grounds=s.texts("grounds", REFERRAL_GROUNDS),
        text=s.value("text", str, ""),
        fee=s.value("fee", str, ""),
    )


def read_confidentiality(s: Section) -> Confidentiality:
    """Whose name is kept from whom."""
    return Confidentiality(
        name_hidden_on_request=s.value("name_hidden_on_request", bool, False),
        professional_secrecy=s.value("professional_secrecy", bool, True),
        readers=s.texts("readers"),
    )


def read_retention(s: Section) -> dict[str, int]:
    """How many months a dossier of each kind is kept."""
    found = {name: s.number(name, 0, 1200, 0) for name in KINDS}
    return {name: months for name, months in found.items() if name in s.fields}


def read_report(s: Section) -> ReportRule:
    """How often the figures go to whom."""
    return ReportRule(
        frequency=one_of(s, "frequency", FREQUENCIES, "yearly"),
        to=s.texts("to"),
        tables=s.texts("tables", TABLES),
        smallest_number=s.number("smallest_number", 0, 100, 0),
        published=s.value("published", bool, False),
    )
