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
        StartEvent.ADMISSIBLE,
        StartEvent.PROPOSAL,
        StartEvent.REACTION,
        StartEvent.REFERRAL,
    }
)
"""Events in the course of a complaint; what starts on another is there from the receipt, or when it is asked for by its code."""

OMBUDSMAN_QUESTION = "ombudsman_question"
_NOT_PROMISED = frozenset({"reaction", "account", OMBUDSMAN_QUESTION})
"""The complainant's own term, and what offices owe each other."""


def is_owed(term: Term) -> bool:
    """Whether this is something of the city for the citizen, by a day that binds or as a target."""
    return not {term.code, term.met_by} & _NOT_PROMISED


def is_for_the_ombudsman(term: Term) -> bool:
    """Whether an answer to the ombudsman meets this."""
    return OMBUDSMAN_QUESTION in (term.code, term.met_by)


def is_promised(term: Term) -> bool:
    """Whether the city owes the citizen this by a day that binds: who waits hears it when that day passes."""
    return term.binding and is_owed(term)


_AT_ONCE = frozenset({StartEvent.FILING, StartEvent.RECEIPT, StartEvent.REGISTRATION})
_BEFORE_THE_ANSWER = _AT_ONCE | {
    StartEvent.ACKNOWLEDGEMENT,
    StartEvent.CLARIFICATION,
    StartEvent.ADMISSIBLE,
    StartEvent.REACTION,
    StartEvent.REFERRAL,
}
STARTS: Mapping[str, frozenset[StartEvent]] = {
    "acknowledgement": _AT_ONCE | {StartEvent.REACTION},
    "admissibility": _AT_ONCE | {StartEvent.ACKNOWLEDGEMENT, StartEvent.CLARIFICATION},
    "answer": _BEFORE_THE_ANSWER,
    "first_line": _AT_ONCE | {StartEvent.FIRST_LINE},
    "question_answer": _AT_ONCE | {StartEvent.ACKNOWLEDGEMENT},
    "melding_answer": _AT_ONCE | {StartEvent.ACKNOWLEDGEMENT},
    "suggestion_answer": _AT_ONCE | {StartEvent.ACKNOWLEDGEMENT},
    "account": frozenset({StartEvent.ACCOUNT_ASKED}),
    "reaction": frozenset({StartEvent.PROPOSAL}),
    "ombudsman_question": frozenset({StartEvent.REFERRAL}),
}
"""By the code whose act meets a term: the events it can count from, because they come before that act.

A reaction and a referral come after the first answer: a term that counts from there is one of another stage, under a code of
the regulation's own.
"""
_OWN_CODE_ONLY = frozenset({StartEvent.REACTION, StartEvent.REFERRAL})


def starts_of(code: str, met_by: str) -> frozenset[StartEvent]:
    """The events from which a term with this code, met by the act of that other one, can count. Any other would never start it."""
    found = STARTS.get(met_by or code, frozenset(StartEvent))
    return found if met_by or code not in ("acknowledgement", "answer") else found - _OWN_CODE_ONLY


_ASKED_FOR = frozenset({"reaction", "ombudsman_question"})
_OF_OTHER_MATTERS = frozenset({"question_answer", "melding_answer", "suggestion_answer", "first_line"})


def along_with(terms: Mapping[str, Term], codes: Iterable[str]) -> tuple[str, ...]:
    """These codes, as far as the regulation has them, and the terms that are met by the same act."""
    wanted = list(codes)
    return tuple(code for code, term in terms.items() if code in wanted or term.met_by in wanted)


def begun_by(terms: Mapping[str, Term], event: StartEvent) -> tuple[str, ...]:
    """The terms of a complaint that an event in its course starts. Those that are asked for by their code start with the asking."""
    if event not in LATER_EVENTS:
        return ()
    asked = _OF_OTHER_MATTERS | _ASKED_FOR
    return tuple(code for code, term in terms.items() if term.start is event and code not in asked)
