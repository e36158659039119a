"""The six stops that people see of a complaint: what was passed, where it is, what a complaint that ended early never reached."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gehoor.complaints.models import Complaint
from gehoor.complaints.pages import Stop
from gehoor.complaints.procedure import STEP_LABELS, TRACK, Outcome, Step
from gehoor.dossiers.queries import Clock
from gehoor.dossiers.wording import day_in_words
from gehoor.kernel.clock import local_date

_LODGED, _ADMISSIBILITY, _INVESTIGATION, _JUDGEMENT, _PROPOSAL, _CLOSED = range(6)
_NEVER = "niet gebeurd"
_STOPPED = "hier gestopt"
_SETTLED_WHERE_IT_ENDED = frozenset({Outcome.INADMISSIBLE, Outcome.REQUALIFIED, Outcome.MEDIATED})
"""These end a stop by deciding it; any other early end leaves the stop unfinished."""


@dataclass(frozen=True)
class Came:
    """How far it came, as its rows tell: a draft of a judgement, a proposal."""

    drafted: bool = False
    proposed: bool = False


def track_of(complaint: Complaint, came: Came, clocks: Iterable[Clock] = ()) -> tuple[Stop, ...]:
    """The stops, each done, now, to do, or skipped: a closed complaint passed only what it passed. No statement."""
    if complaint.step == Step.CLOSED:
        return _ended(complaint, came)
    step = Step(complaint.step)
    now_at = next(index for index, (_, steps) in enumerate(TRACK) if step in steps)
    days = _days(complaint)
    answer = next(
        (c.deadline for c in clocks if "answer" in (c.deadline.term, c.reckoning.term.met_by) and c.is_running), None
    )
    stops = []
    for index, (label, _) in enumerate(TRACK):
        state = "done" if index < now_at else "now" if index == now_at else "todo"
        day = days.get(index)
        sub = "" if day is None else day_in_words(day)
        if state == "now" and STEP_LABELS[step] != label:
            sub, day = STEP_LABELS[step], None
        if index == _PROPOSAL and state == "todo" and answer is not None and answer.due_on is not None:
            sub, day = f"uiterlijk op {day_in_words(answer.due_on)}", answer.due_on
        stops.append(Stop(label, sub, state, day))
    return tuple(stops)


def _ended(complaint: Complaint, came: Came) -> tuple[Stop, ...]:
    outcome = Outcome(complaint.outcome)
    at = _PROPOSAL if outcome is Outcome.ANSWERED else _furthest(complaint, came)
    settled = outcome is Outcome.ANSWERED or outcome in _SETTLED_WHERE_IT_ENDED
    days = _days(complaint)
    stops = []
    for index, (label, _) in enumerate(TRACK):
        if index < at or index == _CLOSED or (index == at and settled):
            day = days.get(index)
            stops.append(Stop(label, "" if day is None else day_in_words(day), "done", day))
        else:
            stops.append(Stop(label, _STOPPED if index == at else _NEVER, "skipped"))
    return tuple(stops)


def _furthest(complaint: Complaint, came: Came) -> int:
    if came.proposed:
        return _PROPOSAL
    if came.drafted:
        return _JUDGEMENT
    return _ADMISSIBILITY if complaint.admitted_at is None else _INVESTIGATION


def _days(complaint: Complaint) -> dict[int, date]:
    moments = {
        _LODGED: complaint.dossier.received_at,
        _ADMISSIBILITY: complaint.admitted_at,
        _CLOSED: complaint.closed_at,
    }
    return {index: local_date(moment) for index, moment in moments.items() if moment is not None}
