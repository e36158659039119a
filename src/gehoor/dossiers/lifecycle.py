"""The steps of a question, melding, suggestion or compliment, and the moves between them."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a dossier is. It has one kind; naming it otherwise keeps the history."""

    QUESTION = "question"
    MELDING = "melding"
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    COMPLIMENT = "compliment"


KIND_LABELS: dict[Kind, str] = {
    Kind.QUESTION: "Vraag",
    Kind.MELDING: "Melding",
    Kind.COMPLAINT: "Klacht",
    Kind.SUGGESTION: "Suggestie",
    Kind.COMPLIMENT: "Compliment",
}


class Step(StrEnum):
    """Where a dossier stands. A complaint shows its own steps; here it is only ``PROCEDURE`` or ``CLOSED``."""

    RECEIVED = "received"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    WAITING_REPORTER = "waiting_reporter"
    ANSWERED = "answered"
    PROCEDURE = "procedure"
    CLOSED = "closed"


STEP_LABELS: dict[Step, str] = {
    Step.RECEIVED: "Nieuw",
    Step.ASSIGNED: "Toegewezen",
    Step.IN_PROGRESS: "In behandeling",
    Step.WAITING_REPORTER: "Wacht op melder",
    Step.ANSWERED: "Beantwoord",
    Step.PROCEDURE: "Klachtenprocedure",
    Step.CLOSED: "Afgesloten",
}

OPEN_STEPS: frozenset[Step] = frozenset(Step) - {Step.CLOSED}


class WaitsFor(StrEnum):
    """Who has the next move."""

    CONTACT_POINT = "contact_point"
    DEPARTMENT = "department"
    REPORTER = "reporter"
    COORDINATOR = "coordinator"
    HANDLER = "handler"
    DIRECTOR = "director"
    NOBODY = "nobody"


WAITS_FOR_LABELS: dict[WaitsFor, str] = {
    WaitsFor.CONTACT_POINT: "contactpunt",
    WaitsFor.DEPARTMENT: "de dienst",
    WaitsFor.REPORTER: "de melder",
    WaitsFor.COORDINATOR: "klachtencoördinator",
    WaitsFor.HANDLER: "behandelaar",
    WaitsFor.DIRECTOR: "algemeen directeur",
    WaitsFor.NOBODY: "niemand",
}


class CloseReason(StrEnum):
    """Why a dossier is closed."""

    SOLVED = "solved"
    ANSWERED = "answered"
    NO_REACTION = "no_reaction"
    NO_ACTION = "no_action"
    WITHDRAWN = "withdrawn"
    COMPLAINT = "complaint"
    REQUALIFIED = "requalified"
    PROCEDURE_ENDED = "procedure_ended"


CLOSE_REASON_LABELS: dict[CloseReason, str] = {
    CloseReason.SOLVED: "opgelost volgens de melder",
    CloseReason.ANSWERED: "beantwoord",
    CloseReason.NO_REACTION: "geen reactie meer van de melder",
    CloseReason.NO_ACTION: "geen actie, met reden",
    CloseReason.WITHDRAWN: "ingetrokken door de melder",
    CloseReason.COMPLAINT: "verder behandeld als klacht",
    CloseReason.REQUALIFIED: "verder behandeld als iets anders",
    CloseReason.PROCEDURE_ENDED: "klachtenprocedure beëindigd",
}


@dataclass(frozen=True)
class Move:
    """One allowed change of step."""

    name: str
    from_steps: frozenset[Step]
    to_step: Step


_AT_WORK = frozenset({Step.RECEIVED, Step.ASSIGNED, Step.IN_PROGRESS, Step.WAITING_REPORTER, Step.ANSWERED})

ROUTE = Move("route", _AT_WORK, Step.ASSIGNED)
RETURN = Move("return", _AT_WORK, Step.RECEIVED)
TAKE_UP = Move("take_up", frozenset({Step.RECEIVED, Step.ASSIGNED, Step.IN_PROGRESS}), Step.IN_PROGRESS)
PASS_ON_WAITING = Move("pass_on_waiting", frozenset({Step.WAITING_REPORTER}), Step.WAITING_REPORTER)
PASS_ON_ANSWERED = Move("pass_on_answered", frozenset({Step.ANSWERED}), Step.ANSWERED)
ASK = Move("ask", _AT_WORK, Step.WAITING_REPORTER)
ANSWER = Move("answer", _AT_WORK, Step.ANSWERED)
HEAR_BACK = Move("hear_back", frozenset({Step.WAITING_REPORTER, Step.ANSWERED}), Step.IN_PROGRESS)
CLOSE = Move("close", _AT_WORK, Step.CLOSED)
REOPEN = Move("reopen", frozenset({Step.CLOSED, Step.ANSWERED}), Step.IN_PROGRESS)
NOT_SOLVED = Move("not_solved", _AT_WORK | {Step.CLOSED}, Step.IN_PROGRESS)


def not_asked(stood: Step) -> Move:
    """Back to where it stood before a question that never left."""
    return Move("not_asked", frozenset({Step.WAITING_REPORTER}), stood)


MOVES: tuple[Move, ...] = (
    ROUTE,
    RETURN,
    TAKE_UP,
    PASS_ON_WAITING,
    PASS_ON_ANSWERED,
    ASK,
    ANSWER,
    HEAR_BACK,
    CLOSE,
    REOPEN,
    NOT_SOLVED,
)
