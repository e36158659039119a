"""A whole regulation file. Pure."""

from datetime import date

from gehoor.regulations.schema import afterwards, sections
from gehoor.regulations.schema.content import (
    AssignmentRule,
    CalendarRule,
    Confidentiality,
    Content,
    FirstLine,
    JudgementRule,
    Reach,
    ReportRule,
)
from gehoor.regulations.schema.reading import Ledger, Problem, RegulationError, Section, compose
from gehoor.regulations.schema.terms import read_term
from gehoor.regulations.terms import CODES

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
    _check_together(top, made)
    top.close()
    return made


def _content(top: Section) -> Content:
    valid_from, valid_to = sections.read_dates(top)
    if valid_from is None and "valid_from" not in top.fields:
        top.wrong(top.node, "valid_from", "ontbreekt.")
    return Content(
        code=top.value("code", str, "", required=True),
        version=top.value("version", str, "", required=True),
        title=top.value("title", str, "", required=True),
        valid_from=valid_from or date.min,
        valid_to=valid_to,
        approved_on=top.value("approved_on", date),
        url=top.value("url", str, ""),
        source=top.value("source", str, "", required=True),
        reach=top.part("reach", sections.read_reach, Reach()),
        exceptions=top.each("exceptions", sections.read_exception, required=False),
        kinds=top.each("kinds", sections.read_kind),
        first_line=top.part("first_line", sections.read_first_line, FirstLine(), required=True),
        terms=top.each("terms", read_term),
        calendar=top.part("calendar", sections.read_calendar, CalendarRule()),
        grounds=top.each("grounds", sections.read_ground),
        stages=top.each("stages", sections.read_stage, required=False),
        assignment=top.part("assignment", sections.read_assignment, AssignmentRule(), required=True),
        judgement=top.part("judgement", sections.read_judgement, JudgementRule()),
        findings=top.each("findings", sections.read_choice),
        resolutions=top.each("resolutions", sections.read_choice),
        norms=top.each("norms", sections.read_norm),
        answers=top.each("answers", afterwards.read_answer, required=False),
        second_lines=top.listed("second_lines", afterwards.read_second_line),
        confidentiality=top.part("confidentiality", afterwards.read_confidentiality, Confidentiality()),
        retention_months=top.part("retention_months", afterwards.read_retention, {}),
        report=top.part("report", afterwards.read_report, ReportRule()),
        assumptions=tuple(top.ledger.assumptions),
        origins=top.ledger.origins,
    )


def _check_together(top: Section, made: Content) -> None:
    """What only shows when sections are held beside each other."""
    if "kinds" in top.fields:
        for kind in sections.KINDS:
            if kind not in made.kinds:
                top.wrong(top.fields["kinds"], f"kinds.{kind}", "ontbreekt.")
    for stage in made.stages.values():
        for term in stage.terms:
            if term not in made.terms:
                top.wrong(
                    top.fields["stages"], f"stages.{stage.code}.terms", f"noemt de termijn «{term}», die er niet is."
                )
    named = [term for stage in made.stages.values() for term in stage.terms]
    for term in dict.fromkeys(term for term in named if named.count(term) > 1):
        top.wrong(top.fields["stages"], "stages", f"noemt de termijn «{term}» in meer dan één behandeling.")
    for term in sorted(made.later_terms & set(CODES)):
        top.wrong(top.fields["stages"], "stages", f"de termijn «{term}» hoort bij de eerste behandeling.")
