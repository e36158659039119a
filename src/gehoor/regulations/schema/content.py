"""A regulation version as checked values. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from gehoor.regulations.grounds import Choice, Ground, Norm
from gehoor.regulations.schema.reading import Origin
from gehoor.regulations.terms import Term


@dataclass(frozen=True)
class Reach:
    """For which bodies and where a regulation holds. Empty: for every body it is put in force for.

    ``territory`` is for merged bodies: the part of the land where the regulation of the old one still holds.
    """

    bodies: tuple[str, ...] = ()
    territory: str = ""
    departments: tuple[str, ...] = ()
    not_departments: tuple[str, ...] = ()


@dataclass(frozen=True)
class OwnWay:
    """A matter with a procedure of its own: not handled here, but told where to go. ``stored`` False: not even kept."""

    code: str
    label: str
    text: str
    refer_to: str = ""
    stored: bool = False


@dataclass(frozen=True)
class KindRule:
    """What the regulation asks of one kind of dossier. ``oral``: ``accepted``, ``written_down`` or ``refused``."""

    anonymous_allowed: bool
    identity: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    definition: str = ""
    oral: str = "accepted"


@dataclass(frozen=True)
class FirstLine:
    """Whether the department must have been given a chance first: ``hard``, ``discretionary`` or ``none``.

    ``forwarded``: what becomes of what the ombudsman sends on for a first try, ``complaint`` or ``first_line``.
    """

    required: str = "none"
    outcomes: tuple[str, ...] = ()
    forwarded: str = ""

    @property
    def forwarded_to_department(self) -> bool:
        """Whether what the ombudsman sends on begins with the department. When nothing is said: where that is a must for everybody."""
        return (self.forwarded or ("first_line" if self.required == "hard" else "complaint")) == "first_line"


@dataclass(frozen=True)
class ClosingRule:
    """A day the body closes each year: ``day`` is ``mm-dd`` or the name of a moving day."""

    day: str
    label: str


@dataclass(frozen=True)
class CalendarRule:
    """Which days are no working days, as far as the regulation says so."""

    weekend: tuple[str, ...] = ("saturday", "sunday")
    legal_holidays: bool = True
    closing_days: tuple[ClosingRule, ...] = ()


@dataclass(frozen=True)
class Stage:
    """One treatment of the complaint inside the city. ``another_handler``: nobody who handled an earlier stage."""

    code: str
    label: str
    handler: str = ""
    another_handler: bool = False
    terms: tuple[str, ...] = ()
    asked_when: str = ""


@dataclass(frozen=True)
class AssignmentRule:
    """Who handles a complaint. ``head_is_handler``: the head of the department complained about may, unless concerned."""

    head_is_handler: bool = False
    concerned_may_read: bool = False
    ladder: tuple[str, ...] = ("diensthoofd", "klachtencoordinator", "algemeen-directeur", "college")
    handler: str = ""
    coordinator: str = ""
    on_difference: str = ""
    representatives: str = ""


@dataclass(frozen=True)
class JudgementRule:
    """What a founded or partly founded point asks for besides its reasons."""

    norm_required: bool = True
    measure_required: bool = True


@dataclass(frozen=True)
class AnswerRule:
    """What must stand in one kind of letter, who signs it, in which language, by which channels it may leave.

    ``second_person``: who writes its standard text does not put it in force alone.
    """

    code: str
    parts: tuple[str, ...]
    signed_by: str = ""
    language: str = "nl"
    channels: tuple[str, ...] = ()
    second_person: bool = False


@dataclass(frozen=True)
class SecondLine:
    """Who looks at it again, from when to when, and on which grounds."""

    name: str
    contact: tuple[str, ...] = ()
    url: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    grounds: tuple[str, ...] = ()
    text: str = ""
    fee: str = ""


@dataclass(frozen=True)
class Confidentiality:
    """Whose name is kept from whom."""

    name_hidden_on_request: bool = False
    professional_secrecy: bool = True
    readers: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReportRule:
    """How often the figures go to whom, in which tables, and how small a number may be published."""

    frequency: str = "yearly"
    to: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    smallest_number: int = 0
    published: bool = False


@dataclass(frozen=True)
class Content:
    """A regulation version, checked. ``origins``: where each value that stands in the file comes from, by its path."""

    code: str
    version: str
    title: str
    valid_from: date
    valid_to: date | None
    source: str
    assumptions: tuple[str, ...]
    kinds: Mapping[str, KindRule]
    first_line: FirstLine
    terms: Mapping[str, Term]
    grounds: Mapping[str, Ground]
    assignment: AssignmentRule
    findings: Mapping[str, Choice]
    resolutions: Mapping[str, Choice]
    norms: Mapping[str, Norm]
    second_lines: tuple[SecondLine, ...]
    retention_months: Mapping[str, int] = field(default_factory=dict)
    approved_on: date | None = None
    url: str = ""
    reach: Reach = field(default_factory=Reach)
    exceptions: Mapping[str, OwnWay] = field(default_factory=dict)
    calendar: CalendarRule = field(default_factory=CalendarRule)
    stages: Mapping[str, Stage] = field(default_factory=dict)
    judgement: JudgementRule = field(default_factory=JudgementRule)
    answers: Mapping[str, AnswerRule] = field(default_factory=dict)
    confidentiality: Confidentiality = field(default_factory=Confidentiality)
    report: ReportRule = field(default_factory=ReportRule)
    origins: Mapping[str, Origin] = field(default_factory=dict)

    def second_line_on(self, day: date) -> SecondLine:
        """The second line in force on a day; the last one listed when none claims that day."""
        for line in self.second_lines:
            if (line.valid_from is None or line.valid_from <= day) and (line.valid_to is None or day <= line.valid_to):
                return line
        return self.second_lines[-1]

    def stage_after(self, number: int) -> Stage | None:
        """The treatment inside the city that comes after this one, counted from 1; None when there is none."""
        stages = list(self.stages.values())
        return stages[number] if 0 < number < len(stages) else None

    def stages_terms(self, number: int) -> tuple[str, ...]:
        """The codes of the terms of this treatment, counted from 1."""
        stages = list(self.stages.values())
        return stages[number - 1].terms if 0 < number <= len(stages) else ()

    @cached_property
    def later_terms(self) -> frozenset[str]:
        """The codes of the terms that begin with a second or later treatment."""
        return frozenset(code for stage in list(self.stages.values())[1:] for code in stage.terms)

    @property
    def second_line(self) -> SecondLine:
        """The one listed last: the newest."""
        return self.second_lines[-1]

    def is_assumed(self, path: str) -> bool:
        """Whether the value at this path is an assumption; a default that nobody wrote down is one too."""
        origin = self.origins.get(path)
        return origin is None or origin.assumption
