"""The parts an answer must have, as the regulation of the complaint lists them, and which of them are not there. Pure."""

from collections.abc import Collection
from dataclasses import KW_ONLY, dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from gehoor.regulations.schema import Content

Letter = Literal["proposal", "final_answer"]
"""Which of the two: the regulation lists the parts of each."""


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
class Frame:
    """What the letter brings by itself. ``stage``: which treatment, where the regulation knows more than one."""

    stage: str = ""
    handler: str = ""
    answer_due: date | None = None


def stage_of(rules: Content, started: Collection[str]) -> str:
    """The treatment that a complaint is in: the last of which a term has begun (``started``: codes); empty when there is only one."""
    stages = list(rules.stages.values())
    if len(stages) < 2:
        return ""
    begun = [stage for stage in stages if set(stage.terms) & set(started)]
    return (begun or stages[:1])[-1].label


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


def mandatory_codes(rules: Content, letter: Letter) -> tuple[str, ...]:
    """Every part of that letter, those that it brings by itself too; finding and reasons where the regulation says nothing."""
    rule = rules.answers.get(letter)
    return _MODEL if rule is None else tuple(rule.parts)


def mandatory(rules: Content, letter: Letter = "final_answer") -> tuple[Part, ...]:
    """The parts of that letter that somebody must write."""
    return tuple(Part(code) for code in mandatory_codes(rules, letter) if code in set(Part))


def lacking_parts(rules: Content, written: Written, letter: Letter = "final_answer") -> tuple[Part, ...]:
    """The mandatory parts that are not there, in the order of the regulation."""
    return tuple(part for part in mandatory(rules, letter) if not written.has(part))


def missing_sentence(parts: tuple[Part, ...]) -> str:
    """Which parts the answer still lacks, in words."""
    return f"In het antwoord ontbreekt nog: {', '.join(PART_LABELS[part] for part in parts)}."
