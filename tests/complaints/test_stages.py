"""A second treatment inside the city, where the regulation has one: by somebody else, with clocks of its own, before the ombudsman."""

import json
from datetime import date
from importlib.resources import files

import jsonschema
import pytest

from gehoor.complaints import actions
from gehoor.complaints.actions.sweeping import keep_all_independent, tell_late_complaints
from gehoor.complaints.entries import fold
from gehoor.complaints.models import EarlierTreatment, Grievance
from gehoor.complaints.package.contents import gather
from gehoor.complaints.procedure import Reaction, ReferralGround, Step
from gehoor.complaints.queries import referral_grounds_of, tracked_complaints
from gehoor.correspondence.models import Message
from gehoor.dossiers import checks
from gehoor.journal.entries import dossier_chain
from gehoor.journal.queries import timeline
from gehoor.kernel.actors import Actor
from gehoor.kernel.errors import RuleViolation
from tests.city import MONDAY, City, small_city
from tests.complaints import course as way
from tests.complaints.course import Course
from tests.complaints.test_terms import clocks
from tests.dossiers.test_clocks import in_force
from tests.people import HILDE, RITA, THOMAS, WOUTER

TERMS = """
  tweede_ontvangst:
    {what: Ontvangst, met_by: acknowledgement, amount: 5, unit: working_day, start: reaction, assumption: true}
  tweede_antwoord:
    what: Antwoord na de tweede behandeling
    met_by: answer
    amount: 20
    unit: working_day
    start: acknowledgement
    assumption: true
"""
STAGES = """stages:
  source: "invented"
  eerste: {label: Eerste behandeling, terms: [acknowledgement, answer]}
  tweede: {label: Tweede behandeling, another_handler: true, terms: [tweede_ontvangst, tweede_antwoord], asked_when: Wie niet akkoord gaat}

"""


@pytest.fixture
def city(db: None) -> City:
    city = small_city()
    in_force(city, ("  question_answer:", f"{TERMS}  question_answer:"), ("assignment:\n", f"{STAGES}assignment:\n"))
    return city


def letters(course: Course, code: str) -> list[str]:
    sent = Message.objects.filter(thread=course.complaint.dossier.thread_id, letter=code).order_by("pk")
    return list(sent.values_list("body", flat=True))


def refused(city: City) -> Course:
    course = way.proposed(city)
    actions.react(course.complaint, Reaction.REFUSED, reason="Te weinig.", by=course.amina, at=course.later())
    course.fresh()
    return course


def judged_again(course: Course, handler: Actor) -> None:
    """The second treatment up to its proposal: the money comes, and more of it."""
    complaint, at = course.complaint, course.later
    actions.assign_handler(complaint, handler.id or 0, by=course.greet, at=at())
    actions.declare_not_involved(complaint, by=handler, at=course.at)
    actions.answer_grievance(
        complaint, 1, finding="deels_gegrond", norms=["redelijke_termijn"], measure="We betalen 30 euro terug.",
        reasons="Ook het antwoord bleef uit.", by=handler, at=at(),
    )  # fmt: skip
    actions.submit_draft(complaint, finding="deels_gegrond", text="Er is meer.", answer=way.ANSWER, by=handler, at=at())
    actions.agree(complaint, by=course.greet, at=at())
    actions.send_proposal(complaint, text="We betalen 30 euro terug.", by=course.greet, at=at())


def test_a_refusal_begins_the_second_treatment_with_its_own_clocks(city: City) -> None:
    course = way.proposed(city)
    assert "tweede_antwoord" not in clocks(course)
    assert "bekijkt iemand anders bij de stad je klacht opnieuw" in letters(course, "proposal")[0]
    actions.react(course.complaint, Reaction.REFUSED, reason="Te weinig.", by=course.amina, at=course.later())
    complaint = course.fresh()
    assert (complaint.step, complaint.stage, complaint.handler_id) == (Step.INVESTIGATION, 2, None)
    assert complaint.dossier.waits_for == "coordinator"
    again = clocks(course)["tweede_antwoord"]
    assert again.started_on == course.at.date()
    assert clocks(course)["tweede_ontvangst"].met_on == course.at.date()
    assert clocks(course)["answer"].met_on is not None
    (letter,) = letters(course, "next_stage")
    assert "tweede behandeling" in letter
    assert "Iemand die je klacht nog niet behandelde" in letter
    view = tracked_complaints([complaint.dossier], today=course.at.date())[complaint.pk]
    assert view.next_step.due_on == again.due_on
    assert not any(point.finding_label for point in view.points)
    assert list(checks.problems()) == []
    entries = [(entry.verb, entry.payload) for entry in timeline(dossier_chain(complaint.pk))]
    assert fold(entries) == Step.INVESTIGATION


def test_who_handled_it_before_does_not_handle_it_again_and_nobody_can_lift_that(city: City) -> None:
    course = refused(city)
    with pytest.raises(RuleViolation, match="Behandelde deze klacht al"):
        actions.assign_handler(course.complaint, course.thomas.id or 0, by=course.greet, at=course.at)
    with pytest.raises(RuleViolation, match="kan niemand opheffen"):
        actions.override_conflict(
            course.complaint, city.person(THOMAS).pk, reason="Niemand anders.", by=city.actor(HILDE), at=course.at
        )
    actions.assign_handler(course.complaint, city.person(RITA).pk, by=course.greet, at=course.at)
    keep_all_independent(at=course.at)
    assert course.fresh().handler_id == city.person(RITA).pk


def test_the_second_treatment_is_judged_anew_and_then_the_ombudsman_comes(city: City) -> None:
    course = refused(city)
    assert ReferralGround.ANSWER not in referral_grounds_of(course.complaint, today=course.at.date())
    actions.assign_handler(course.complaint, city.person(RITA).pk, by=course.greet, at=course.at)
    actions.declare_not_involved(course.complaint, by=city.actor(RITA), at=course.at)
    with pytest.raises(RuleViolation, match="bevinding"):
        actions.submit_draft(course.complaint, finding="gegrond", text="Zo.", by=city.actor(RITA), at=course.at)
    assert EarlierTreatment.objects.get().points[0]["finding"] == "gegrond"
    assert EarlierTreatment.objects.get().handler == city.person(THOMAS)


def test_a_complaint_runs_through_both_treatments_to_its_closing_letter(city: City) -> None:
    course = refused(city)
    judged_again(course, city.actor(RITA))
    assert clocks(course)["tweede_antwoord"].met_on == course.at.date()
    assert "bij de stad je klacht opnieuw" not in letters(course, "proposal")[1]
    actions.react(course.complaint, Reaction.REFUSED, reason="Nog te weinig.", by=course.amina, at=course.later())
    assert course.fresh().step == Step.CLOSING
    assert ReferralGround.ANSWER in referral_grounds_of(course.complaint, today=course.at.date())
    actions.close(
        course.complaint, finding="deels_gegrond", resolution="deels_opgelost", by=course.greet, at=course.later()
    )
    assert "tweede behandeling van je klacht door de stad" in letters(course, "closing")[0]
    assert Grievance.objects.get(complaint=course.complaint.pk).finding == "deels_gegrond"
    assert list(checks.problems()) == []


def test_the_package_holds_what_the_first_treatment_found(city: City) -> None:
    values = gather(refused(city).complaint, at=MONDAY).values
    (first,) = values["treatments"]
    (point,) = first["points"]
    assert (first["label"], first["handler"]) == ("Eerste behandeling", city.person(THOMAS).name)
    assert (point["finding"], point["measure"]) == ("gegrond", "We betalen 24 euro terug.")
    schema = json.loads(files("gehoor.complaints.package").joinpath("dossier.schema.json").read_text("utf-8"))
    jsonschema.validate(
        json.loads(json.dumps(values["treatments"], default=str)),
        schema["properties"]["treatments"] | {"$defs": schema["$defs"]},
    )


def test_a_second_treatment_that_is_late_is_told_and_opens_the_second_line(city: City) -> None:
    course = refused(city)
    assert tell_late_complaints(at=course.later(40)) == 1
    assert "antwoord na de tweede behandeling" in letters(course, "complaint_late")[0]
    assert ReferralGround.LATE in referral_grounds_of(course.complaint, today=course.at.date())


def test_who_agrees_gets_no_second_treatment_and_neither_does_a_city_without_one(city: City) -> None:
    course = way.proposed(city)
    actions.react(course.complaint, Reaction.ACCEPTED, by=course.amina, at=course.later())
    assert (course.fresh().step, course.complaint.stage) == (Step.CLOSING, 1)
    assert not EarlierTreatment.objects.exists()


def test_a_coordinator_who_handled_it_before_does_not_coordinate_the_second_treatment(city: City) -> None:
    course = refused(city)
    EarlierTreatment.objects.update(handler=city.person(WOUTER))
    with pytest.raises(RuleViolation, match="Behandelde deze klacht al"):
        actions.assign_handler(course.complaint, city.person(RITA).pk, by=city.actor(WOUTER), at=course.at)


def test_the_days_of_the_first_treatment_are_no_days_of_the_second(city: City) -> None:
    course = refused(city)
    assert clocks(course)["tweede_antwoord"].due_on != clocks(course)["answer"].due_on
    assert isinstance(clocks(course)["tweede_antwoord"].due_on, date)
