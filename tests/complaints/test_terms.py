"""When the clocks of a complaint begin, which of them hold, and what meets them: as the regulation words it."""

from datetime import date

import pytest

from gehoor.complaints import actions
from gehoor.dossiers import checks
from gehoor.dossiers.models import Deadline
from tests.city import City, small_city
from tests.complaints.course import Course, agreed, lodged
from tests.dossiers.test_clocks import in_force


@pytest.fixture
def city(db: None) -> City:
    return small_city()


def clocks(course: Course) -> dict[str, Deadline]:
    return {row.term: row for row in Deadline.objects.filter(dossier=course.complaint.dossier)}


def answer_with(*, fields: str) -> tuple[str, str]:
    return ("start: receipt\n    warn_before_days: [14, 3]", f"{fields}\n    warn_before_days: [14, 3]")


def test_a_term_that_counts_from_the_admissibility_begins_when_it_is_declared(city: City) -> None:
    in_force(city, answer_with(fields="start: admissible"))
    course = lodged(city)
    assert "answer" not in clocks(course)
    actions.admit(course.complaint, reason="Alles is duidelijk.", by=course.greet, at=course.later(3))
    assert clocks(course)["answer"].started_on == date(2026, 3, 5)
    assert clocks(course)["answer"].due_on == date(2026, 4, 19)


def test_two_clocks_on_one_answer_are_met_by_one_letter(city: City) -> None:
    second = "naar_ombudsman: {what: Bij de ombudsman, amount: 60, unit: calendar_day, start: receipt, met_by: answer, assumption: true}"
    in_force(city, ("  question_answer:", f"  {second}\n  question_answer:"))
    course = agreed(city)
    assert {"answer", "naar_ombudsman"} <= set(clocks(course))
    actions.send_proposal(course.complaint, text="We halen het op.", by=course.greet, at=course.at)
    assert clocks(course)["answer"].met_on == clocks(course)["naar_ombudsman"].met_on == course.at.date()


def test_a_term_for_a_refusal_only_lapses_when_the_complaint_is_admitted(city: City) -> None:
    line = "admissibility: {what: Ontvankelijkheid, amount: 10, unit: calendar_day, start: receipt,"
    in_force(city, (line, f"{line} condition: if_inadmissible,"))
    admitted, refused = lodged(city), lodged(city)
    actions.admit(admitted.complaint, reason="Alles is duidelijk.", by=admitted.greet, at=admitted.later())
    actions.reject(refused.complaint, grounds=["niet_bevoegd"], reason="De NMBS.", by=refused.greet, at=refused.later())
    assert clocks(admitted)["admissibility"].met_on is None
    assert clocks(admitted)["admissibility"].ended_on == date(2026, 3, 3)
    assert clocks(refused)["admissibility"].met_on == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("pauses", "restarts", "due"),
    [
        ("{allowed: true, reasons: [clarification]}", "", "2026-04-21"),
        ("{allowed: false}", "\n    restarts_on: [clarification]", "2026-04-24"),
        ("{allowed: true, reasons: [appeal]}", "", "2026-04-16"),
    ],
    ids=["the clock stands still", "the clock begins again", "the clock runs on"],
)
def test_what_a_question_for_clarification_does_to_the_clock(city: City, pauses: str, restarts: str, due: str) -> None:
    in_force(city, ("pauses: {allowed: true, reasons: [clarification]}", f"pauses: {pauses}{restarts}"))
    course = lodged(city)
    actions.ask_clarification(course.complaint, question="Wanneer was dat?", by=course.greet, at=course.later(3))
    actions.clarify(course.complaint, text="Op dinsdag.", by=course.amina, at=course.later(5))
    assert clocks(course)["answer"].due_on == date.fromisoformat(due)
    assert list(checks.problems()) == []


def test_a_regulation_says_which_days_are_the_weekend(city: City) -> None:
    in_force(
        city,
        ("weekend: [saturday, sunday]", "weekend: [friday, saturday, sunday]"),
        (
            "answer:\n    what: Antwoord op de klacht\n    amount: 45\n    unit: calendar_day",
            "answer:\n    what: Antwoord op de klacht\n    amount: 5\n    unit: working_day",
        ),
    )
    course = lodged(city)
    assert clocks(course)["answer"].due_on == date(2026, 3, 10)
    assert list(checks.problems()) == []
