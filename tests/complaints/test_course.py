"""The whole way of a complaint, and its shortcuts."""

from dataclasses import replace
from datetime import date

import pytest

from gehoor.complaints import actions
from gehoor.complaints.models import Complaint, Decision, Referral
from gehoor.complaints.procedure import Outcome, Reaction, ReferralGround, Step
from gehoor.correspondence.models import Message
from gehoor.dossiers.actions.intake import Reporter
from gehoor.dossiers.lifecycle import CloseReason, Kind
from gehoor.dossiers.models import Deadline, Dossier, Grant, WorkItem
from gehoor.kernel.errors import InvalidInput, MoveNotAllowed, NotAllowed, RuleViolation
from gehoor.organisation.models import Department
from tests import people
from tests.city import MONDAY, City
from tests.complaints import course as way


def deadline(complaint: Complaint, term: str) -> Deadline:
    return Deadline.objects.filter(dossier=complaint.pk, term=term).latest("pk")


def letters(complaint: Complaint) -> list[str]:
    sent = Message.objects.filter(thread=complaint.dossier.thread_id, direction="out").order_by("pk")
    return list(sent.values_list("letter", flat=True))


def test_a_complaint_filed_at_once_is_acknowledged_in_the_same_breath(city: City) -> None:
    course = way.lodged(city)
    complaint = course.fresh()
    assert complaint.step == Step.ADMISSIBILITY
    assert letters(complaint) == ["complaint_acknowledged"]
    assert deadline(complaint, "acknowledgement").met_on == MONDAY.date()
    assert deadline(complaint, "answer").due_on == date(2026, 4, 16)
    assert complaint.dossier.department == city["klachten"]
    assert complaint.dossier.step_label == "Ontvankelijkheid"
    assert complaint.dossier.due_on == date(2026, 3, 12)
    assert complaint.coordinator == city.person(people.GREET)
    assert [point.wished_outcome for point in complaint.grievances.all()] == ["Haal het afval op en betaal me terug."]


def test_a_complaint_runs_its_course_to_the_ombudsman_and_back(city: City) -> None:
    course = way.referred(city)
    complaint = course.fresh()
    assert (complaint.step, complaint.outcome) == (Step.CLOSED, Outcome.ANSWERED)
    assert complaint.dossier.step == "closed"
    assert complaint.dossier.close_reason == CloseReason.PROCEDURE_ENDED
    assert letters(complaint) == ["complaint_acknowledged", "admitted", "proposal", "closing", "referred"]
    assert deadline(complaint, "answer").met_on is not None
    assert complaint.norms == ["goede_uitvoering"]
    referral = Referral.objects.get(complaint=complaint)
    assert Grant.objects.filter(dossier=complaint.pk, ended_at=None).exists()
    actions.open_referral(referral, by=course.ilse, at=course.later())
    actions.conclude(
        referral,
        conclusion="De stad had vroeger moeten antwoorden.",
        recommendations=["Meld werken aan de planning."],
        by=course.ilse,
        at=course.later(),
    )
    assert not Grant.objects.filter(dossier=complaint.pk, ended_at=None).exists()
    item = WorkItem.objects.get(dossier=complaint.pk, kind=WorkItem.Kind.RECOMMENDATION)
    assert (item.title, item.assignee) == ("Meld werken aan de planning.", complaint.coordinator)
    assert letters(complaint)[-1] == "concluded"


def test_a_difference_goes_to_the_algemeen_directeur(city: City) -> None:
    course = way.differing(city)
    assert course.fresh().dossier.waits_for == "director"
    actions.advise(course.complaint, text="Volg de behandelaar.", by=course.hilde, at=course.later())
    actions.decide(
        course.complaint, finding="gegrond", reason="Het advies is juist.", by=course.greet, at=course.later()
    )
    assert course.fresh().step == Step.PROPOSAL
    assert course.complaint.judgements.get().decided_finding == "gegrond"


def test_a_coordinator_does_not_decide_on_a_difference_without_advice(city: City) -> None:
    course = way.differing(city)
    with pytest.raises(MoveNotAllowed):
        actions.decide(course.complaint, finding="gegrond", reason="Zo.", by=course.greet, at=course.at)
    with pytest.raises(NotAllowed):
        actions.advise(course.complaint, text="Zo.", by=course.greet, at=course.at)


def test_a_coordinator_rejects_with_grounds_and_says_where_to_go(city: City) -> None:
    course = way.lodged(city)
    actions.reject(
        course.complaint,
        grounds=["mandataris"],
        reason="Dit gaat over een schepen.",
        by=course.greet,
        at=course.later(),
    )
    complaint = course.fresh()
    assert (complaint.step, complaint.outcome) == (Step.CLOSED, Outcome.INADMISSIBLE)
    letter = Message.objects.get(thread=complaint.dossier.thread_id, letter="rejected")
    assert "deontologische commissie" in letter.body
    assert "Vlaamse Ombudsdienst" in letter.body
    assert Decision.objects.get(complaint=complaint).refer_to.startswith("De deontologische commissie")
    assert deadline(complaint, "answer").ended_on is not None


def test_a_rejection_asks_for_a_ground_and_a_reason(city: City) -> None:
    course = way.lodged(city)
    with pytest.raises(RuleViolation, match="grond"):
        actions.reject(course.complaint, grounds=[], reason="Nee.", by=course.greet, at=course.at)
    with pytest.raises(RuleViolation, match="reden"):
        actions.reject(course.complaint, grounds=["mandataris"], reason=" ", by=course.greet, at=course.at)
    with pytest.raises(RuleViolation, match="reglement"):
        actions.reject(course.complaint, grounds=["omdat"], reason="Nee.", by=course.greet, at=course.at)
    assert course.fresh().step == Step.ADMISSIBILITY


def test_a_requalified_complaint_goes_on_with_the_same_clock(city: City) -> None:
    course = way.lodged(city)
    new = actions.requalify(
        course.complaint, new_kind=Kind.QUESTION, reason="Dit is een vraag.", by=course.greet, at=course.later(5)
    )
    assert new.received_at == course.complaint.dossier.received_at
    assert new.arises_from_id == course.complaint.pk
    assert Deadline.objects.get(dossier=new).started_on == MONDAY.date()
    assert course.fresh().outcome == Outcome.REQUALIFIED


def test_clarification_stops_the_clock_and_the_answer_starts_it(city: City) -> None:
    course = way.lodged(city)
    actions.ask_clarification(course.complaint, question="Welke straat?", by=course.greet, at=course.later())
    assert deadline(course.complaint, "answer").due_on is None
    assert deadline(course.complaint, "admissibility").due_on == date(2026, 3, 12)
    actions.clarify(course.complaint, text="De Lindenstraat.", by=course.amina, at=course.later(3))
    assert deadline(course.complaint, "answer").due_on == date(2026, 4, 19)
    assert course.fresh().step == Step.ADMISSIBILITY


def test_the_department_tries_first_and_does_not_see_the_complaint(city: City) -> None:
    course = way.lodged(city)
    actions.send_to_first_line(course.complaint, reason="Probeer eerst samen.", by=course.greet, at=course.later())
    item = WorkItem.objects.get(dossier=course.complaint.pk)
    assert item.department == city["reiniging"]
    assert deadline(course.complaint, "first_line").due_on == date(2026, 3, 17)
    actions.come_back(course.complaint, by=course.amina, at=course.later())
    assert course.fresh().step == Step.ADMISSIBILITY


def test_while_the_department_tries_the_complaint_is_not_late_and_its_answer_is_due_on_the_same_day(city: City) -> None:
    course = way.lodged(city)
    before = deadline(course.complaint, "answer").due_on
    actions.send_to_first_line(course.complaint, reason="Probeer eerst samen.", by=course.greet, at=course.later())
    assert deadline(course.complaint, "admissibility").met_on == date(2026, 3, 3)
    assert course.fresh().dossier.due_on == date(2026, 3, 17)
    actions.come_back(course.complaint, by=course.amina, at=course.later())
    assert deadline(course.complaint, "answer").due_on == before
    assert course.fresh().dossier.due_on == before
    actions.admit(course.complaint, reason="De dienst loste het niet op.", by=course.greet, at=course.later())
    assert deadline(course.complaint, "admissibility").met_on == date(2026, 3, 3)


@pytest.mark.parametrize(
    "stage", [way.lodged, way.admitted, way.assigned, way.heard, way.drafted, way.differing, way.agreed, way.proposed]
)
def test_a_complainant_withdraws_or_is_satisfied_at_any_open_step(city: City, stage: way.Stage) -> None:
    course = stage(city)
    actions.withdraw(course.complaint, by=course.amina, at=course.later())
    assert course.fresh().outcome == Outcome.WITHDRAWN
    assert letters(course.complaint)[-1] == "complaint_stopped"
    other = stage(city)
    actions.satisfy(other.complaint, by=other.amina, at=other.later())
    assert other.fresh().outcome == Outcome.SATISFIED


def test_somebody_else_does_not_withdraw_it(city: City) -> None:
    course, other = way.lodged(city), way.lodged(city)
    with pytest.raises(NotAllowed):
        actions.withdraw(course.complaint, by=other.amina, at=course.at)
    with pytest.raises(NotAllowed):
        actions.withdraw(course.complaint, by=course.thomas, at=course.at)


def test_no_reaction_is_noted_only_when_the_term_is_over(city: City) -> None:
    course = way.proposed(city)
    with pytest.raises(RuleViolation, match="kan nog reageren"):
        actions.note_no_reaction(course.complaint, by=course.greet, at=course.later(2))
    actions.note_no_reaction(course.complaint, by=course.greet, at=course.later(20))
    assert course.fresh().proposals.get().reaction == Reaction.NONE
    way.close(course)
    assert "hoorden we niets meer van je" in Message.objects.get(letter="closing").body


def test_a_refusal_asks_for_a_reason(city: City) -> None:
    course = way.proposed(city)
    with pytest.raises(RuleViolation, match="reden"):
        actions.react(course.complaint, Reaction.REFUSED, by=course.amina, at=course.at)


def test_a_finding_that_blames_asks_for_a_norm_and_a_measure(city: City) -> None:
    course = way.heard(city)
    with pytest.raises(RuleViolation, match="norm"):
        actions.answer_grievance(course.complaint, 1, finding="gegrond", reasons="Zo.", by=course.thomas, at=course.at)
    with pytest.raises(RuleViolation, match="maatregel"):
        actions.answer_grievance(
            course.complaint,
            1,
            finding="deels_gegrond",
            norms=["privacy"],
            reasons="Zo.",
            by=course.thomas,
            at=course.at,
        )
    actions.answer_grievance(course.complaint, 1, finding="ongegrond", reasons="Zo.", by=course.thomas, at=course.at)


def test_every_point_is_answered_before_the_draft(city: City) -> None:
    course = way.heard(city)
    actions.split_grievance(
        course.complaint, 1, texts=["Afval bleef staan.", "Geen antwoord."], by=course.thomas, at=course.at
    )
    way.answer(course, 1)
    with pytest.raises(RuleViolation, match="Elk punt"):
        actions.submit_draft(course.complaint, finding="gegrond", text="Zo.", by=course.thomas, at=course.at)
    way.answer(course, 2)
    actions.submit_draft(course.complaint, finding="gegrond", text="Zo.", by=course.thomas, at=course.at)
    assert course.fresh().step == Step.JUDGEMENT


def test_a_returned_draft_is_written_again(city: City) -> None:
    course = way.drafted(city)
    actions.return_draft(course.complaint, reason="Vraag ook de chauffeur.", by=course.greet, at=course.later())
    assert course.fresh().dossier.waits_for == "handler"
    actions.submit_draft(course.complaint, finding="gegrond", text="Nu wel.", by=course.thomas, at=course.later())
    assert course.fresh().step == Step.JUDGEMENT


def test_the_second_line_takes_only_what_has_a_ground(city: City) -> None:
    course = way.lodged(city)
    with pytest.raises(RuleViolation, match="grond"):
        actions.refer(course.complaint, ground=ReferralGround.LATE, by=course.amina, at=course.at)
    referral = actions.refer(course.complaint, ground=ReferralGround.LATE, by=course.amina, at=course.later(60))
    again = actions.refer(course.complaint, ground=ReferralGround.LATE, by=course.amina, at=course.later())
    assert again == referral


def test_a_first_line_dossier_becomes_one_complaint(city: City) -> None:
    first = way.first_line(city)
    by = replace(way.CITIZEN, dossier_ids=frozenset({first.pk}))
    complaint = actions.lodge_from(first, text="Het is nog altijd niet opgelost.", by=by, at=MONDAY)
    again = actions.lodge_from(first, by=by, at=MONDAY)
    assert complaint == again
    assert complaint.dossier.arises_from == first
    assert complaint.concerned_department == city["reiniging"]
    assert complaint.dossier.reporter_name == "Amina Daoudi"
    assert Dossier.objects.get(pk=first.pk).is_open


def test_triage_names_a_melding_a_complaint_from_the_day_it_came_in(city: City) -> None:
    first = way.first_line(city)
    course = way.Course(city, Complaint(), MONDAY)
    complaint = actions.name_as_complaint(first, by=city.actor(people.SARA), at=course.later(4))
    assert deadline(complaint, "answer").due_on == date(2026, 4, 16)
    assert Dossier.objects.get(pk=first.pk).close_reason == CloseReason.COMPLAINT


def test_an_anonymous_complaint_is_refused_in_words(city: City) -> None:
    with pytest.raises(RuleViolation, match="anoniem"):
        actions.lodge(replace(way.COMPLAINT, reporter=Reporter()), by=way.CITIZEN, at=MONDAY)
    nowhere = replace(way.COMPLAINT, reporter=replace(people.AMINA, address=""))
    with pytest.raises(RuleViolation, match="adres"):
        actions.lodge(nowhere, by=way.CITIZEN, at=MONDAY)


def test_what_is_no_complaint_does_not_go_to_a_department_that_is_gone(city: City) -> None:
    course = way.lodged(city)
    Department.objects.filter(pk=city["groen"].pk).update(is_active=False)
    for gone in (city["groen"].pk, 0):
        with pytest.raises(InvalidInput, match="bestaat niet"):
            actions.requalify(
                course.complaint,
                new_kind=Kind.MELDING,
                reason="Een lamp.",
                department_id=gone,
                by=course.greet,
                at=course.at,
            )
    assert course.fresh().step == Step.ADMISSIBILITY
