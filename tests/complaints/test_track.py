"""The track shows what was passed, and nothing else."""

from datetime import timedelta

import pytest

from gehoor.complaints.models import Complaint
from gehoor.complaints.procedure import Outcome, Step
from gehoor.complaints.track import Came, track_of
from gehoor.dossiers.models import Dossier
from tests.city import MONDAY

NEXT_DAY = MONDAY + timedelta(days=1)


def ended(outcome: Outcome, *, admitted: bool = True, came: Came | None = None) -> list[str]:
    """The states of the stops of a complaint that ended so."""
    complaint = Complaint(
        dossier=Dossier(received_at=MONDAY),
        step=Step.CLOSED,
        outcome=outcome,
        admitted_at=NEXT_DAY if admitted else None,
        closed_at=NEXT_DAY,
    )
    return [stop.state for stop in track_of(complaint, came or Came())]


def test_a_complaint_that_was_answered_passed_every_stop() -> None:
    assert ended(Outcome.ANSWERED, came=Came(True, True)) == ["done"] * 6


@pytest.mark.parametrize("outcome", [Outcome.INADMISSIBLE, Outcome.REQUALIFIED])
def test_a_complaint_that_is_none_was_never_investigated(outcome: Outcome) -> None:
    states = ended(outcome, admitted=False)

    assert states == ["done", "done", "skipped", "skipped", "skipped", "done"]


@pytest.mark.parametrize(
    ("admitted", "came", "passed"),
    [
        (False, Came(), 1),
        (True, Came(), 2),
        (True, Came(drafted=True), 3),
        (True, Came(drafted=True, proposed=True), 4),
    ],
)
def test_a_complaint_that_was_withdrawn_passed_only_what_came_before(admitted: bool, came: Came, passed: int) -> None:
    states = ended(Outcome.WITHDRAWN, admitted=admitted, came=came)

    assert states == ["done"] * passed + ["skipped"] * (5 - passed) + ["done"]


def test_the_stop_where_it_ended_says_so() -> None:
    complaint = Complaint(
        dossier=Dossier(received_at=MONDAY),
        step=Step.CLOSED,
        outcome=Outcome.SATISFIED,
        admitted_at=NEXT_DAY,
        closed_at=NEXT_DAY,
    )

    assert [stop.sub for stop in track_of(complaint, Came())][2:5] == ["hier gestopt", "niet gebeurd", "niet gebeurd"]


def test_an_open_complaint_has_stops_behind_it_one_now_and_stops_ahead() -> None:
    complaint = Complaint(dossier=Dossier(received_at=MONDAY), step=Step.JUDGEMENT, admitted_at=NEXT_DAY)

    assert [stop.state for stop in track_of(complaint, Came(drafted=True))] == ["done"] * 3 + ["now"] + ["todo"] * 2
