"""A whole regulation file. Pure."""

from datetime import date

from gehoor.regulations.schema import sections
from gehoor.regulations.schema.content import AssignmentRule, Content, FirstLine
from gehoor.regulations.schema.reading import Ledger, Problem, RegulationError, Section, compose
from gehoor.regulations.schema.terms import read_term

LONGEST_FILE = 500_000


def load(text: str | bytes) -> Content:
    """The regulation in this YAML text. Raises :class:`RegulationError` with every problem found; never anything else."""
    ledger = Ledger()
    made = read(text, ledger)
    if ledger.problems:
        raise RegulationError(sorted(ledger.problems, key=lambda p: (p.line, p.field)))
    return made


def read(text: str | bytes, ledger: Ledger) -> Content:
    """The regulation as far as it can be read, with what came up noted in the ledger. Raises for what is no YAML."""
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError:
            raise RegulationError([Problem(1, "", "Dit is geen tekst in UTF-8.")]) from None
    if len(text) > LONGEST_FILE:
        raise RegulationError([Problem(1, "", "Dit bestand is te groot voor een reglement.")])
    top = Section(compose(text), "", ledger)
    made = _content(top)
    for kind in sections.KINDS:
        if kind not in made.kinds and "kinds" in top.fields:
            top.wrong(top.fields["kinds"], f"kinds.{kind}", "ontbreekt.")
    top.close()
    return made


def _content(top: Section) -> Content:
    return Content(
        code=top.value("code", str, "", required=True),
        version=top.value("version", str, "", required=True),
        title=top.value("title", str, "", required=True),
        valid_from=top.value("valid_from", date, date.min, required=True),
        valid_to=top.value("valid_to", date),
        source=top.value("source", str, "", required=True),
        kinds=top.each("kinds", sections.read_kind),
        first_line=top.part("first_line", sections.read_first_line, FirstLine(), required=True),
        terms=top.each("terms", read_term),
        grounds=top.each("grounds", sections.read_ground),
        assignment=top.part("assignment", sections.read_assignment, AssignmentRule(), required=True),
        findings=top.each("findings", sections.read_choice),
        resolutions=top.each("resolutions", sections.read_choice),
        norms=top.each("norms", sections.read_norm),
        second_lines=top.listed("second_lines", sections.read_second_line),
        retention_months=top.part("retention_months", sections.read_retention, {}),
        assumptions=tuple(top.ledger.assumptions),
        origins=top.ledger.origins,
    )
