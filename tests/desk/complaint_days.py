"""Complaints for the screens: the course of the complaints, some weeks ago, at any step."""

from datetime import timedelta

from gehoor.complaints import actions
from gehoor.complaints.procedure import Step
from gehoor.kernel.clock import now
from tests.city import City
from tests.complaints import course as way
from tests.complaints.course import Course, Stage

AGO = now() - timedelta(days=40)


def clarifying(city: City, **how: object) -> Course:
    """The coordinator asked something."""
    course = way.lodged(city, **how)  # type: ignore[arg-type]
    actions.ask_clarification(course.complaint, question="Welke dagen?", by=course.greet, at=course.later())
    return course


def at_department(city: City, **how: object) -> Course:
    """The department tries first."""
    course = way.lodged(city, **how)  # type: ignore[arg-type]
    actions.send_to_first_line(course.complaint, reason="Dat kan snel.", by=course.greet, at=course.later())
    return course


_STAGES: dict[Step, Stage] = {
    Step.ADMISSIBILITY: way.lodged,
    Step.CLARIFICATION: clarifying,
    Step.FIRST_LINE: at_department,
    Step.INVESTIGATION: way.heard,
    Step.JUDGEMENT: way.drafted,
    Step.ADVICE: way.differing,
    Step.PROPOSAL: way.agreed,
    Step.REACTION: way.proposed,
    Step.CLOSING: way.refused,
    Step.CLOSED: way.closed,
}


def at_step(city: City, step: Step) -> Course:
    """A complaint that stands in that step, begun some weeks ago."""
    course = _STAGES[step](city, at=AGO)
    course.fresh()
    return course
