"""A complaint that waits for a court or an appeal, and an agreement on contact that never stops a contact."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.complaints import actions, queries
from gehoor.complaints.contact_plans import contact_plan_of
from gehoor.complaints.models import Complaint, ContactPlan, Suspension
from gehoor.complaints.procedure import Step
from gehoor.correspondence.models import Message
from gehoor.dossiers.models import Deadline, Dossier
from gehoor.kernel.clock import now
from gehoor.kernel.errors import InvalidInput, NotAllowed, RuleViolation
from tests import people
from tests.city import City
from tests.complaints import course as way
from tests.complaints.course import Course
from tests.desk.complaint_days import AGO
from tests.desk.conftest import take_in
from tests.dossiers.test_clocks import in_force
from tests.people import GREET, HATICE, NELE, Somebody

pytestmark = pytest.mark.django_db
SignIn = Callable[[Somebody], Client]


def suspend(course: Course) -> Suspension:
    return actions.suspend(
        course.complaint, kind="appeal", reason="Er loopt een bezwaar.", by=course.greet, at=course.at
    )


def answer(course: Course) -> Deadline:
    return Deadline.objects.get(dossier=course.complaint.pk, term="answer")


def test_a_suspended_complaint_goes_no_further_until_it_is_resumed(city: City) -> None:
    course = way.heard(city)
    way.answer(course)
    due = answer(course).due_on
    suspend(course)
    with pytest.raises(RuleViolation, match="opgeschort"):
        suspend(course)
    with pytest.raises(RuleViolation, match="Hervat ze eerst"):
        actions.submit_draft(course.complaint, finding="gegrond", text="Fout.", by=course.thomas, at=course.at)
    letter = Message.objects.get(letter="suspended")
    assert "een beroep of bezwaar" in letter.body
    assert "loopt intussen door" in letter.body
    assert answer(course).due_on == due, "the regulation of this city does not let the clock stand still for it"
    view = queries.tracked_complaints([course.complaint.dossier], today=course.at.date())[course.complaint.pk]
    assert "We wachten met je klacht op een beroep of bezwaar" in view.next_step.sentence
    actions.resume_complaint(course.complaint, outcome="Het bezwaar is afgewezen.", by=course.greet, at=course.later())
    assert "Het bezwaar is afgewezen." in Message.objects.get(letter="resumed").body
    actions.submit_draft(course.complaint, finding="gegrond", text="Fout.", by=course.thomas, at=course.at)


def test_the_clock_stands_still_where_the_regulation_says_so(city: City) -> None:
    allowed = "pauses: {allowed: true, reasons: [clarification"
    in_force(city, (f"{allowed}]}}", f"{allowed}, appeal]}}"))
    course = way.assigned(city)
    before = answer(course).due_on
    assert before is not None
    suspend(course)
    assert answer(course).due_on is None
    assert "staat onze klok stil" in Message.objects.get(letter="suspended").body
    actions.resume_complaint(course.complaint, outcome="Voorbij.", by=course.greet, at=course.later(10))
    assert answer(course).due_on == before + timedelta(days=10)


def test_only_the_coordinator_suspends_and_the_complainant_can_still_withdraw(city: City) -> None:
    course = way.assigned(city)
    with pytest.raises(NotAllowed):
        actions.suspend(course.complaint, kind="court", reason="Zo.", by=city.actor(people.NELE), at=course.at)
    with pytest.raises(InvalidInput):
        actions.suspend(course.complaint, kind="duif", reason="Zo.", by=course.greet, at=course.at)
    suspend(course)
    actions.withdraw(course.complaint, by=course.amina, at=course.later())
    assert Complaint.objects.get(pk=course.complaint.pk).step == Step.CLOSED
    assert Suspension.objects.get().ended_at == course.at


def agree(course: Course, **how: object) -> ContactPlan:
    told: dict[str, object] = {
        "agreed": "Eén antwoord per week.",
        "reasons": "Twintig mails per dag.",
        "ends_on": course.at.date() + timedelta(days=90),
        "by": course.greet,
        "at": course.at,
    }
    return actions.agree_contact(course.complaint, **(told | how))  # type: ignore[arg-type]


def test_a_contact_plan_has_reasons_and_an_end_within_the_year(city: City) -> None:
    course = way.assigned(city)
    for odd in ({"ends_on": course.at.date()}, {"ends_on": course.at.date() + timedelta(days=366)}, {"reasons": " "}):
        with pytest.raises(InvalidInput):
            agree(course, **odd)
    with pytest.raises(NotAllowed):
        agree(course, by=city.actor(people.NELE))
    agree(course)
    letter = Message.objects.get(letter="contact_plan")
    for words in ("Eén antwoord per week.", "Twintig mails per dag.", "Greet Maes", "Vlaamse Ombudsdienst"):
        assert words in letter.body
    with pytest.raises(RuleViolation, match="Er loopt al een afspraak"):
        agree(course)


def test_it_shows_on_every_dossier_of_that_person_until_it_ends_and_stops_no_contact(city: City) -> None:
    course = way.assigned(city, at=now() - timedelta(days=5))
    agree(course)
    theirs, neighbours = take_in(city, "Nog iets."), take_in(city, "Iets anders.", reporter=HATICE)
    today, last = course.at.date(), course.at.date() + timedelta(days=90)
    plan = contact_plan_of(theirs, today=today)
    assert plan is not None
    assert (plan.agreed, plan.reasons) == ("Eén antwoord per week.", "")
    assert contact_plan_of(theirs, today=last) is not None
    assert contact_plan_of(theirs, today=last + timedelta(days=1)) is None
    assert contact_plan_of(neighbours, today=today) is None
    actions.hear_complainant(course.complaint, text="Ik schrijf toch.", by=course.amina, at=course.at)
    way.lodged(city, at=course.at)
    actions.end_contact_plan(course.complaint, reason="Het gaat goed.", by=course.greet, at=course.later())
    assert contact_plan_of(theirs, today=today) is None
    assert "Het gaat goed." in Message.objects.get(letter="contact_plan_ended").body


def post(client: Client, course: Course, act: str, **values: object) -> tuple[int, str]:
    values.setdefault("version", Dossier.objects.get(pk=course.complaint.pk).version)
    path = reverse(f"desk:complaint_{act}", args=[course.complaint.dossier.reference])
    answered = client.post(path, values)
    return answered.status_code, answered.content.decode()


def shown(client: Client, course: Course) -> str:
    return client.get(reverse("desk:complaint", args=[course.complaint.dossier.reference])).content.decode()


def test_both_are_done_from_their_pages(city: City, sign_in: SignIn) -> None:
    take_in(city, "Iets van iemand anders.", reporter=HATICE)
    course = way.assigned(city, at=AGO)
    greet = sign_in(GREET)
    assert "loopt intussen door" in post(greet, course, "suspend", kind="court", reason="Een zaak.", toon="brief")[1]
    assert post(greet, course, "suspend", kind="court", reason="Een zaak.")[0] == 303
    assert "Opgeschort: de stad wacht op een zaak voor de rechter." in shown(greet, course)
    assert post(greet, course, "resume", reason="")[0] == 422
    assert post(greet, course, "resume", reason="Voorbij.")[0] == 303
    assert "wacht op een zaak voor de rechter" not in shown(greet, course)
    ends_on = (now() + timedelta(days=60)).date().isoformat()
    told = {"agreed": "Eén vast nummer.", "reasons": "Veel.", "ends_on": ends_on}
    assert post(greet, course, "contact_plan", **(told | {"ends_on": "2099-01-01"}))[0] == 422
    assert "Eén vast nummer." in post(greet, course, "contact_plan", **told, toon="brief")[1]
    assert post(greet, course, "contact_plan", **told)[0] == 303
    assert "Eén vast nummer." in shown(greet, course)
    theirs = take_in(city, "Nog iets.", "reiniging")
    page = sign_in(NELE).get(reverse("desk:dossier", args=[theirs.reference])).content.decode()
    assert "Eén vast nummer." in page
    assert "Contactafspraak tot en met" in page
    assert post(greet, course, "contact_plan_end", reason="Niet meer nodig.")[0] == 303
    assert "Contactafspraak tot en met" not in shown(greet, course)


def test_a_complaint_is_joined_from_its_page_and_an_unknown_number_is_said_so(city: City, sign_in: SignIn) -> None:
    main, other = way.assigned(city, at=AGO), way.admitted(city, at=AGO)
    greet = sign_in(GREET)
    status, page = post(greet, other, "join", reference="2026-99999-9", reason="Zelfde.")
    assert status == 422
    assert "We vinden geen klacht met dit nummer." in page
    assert post(greet, other, "join", reference=main.complaint.dossier.reference, reason="Zelfde.")[0] == 303
    assert main.complaint.dossier.reference in shown(greet, other)
    assert other.complaint.dossier.reference in shown(greet, main)
    assert post(greet, other, "take_apart", reason="Toch niet.")[0] == 303
    assert "Gevoegde klachten" not in shown(greet, main)


def test_points_change_until_the_answer_leaves_after_the_investigation_by_the_coordinator(city: City) -> None:
    course = way.drafted(city)
    with pytest.raises(NotAllowed):
        actions.add_grievance(course.complaint, text="Ook dinsdag.", by=city.actor(people.NELE), at=course.at)
    with pytest.raises(NotAllowed):
        actions.add_grievance(course.complaint, text="Ook dinsdag.", by=course.thomas, at=course.at)
    actions.add_grievance(
        course.complaint, text="Ook dinsdag.", wished_outcome="Zeg sorry.", by=course.greet, at=course.at
    )
    with pytest.raises(RuleViolation, match="Elk punt"):
        actions.agree(course.complaint, by=course.greet, at=course.at)
    actions.split_grievance(
        course.complaint,
        2,
        texts=["Dinsdag.", "Woensdag."],
        wishes=["Zeg sorry.", "Betaal."],
        by=course.greet,
        at=course.at,
    )
    wishes = course.complaint.grievances.values_list("number", "wished_outcome")
    assert list(wishes)[1:] == [(2, "Zeg sorry."), (3, "Betaal.")]
    sent = way.proposed(city)
    with pytest.raises(RuleViolation):
        actions.add_grievance(sent.complaint, text="Ook dinsdag.", by=sent.greet, at=sent.at)
