"""A promise that passes is told, once each; who did not react to a proposal is reminded, once."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from gehoor.complaints import actions
from gehoor.complaints.actions.reminding import remind_of_proposals
from gehoor.complaints.actions.sweeping import tell_late_complaints
from gehoor.complaints.procedure import Reaction, ReferralGround
from gehoor.complaints.queries import referral_grounds_of
from gehoor.correspondence.models import Message
from gehoor.dossiers import checks
from gehoor.dossiers.actions.intake import receive
from gehoor.dossiers.actions.sweeping import tell_silences
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.models import Deadline
from gehoor.kernel.errors import RuleViolation
from tests.city import MONDAY, City, small_city
from tests.complaints import course as way
from tests.complaints.course import CITIZEN, COMPLAINT, Course
from tests.complaints.test_terms import clocks
from tests.dossiers.test_clocks import in_force


def term(code: str, what: str, counted: str) -> tuple[str, str]:
    """Another term in the regulation: ``60 calendar_day receipt, met_by answer``."""
    amount, unit, start, met_by = counted.split()
    line = (
        f"{code}: {{what: {what}, amount: {amount}, unit: {unit}, start: {start}, met_by: {met_by}, assumption: true}}"
    )
    return "  question_answer:", f"  {line}\n  question_answer:"


SECOND = term("wachttijd", "Antwoord na een tweede kans", "60 calendar_day receipt answer")


@pytest.fixture
def city(db: None) -> City:
    return small_city()


def letters(course: Course, code: str) -> list[str]:
    sent = Message.objects.filter(thread=course.complaint.dossier.thread_id, letter=code).order_by("pk")
    return list(sent.values_list("body", flat=True))


def on(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), MONDAY.timetz())


def test_each_promise_that_passes_is_told_once_and_opens_the_second_line(city: City) -> None:
    in_force(city, SECOND)
    course = way.lodged(city)
    told = [sum(tell_late_complaints(at=MONDAY + timedelta(days=day)) for _ in range(2)) for day in range(70)]
    assert [day for day, count in enumerate(told) if count] == [11, 46, 61]
    admissibility, answer, second = letters(course, "complaint_late")
    assert "of we je klacht mogen behandelen" in admissibility
    assert "Ons antwoord op je klacht moest er zijn op donderdag 16 april 2026" in answer
    assert "vrijdag 1 mei 2026" in second
    assert "antwoord na een tweede kans" in second
    assert ReferralGround.LATE in referral_grounds_of(course.complaint, today=date(2026, 3, 14))
    assert list(checks.problems()) == []


def test_after_weeks_of_downtime_one_letter_tells_all_that_passed(city: City) -> None:
    course = way.lodged(city)
    assert tell_late_complaints(at=course.later(60)) == 1
    assert tell_late_complaints(at=course.later(3)) == 0
    (letter,) = letters(course, "complaint_late")
    assert "of we je klacht mogen behandelen" in letter
    assert "16 april" in letter


def test_what_offices_owe_each_other_is_not_told_to_the_complainant(city: City) -> None:
    in_force(city, ("start: account_asked, binding: false", "start: account_asked, binding: true"))
    course = way.assigned(city)
    ask = actions.ask_account
    ask(course.complaint, department_id=city["reiniging"].pk, question="Waarom?", by=course.thomas, at=course.at)
    assert tell_late_complaints(at=course.later(20)) == 0


def test_a_decision_that_came_too_late_after_all_is_no_ground_to_go_on_complaining(city: City) -> None:
    course = way.lodged(city)
    actions.admit(course.complaint, reason="Duidelijk.", by=course.greet, at=course.later(12))
    assert ReferralGround.LATE not in referral_grounds_of(course.complaint, today=course.at.date())


def test_a_second_line_that_takes_no_late_complaints_is_not_offered_at_once(city: City) -> None:
    in_force(city, ("grounds: [refused, late, answer, handling]", "grounds: [refused, answer]"))
    course = way.assigned(city)
    tell_late_complaints(at=course.later(60))
    assert "Ben je later niet tevreden met ons antwoord?" in letters(course, "complaint_late")[0]
    with pytest.raises(RuleViolation, match="Op deze grond"):
        actions.refer(course.complaint, ground=ReferralGround.LATE, by=course.amina, at=course.at)


def test_a_question_with_a_binding_clock_is_told_too(city: City) -> None:
    line = "start: receipt\n    binding: false"
    beside = term("naar_ombudsman", "Dossier van de ombudsman", "60 calendar_day receipt melding_answer")
    in_force(
        city,
        (line, line.replace("binding: false", "binding: true")),
        beside,
    )
    told = replace(COMPLAINT, kind=Kind.MELDING)
    dossier = receive(told, by=CITIZEN, at=MONDAY).dossier
    assert [tell_silences(at=MONDAY + timedelta(days=day)) for day in (14, 15, 15, 60, 61, 61)] == [0, 1, 0, 0, 1, 0]
    first, second = Message.objects.filter(thread=dossier.thread_id, letter="dossier_late").order_by("pk")
    assert "Ons antwoord moest er zijn op maandag 16 maart 2026" in first.body
    assert "in één stap een klacht indienen" in first.body
    assert "dossier van de ombudsman" in second.body
    assert "Vlaamse Ombudsdienst" in second.body


@pytest.mark.parametrize(
    ("seen", "reminded"),
    [(range(1, 20), 11), ((1, 2, 10, 14, 15), 14), ((1, 15, 16), None)],
    ids=["every day", "three days of downtime", "down until it was over"],
)
def test_a_proposal_is_reminded_of_once_before_the_last_day(city: City, seen: list[int], reminded: int | None) -> None:
    course = way.proposed(city)
    sent = course.at
    days = [day for day in seen for _ in range(2) if remind_of_proposals(at=sent + timedelta(days=day))]
    assert days == ([] if reminded is None else [reminded])
    assert len(letters(course, "proposal_reminder")) == len(days)


def test_who_reacted_is_not_reminded(city: City) -> None:
    course = way.proposed(city)
    actions.react(course.complaint, Reaction.ACCEPTED, by=course.amina, at=course.later())
    assert remind_of_proposals(at=course.later(11)) == 0


def test_what_the_regulation_counts_from_the_referral_begins_with_it_and_is_met_by_the_answers(city: City) -> None:
    first = term("eerste_reactie", "Eerste reactie", "5 working_day referral ombudsman_question")
    in_force(city, first)
    course = way.closed(city)
    assert "eerste_reactie" not in clocks(course)
    referral = actions.refer(course.complaint, ground=ReferralGround.ANSWER, by=course.amina, at=on("2026-04-07"))
    assert clocks(course)["eerste_reactie"].due_on == date(2026, 4, 14)
    actions.open_referral(referral, by=course.ilse, at=on("2026-04-08"))
    question = actions.ask_city(referral, text="Wie reed er?", by=course.ilse, at=on("2026-04-08"))
    assert Deadline.objects.filter(dossier=course.complaint.dossier, term="eerste_reactie").count() == 1
    actions.answer_ombudsman(course.complaint, question.number, text="Joris.", by=course.greet, at=on("2026-04-09"))
    assert clocks(course)["eerste_reactie"].met_on == date(2026, 4, 9)
    assert list(checks.problems()) == []


def test_an_answer_counted_from_the_referral_only_begins_while_it_is_still_to_come(city: City) -> None:
    again = term("na_overdracht", "Antwoord na de overdracht", "30 calendar_day referral answer")
    in_force(city, again)
    late, answered = way.assigned(city), way.closed(city)
    actions.refer(late.complaint, ground=ReferralGround.LATE, by=late.amina, at=on("2026-04-20"))
    actions.refer(answered.complaint, ground=ReferralGround.ANSWER, by=answered.amina, at=on("2026-04-20"))
    assert clocks(late)["na_overdracht"].due_on == date(2026, 5, 20)
    assert "na_overdracht" not in clocks(answered)


def test_the_end_of_a_complaint_does_not_end_what_the_city_owes_the_ombudsman(city: City) -> None:
    course = way.assigned(city)
    referral = actions.refer(course.complaint, ground=ReferralGround.LATE, by=course.amina, at=on("2026-04-20"))
    actions.open_referral(referral, by=course.ilse, at=on("2026-04-20"))
    actions.ask_city(referral, text="Wie reed er?", by=course.ilse, at=on("2026-04-21"))
    actions.withdraw(course.complaint, by=course.amina, at=on("2026-04-22"))
    assert clocks(course)["ombudsman_question"].ended_on is None
    assert clocks(course)["answer"].ended_on == date(2026, 4, 22)
