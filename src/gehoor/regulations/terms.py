"""What a term of a regulation is. Pure."""

from dataclasses import dataclass, field
from enum import StrEnum


class Unit(StrEnum):
    """What is counted."""

    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"
    WEEK = "week"
    MONTH = "month"


class StartEvent(StrEnum):
    """What makes a clock start."""

    FILING = "filing"
    RECEIPT = "receipt"
    REGISTRATION = "registration"
    CLARIFICATION = "clarification"
    ADMISSIBLE = "admissible"
    ACKNOWLEDGEMENT = "acknowledgement"
    PROPOSAL = "proposal"
    REACTION = "reaction"
    FIRST_LINE = "first_line"
    ACCOUNT_ASKED = "account_asked"
    REFERRAL = "referral"


class Shift(StrEnum):
    """What happens when the last day is not a working day."""

    NONE = "none"
    NEXT_WORKING_DAY = "next_working_day"


@dataclass(frozen=True)
class PauseRule:
    """Whether a clock may stand still, and for which reasons."""

    allowed: bool = False
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExtensionRule:
    """Whether a term may be extended, how often and how long."""

    allowed: bool = False
    max_count: int | None = None
    amount: int | None = None
    unit: Unit | None = None
    open_ended: bool = False
    reasons_required: bool = True
    notice_required: bool = True
    approver: str = ""


@dataclass(frozen=True)
class Term:
    """A rule: what must be done within how long of which event. ``what`` is Dutch, for screens."""

    code: str
    what: str
    amount: int
    unit: Unit
    start: StartEvent = StartEvent.RECEIPT
    counts_day_zero: bool = False
    shift: Shift = Shift.NONE
    condition: str = "always"
    binding: bool = True
    warn_before_days: tuple[int, ...] = ()
    pauses: PauseRule = field(default_factory=PauseRule)
    extension: ExtensionRule = field(default_factory=ExtensionRule)
    source: str = ""
    assumption: bool = False
