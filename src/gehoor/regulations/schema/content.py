"""A regulation version as checked values. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gehoor.regulations.grounds import Choice, Ground, Norm
from gehoor.regulations.schema.reading import Origin
from gehoor.regulations.terms import Term


@dataclass(frozen=True)
class KindRule:
    """What the regulation asks of one kind of dossier."""

    anonymous_allowed: bool
    identity: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()


@dataclass(frozen=True)
class FirstLine:
    """Whether the department must have been given a chance first: ``hard``, ``discretionary`` or ``none``."""

    required: str = "none"


@dataclass(frozen=True)
class AssignmentRule:
    """Who handles a complaint. ``head_is_handler``: the head of the department complained about may, unless concerned."""

    head_is_handler: bool = False
    concerned_may_read: bool = False
    ladder: tuple[str, ...] = ("diensthoofd", "klachtencoordinator", "algemeen-directeur", "college")


@dataclass(frozen=True)
class SecondLine:
    """Who looks at it again, from when to when, and on which grounds."""

    name: str
    contact: tuple[str, ...] = ()
    url: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Content:
    """A regulation version, checked."""

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
    origins: Mapping[str, Origin] = field(default_factory=dict)

    def second_line_on(self, day: date) -> SecondLine:
        """The second line in force on a day; the last one listed when none claims that day."""
        for line in self.second_lines:
            if (line.valid_from is None or line.valid_from <= day) and (line.valid_to is None or day <= line.valid_to):
                return line
        return self.second_lines[-1]

    @property
    def second_line(self) -> SecondLine:
        """The one listed last: the newest."""
        return self.second_lines[-1]
