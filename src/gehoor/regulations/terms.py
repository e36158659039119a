"""What a term of a regulation is. Pure."""

from collections.abc import Iterable, Mapping
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


class Condition(StrEnum):
    """For which complaints a term holds."""

    ALWAYS = "always"
    INADMISSIBLE = "if_inadmissible"
    ADMISSIBLE = "if_admissible"


class Hand(StrEnum):
    """Whose act it is to pause or extend."""

    COORDINATOR = "coordinator"
    HANDLER = "handler"
    DIRECTOR = "director"


CLARIFICATION = "clarification"
PAUSE_REASONS = {
    CLARIFICATION: "We vroegen verduidelijking.",
    "appeal": "Er loopt een beroep of een zaak voor de rechter.",
    "mediation": "We zoeken samen een oplossing.",
    "consent": "De klager gaat akkoord met uitstel.",
}
"""The reasons that have a code, in Dutch; a regulation may write others in full."""


@dataclass(frozen=True)
class PauseRule:
    """Whether a clock may stand still, for which reasons (codes or Dutch sentences; none: any), and whose act it is."""

    allowed: bool = False
    reasons: tuple[str, ...] = ()
    hands: tuple[Hand, ...] = (Hand.COORDINATOR,)
    notice_required: bool = True

    @property
    def sentences(self) -> tuple[str, ...]:
        """The reasons in Dutch."""
        return tuple(PAUSE_REASONS.get(reason, reason) for reason in self.reasons)

    def allows(self, reason: str) -> bool:
        """Whether the clock may stand still for this reason, by code or in Dutch."""
        wanted = PAUSE_REASONS.get(reason, reason).strip()
        return self.allowed and (not self.reasons or wanted in self.sentences)


@dataclass(frozen=True)
class ExtensionRule:
    """Whether a term may be extended, how often and how long, and who approves. ``open_ended``: until a day of choice."""

    allowed: bool = False
    max_count: int | None = None
    amount: int | None = None
    unit: Unit | None = None
    open_ended: bool = False
    reasons_required: bool = True
    notice_required: bool = True
    approver: Hand = Hand.COORDINATOR


@dataclass(frozen=True)
class Term:
    """A rule: what must be done within how long of which event. ``what`` is Dutch, for screens.

    ``restarts_on``: events that let it begin again (*stuiten*) while it runs. ``warn_before_days`` counts back from the due date;
    ``warn_at_percent`` is how much of the term has gone by. ``met_by``: the code of another term, whose act meets this one too: so
    one matter has two clocks.
    """

    code: str
    what: str
    amount: int
    unit: Unit
    start: StartEvent = StartEvent.RECEIPT
    counts_day_zero: bool = False
    shift: Shift = Shift.NONE
    condition: Condition = Condition.ALWAYS
    binding: bool = True
    warn_before_days: tuple[int, ...] = ()
    warn_at_percent: tuple[int, ...] = ()
    restarts_on: tuple[StartEvent, ...] = ()
    met_by: str = ""
    pauses: PauseRule = field(default_factory=PauseRule)
    extension: ExtensionRule = field(default_factory=ExtensionRule)
    source: str = ""
    assumption: bool = False


CODES = (
    "acknowledgement", "admissibility", "answer", "first_line", "question_answer", "melding_answer", "suggestion_answer",
    "account", "reaction", "ombudsman_question",
)  # fmt: skip
"""The terms that Gehoor asks for by name: each is met by an act of its own. Another one says which of these meets it."""

LATER_EVENTS = frozenset(
    {
        StartEvent.CLARIFICATION,
        StartEvent.ADMISSIBLE,
        StartEvent.PROPOSAL,
        StartEvent.REACTION,
        StartEvent.REFERRAL,
    }
)
"""Events in the course of a complaint; what starts on another is there from the receipt, or when it is asked for by its code."""

_OF_OTHER_MATTERS = frozenset({"question_answer", "melding_answer", "suggestion_answer", "first_line"})


def along_with(terms: Mapping[str, Term], codes: Iterable[str]) -> tuple[str, ...]:
    """These codes, as far as the regulation has them, and the terms that are met by the same act."""
    wanted = list(codes)
    return tuple(code for code, term in terms.items() if code in wanted or term.met_by in wanted)


def begun_by(terms: Mapping[str, Term], event: StartEvent) -> tuple[str, ...]:
    """The terms of a complaint that an event in its course starts."""
    if event not in LATER_EVENTS:
        return ()
    return tuple(code for code, term in terms.items() if term.start is event and code not in _OF_OTHER_MATTERS)
