"""The parts an answer must have, as the regulation of the complaint lists them, and which of them are not there. Pure."""

from dataclasses import KW_ONLY, dataclass
from enum import StrEnum

from gehoor.regulations.schema import Content


class Part(StrEnum):
    """A part of the answer that somebody writes. The others (stage, second line, dates) the letter brings by itself."""

    COMPLAINT = "complaint"
    FINDING = "finding"
    REASONS = "reasons"
    REMEDY = "remedy"
    OUTSTANDING = "outstanding"
    LEARNT = "learnt"


PART_LABELS: dict[Part, str] = {
    Part.COMPLAINT: "waarover de klacht gaat",
    Part.FINDING: "een bevinding voor elk punt",
    Part.REASONS: "een uitleg bij elk punt",
    Part.REMEDY: "wat de stad eraan doet",
    Part.OUTSTANDING: "wat nog moet gebeuren",
    Part.LEARNT: "wat de stad leert",
}
_MODEL = (Part.FINDING, Part.REASONS)


@dataclass(frozen=True)
class Written:
    """What is there: texts of the answer, and what the points and the commitments say already."""

    summary: str = ""
    remedy: str = ""
    outstanding: str = ""
    learnt: str = ""
    _: KW_ONLY
    has_points: bool = False
    has_measure: bool = False
    has_commitment: bool = False
    findings_complete: bool = False

    def has(self, part: Part) -> bool:
        """Whether this part is there. The points say what it is about, a measure is a remedy, a commitment is still to come."""
        return {
            Part.COMPLAINT: bool(self.summary.strip()) or self.has_points,
            Part.FINDING: self.findings_complete,
            Part.REASONS: self.findings_complete,
            Part.REMEDY: bool(self.remedy.strip()) or self.has_measure,
            Part.OUTSTANDING: bool(self.outstanding.strip()) or self.has_commitment,
            Part.LEARNT: bool(self.learnt.strip()),
        }[part]


def mandatory(rules: Content) -> tuple[Part, ...]:
    """The parts that somebody must write for the final answer; finding and reasons where the regulation says nothing."""
    rule = rules.answers.get("final_answer")
    return _MODEL if rule is None else tuple(Part(code) for code in rule.parts if code in set(Part))


def lacking_parts(rules: Content, written: Written) -> tuple[Part, ...]:
    """The mandatory parts that are not there, in the order of the regulation."""
    return tuple(part for part in mandatory(rules) if not written.has(part))


def missing_sentence(parts: tuple[Part, ...]) -> str:
    """Which parts the answer still lacks, in words."""
    return f"In het antwoord ontbreekt nog: {', '.join(PART_LABELS[part] for part in parts)}."
