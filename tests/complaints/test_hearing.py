"""Both sides are heard: a conversation with a report that stays, and what the heard person has otherwise beside it."""

from datetime import date, timedelta

import pytest
from django.core import mail

from gehoor.complaints import actions, queries
from gehoor.complaints.access import hearing_for
from gehoor.complaints.actions.first_talk import FIRST_TALK
from gehoor.complaints.actions.sweeping import remind_departments
from gehoor.complaints.hearings import unchecked_hearings_of
from gehoor.complaints.jobs import ask_to_check, remind_department
from gehoor.complaints.models import Account, Complaint, Hearing, Suspension
from gehoor.complaints.procedure import Outcome, Step
from gehoor.correspondence.models import Message
from gehoor.dossiers.models import Deadline, Dossier, WorkItem
from gehoor.journal.models import Entry
from gehoor.kernel.clock import today
from gehoor.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound, RuleViolation
from tests import people
from tests.city import City
from tests.complaints import course as way
from tests.complaints.course import Course

pytestmark = pytest.mark.django_db


def hear(course: Course, **how: object) -> Hearing:
    told: dict[str, object] = {
        "kind": "phone",
        "whom": "complainant",
        "held_on": course.at.date(),
        "report": "Vier keer stond het afval er nog.",
        "by": course.thomas,
        "at": course.at,
    }
    return actions.note_hearing(course.complaint, **(told | how))  # type: ignore[arg-type]


def test_who_handles_it_is_asked_to_talk_to_the_complainant_first(city: City) -> None:
    course = way.assigned(city)
    item = WorkItem.objects.get(dossier=course.complaint.pk, title=FIRST_TALK)
    assert (item.assignee, item.done_at) == (city.person(people.THOMAS), None)
    rita = city.actor(people.RITA)
    actions.assign_handler(course.complaint, rita.id or 0, by=course.greet, at=course.at)
    item.refresh_from_db()
    assert item.assignee_id == rita.id
    assert WorkItem.objects.filter(dossier=course.complaint.pk).count() == 1
    hear(course, by=rita)
    item.refresh_from_db()
    assert (item.done_at, item.outcome) == (course.at, "De klager is gehoord.")


def test_the_complainant_reads_the_report_and_corrects_it_beside_it(city: City) -> None:
    course = way.assigned(city)
    hear(course)
    letter = Message.objects.get(letter="hearing_report")
    assert "Vier keer stond het afval er nog." in letter.body
    view = queries.tracked_complaints([course.complaint.dossier], today=course.at.date())[course.complaint.pk]
    assert view.unchecked is not None
    actions.check_report(course.complaint, 1, correction="Vijf keer.", by=course.amina, at=course.later())
    talk = Hearing.objects.get()
    assert (talk.report, talk.correction) == ("Vier keer stond het afval er nog.", "Vijf keer.")
    with pytest.raises(Conflict):
        actions.check_report(course.complaint, 1, correction="Zes keer.", by=course.amina, at=course.at)
    verbs = list(Entry.objects.filter(chain=f"dossier:{course.complaint.pk}").values_list("verb", flat=True))
    assert {"complaints.complainant_heard", "complaints.report_checked"} <= set(verbs)


def test_a_colleague_sees_the_own_report_only_and_no_longer_handles(city: City) -> None:
    course = way.assigned(city)
    joris, lies = city.actor(people.JORIS), city.actor(people.LIES)
    talk = hear(course, whom="colleague", kind="talk", staff_id=joris.id)
    assert [one.pk for one in unchecked_hearings_of(joris)] == [talk.pk]
    assert hearing_for(joris, talk.pk, at=course.at).report == talk.report
    with pytest.raises(NotFound):
        hearing_for(lies, talk.pk, at=course.at)
    with pytest.raises(NotAllowed):
        actions.check_own_report(talk, correction="Nee.", by=lies, at=course.at)
    actions.check_own_report(talk, correction="", by=joris, at=course.later())
    assert unchecked_hearings_of(joris) == []
    why = [one.conflicts for one in queries.candidates(course.complaint, day=today()) if one.staff_id == joris.id]
    assert all(why)
    ask_to_check(staff_id=joris.id or 0)
    assert [sent.to for sent in mail.outbox] == [[people.JORIS.email]]
    assert "Vier keer" not in mail.outbox[0].body


def test_a_handler_who_is_heard_is_refused_in_words(city: City) -> None:
    course = way.assigned(city)
    with pytest.raises(InvalidInput, match="kan er niet in gehoord worden"):
        hear(course, whom="colleague", staff_id=course.thomas.id)


@pytest.mark.parametrize(
    ("odd", "field"),
    [
        ({"kind": "duif"}, "kind"),
        ({"whom": "iedereen"}, "whom"),
        ({"whom": "colleague"}, "staff"),
        ({"whom": "other"}, "name"),
        ({"report": "  "}, "report"),
        ({"held_on": date(2099, 1, 1)}, "held_on"),
        ({"held_on": date(1950, 1, 1)}, "held_on"),
    ],
)
def test_an_odd_conversation_is_refused_in_words(city: City, odd: dict[str, object], field: str) -> None:
    course = way.assigned(city)
    with pytest.raises(InvalidInput) as refused:
        hear(course, **odd)
    assert refused.value.field == field
    assert not Hearing.objects.exists()


def test_nobody_else_notes_or_corrects(city: City) -> None:
    course = way.assigned(city)
    with pytest.raises(NotAllowed):
        hear(course, by=city.actor(people.NELE))
    talk = hear(course, whom="other", name="De buurvrouw")
    with pytest.raises(NotAllowed):
        actions.check_report(course.complaint, talk.number, correction="Nee.", by=course.amina, at=course.at)
    actions.check_report(
        course.complaint, talk.number, correction="Zij zegt: ook dinsdag.", by=course.greet, at=course.at
    )
    assert Hearing.objects.get().correction == "Zij zegt: ook dinsdag."


def test_a_solution_found_in_the_talk_ends_it_as_mediated(city: City) -> None:
    course = way.assigned(city)
    with pytest.raises(RuleViolation, match="Hoor eerst de klager"):
        actions.mediate(course.complaint, agreed="24 euro terug.", by=course.thomas, at=course.at)
    hear(course)
    actions.mediate(course.complaint, agreed="24 euro terug.", by=course.thomas, at=course.later())
    complaint = Complaint.objects.get(pk=course.complaint.pk)
    assert (complaint.step, complaint.outcome) == (Step.CLOSED, Outcome.MEDIATED)
    assert (complaint.finding, complaint.resolution) == ("bemiddeld", "opgelost")
    assert Deadline.objects.get(dossier=complaint.pk, term="answer").met_on == course.at.date()
    assert "24 euro terug." in Message.objects.get(letter="mediated").body
    assert Dossier.objects.get(pk=complaint.pk).step == "closed"


def test_a_department_is_reminded_once_before_and_once_after_the_date(city: City) -> None:
    course = way.assigned(city)
    account = actions.ask_account(
        course.complaint,
        department_id=city["reiniging"].pk,
        question="Waarom bleef het afval staan?",
        by=course.thomas,
        at=course.at,
    )
    due_on = account.deadline.due_on
    assert due_on is not None
    days = (due_on - course.at.date()).days
    assert remind_departments(at=course.at) == 0
    before = course.at + timedelta(days=days - 1)
    assert [remind_departments(at=before) for _ in range(2)] == [1, 0]
    after = course.at + timedelta(days=days + 1)
    assert [remind_departments(at=after) for _ in range(2)] == [1, 0]
    account.refresh_from_db()
    assert (account.reminded_at, account.chased_at) == (before, after)
    remind_department(account_id=account.pk)
    assert {people.JORIS.email, people.NELE.email} <= {to for sent in mail.outbox for to in sent.to}
    assert "Waarom bleef" not in mail.outbox[0].body
    entries = Entry.objects.filter(verb="complaints.account_reminded").order_by("pk")
    assert [entry.payload["passed"] for entry in entries] == [False, True]


def test_who_answered_is_not_reminded(city: City) -> None:
    course = way.heard(city)
    assert remind_departments(at=course.later(30)) == 0
    remind_department(account_id=Account.objects.get().pk)
    assert mail.outbox == []


def test_the_suggested_first_talk_ends_with_the_investigation_and_says_why(city: City) -> None:
    course = way.drafted(city)
    item = WorkItem.objects.get(dossier=course.complaint.pk, title=FIRST_TALK)
    assert (item.done_at, item.outcome) == (course.at, "Niet meer nodig. Het onderzoek is afgerond.")


def test_nothing_of_a_suspended_complaint_goes_on_waiting_once_it_is_closed(city: City) -> None:
    course = way.assigned(city)
    actions.suspend(course.complaint, kind="court", reason="Vredegerecht.", by=course.greet, at=course.at)
    actions.withdraw(course.complaint, by=course.amina, at=course.later())
    waits = Suspension.objects.get(complaint=course.complaint)
    assert (waits.ended_at, waits.outcome) == (course.at, "De klacht werd afgesloten.")
    item = WorkItem.objects.get(dossier=course.complaint.pk, title=FIRST_TALK)
    assert item.outcome == "Niet meer nodig. De klacht werd afgesloten."


def test_a_suspended_complaint_that_is_rejected_waits_no_longer(city: City) -> None:
    course = way.lodged(city)
    actions.suspend(course.complaint, kind="appeal", reason="Er loopt beroep.", by=course.greet, at=course.at)
    actions.reject(course.complaint, grounds=["geen_belang"], reason="Zo.", by=course.greet, at=course.later())
    assert not Suspension.objects.filter(complaint=course.complaint, ended_at=None).exists()
