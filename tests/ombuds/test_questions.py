"""The ombudsman asks the city something, with a clock; the coordinator answers; both sides see it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gehoor.complaints import actions
from gehoor.complaints.models import Complaint, Question
from gehoor.complaints.questions import questions_of
from gehoor.dossiers.actions.correcting import finish_work
from gehoor.journal.models import Entry
from gehoor.kernel.clock import local_date, now
from gehoor.kernel.errors import Conflict, InvalidInput, NotFound
from tests.city import City
from tests.complaints import course
from tests.ombuds.conftest import handed_over, referral_of
from tests.people import GREET, ILSE, NELE, THOMAS, Somebody

pytestmark = pytest.mark.django_db
SignIn = Callable[[Somebody], Client]
ASKED = "Waarom reed de wagen niet tot aan het hek?"


def asked(city: City, complaint: Complaint) -> Question:
    return actions.ask_city(referral_of(complaint), text=ASKED, by=city.actor(ILSE), at=now())


def test_a_question_is_asked_answered_and_read_with_its_files(city: City, sign_in: SignIn, ilse: Client) -> None:
    complaint, greet = handed_over(city), sign_in(GREET)
    reference = complaint.dossier.reference
    assert ilse.post(f"/ombuds/{reference}/vraag/", {"text": ASKED}).status_code == 303
    question = Question.objects.get()
    assert question.deadline is not None
    assert question.work_item.assignee == city.person(GREET)
    assert question.work_item.due_on == question.deadline.due_on
    assert ASKED in greet.get(f"/desk/klachten/{reference}/").content.decode()
    assert "vraag 1 van de ombudsman" in greet.get("/desk/taken/").content.decode()
    answer_page = f"/desk/klachten/{reference}/ombudsman/vraag/1/"
    assert greet.get(reverse("desk:finish_task", args=[question.work_item_id])).headers["Location"] == answer_page
    assert ASKED in greet.get(answer_page).content.decode()
    complaint.dossier.refresh_from_db()
    sent = {
        "text": "Het hek was dicht.",
        "version": complaint.dossier.version,
        "files": SimpleUploadedFile("rit.txt", b"rit"),
    }
    assert greet.post(answer_page, sent).status_code == 303
    page = ilse.get(f"/ombuds/{reference}/").content.decode()
    for words in (ASKED, "Het hek was dicht.", "Greet Maes", "beantwoord", "rit.txt"):
        assert words in page, words
    file = question.files.get()
    for client, path in (
        (ilse, f"/ombuds/{reference}/antwoord/{file.public_id}/"),
        (greet, f"/desk/klachten/{reference}/ombudsman/antwoord/{file.public_id}/"),
    ):
        assert client.get(path).getvalue() == b"rit"
    question.refresh_from_db()
    question.work_item.refresh_from_db()
    assert question.work_item.done_at is not None
    assert question.deadline is not None
    assert Entry.objects.filter(verb="dossiers.deadline_met", payload__deadline=question.deadline.pk).count() == 1


def test_the_complainant_sees_that_something_was_asked_never_what(city: City) -> None:
    complaint = handed_over(city)
    asked(city, complaint)
    entry = Entry.objects.get(verb="complaints.question_asked")
    assert entry.public_text == "De ombudsman stelde ons een vraag."
    assert ASKED not in str(entry.payload)


def test_late_is_shown_before_the_answer_and_after_it(city: City) -> None:
    complaint = handed_over(city)
    question = asked(city, complaint)
    assert question.deadline is not None
    due_on = question.deadline.due_on
    assert due_on is not None
    assert not questions_of(complaint, today=due_on)[0].late
    assert questions_of(complaint, today=due_on + timedelta(days=1))[0].late
    at = now() + timedelta(days=(due_on - local_date(now())).days + 1)
    actions.answer_ombudsman(complaint, 1, text="Het hek was dicht.", by=city.actor(GREET), at=at)
    assert questions_of(complaint, today=due_on)[0].late


def test_each_question_has_its_own_clock(city: City) -> None:
    complaint = handed_over(city)
    first, second = asked(city, complaint), asked(city, complaint)
    actions.answer_ombudsman(complaint, 1, text="Zo.", by=city.actor(GREET), at=now())
    for question, met in ((first, True), (second, False)):
        question.refresh_from_db()
        assert question.deadline is not None
        assert (question.deadline.met_on is not None) is met
    with pytest.raises(Conflict):
        actions.answer_ombudsman(complaint, 1, text="Nog eens.", by=city.actor(GREET), at=now())


def test_the_task_is_not_done_without_an_answer(city: City) -> None:
    question = asked(city, handed_over(city))
    with pytest.raises(InvalidInput, match="Antwoord op de vraag"):
        finish_work(question.work_item, outcome="Gedaan.", by=city.actor(GREET), at=now())


def test_with_the_conclusion_the_questions_end(city: City, sign_in: SignIn, ilse: Client) -> None:
    complaint = handed_over(city)
    question = asked(city, complaint)
    actions.conclude(referral_of(complaint), conclusion="Gegrond.", by=city.actor(ILSE), at=now())
    question.refresh_from_db()
    question.work_item.refresh_from_db()
    assert question.deadline is not None
    assert question.deadline.ended_on is not None
    assert question.work_item.done_at is not None
    with pytest.raises(NotFound):
        actions.answer_ombudsman(complaint, 1, text="Te laat.", by=city.actor(GREET), at=now())
    with pytest.raises(Conflict):
        asked(city, complaint)
    assert ilse.get(f"/ombuds/{complaint.dossier.reference}/vraag/").status_code == 404
    page = sign_in(GREET).get(f"/desk/klachten/{complaint.dossier.reference}/ombudsman/vraag/1/").content.decode()
    assert "niet meer nodig" in page


def test_an_empty_question_is_refused_with_a_sentence(city: City, ilse: Client) -> None:
    complaint = handed_over(city)
    answer = ilse.post(f"/ombuds/{complaint.dossier.reference}/vraag/", {"text": " "})
    assert answer.status_code == 422
    assert "Schrijf eerst je vraag." in answer.content.decode()


def test_before_it_is_opened_nothing_is_asked(city: City, ilse: Client) -> None:
    complaint = course.referred(city).complaint
    assert ilse.post(f"/ombuds/{complaint.dossier.reference}/vraag/", {"text": ASKED}).status_code == 302
    assert not Question.objects.exists()


@pytest.mark.parametrize("somebody", [NELE, THOMAS], ids=lambda who: who.function)
def test_only_the_coordinator_answers(city: City, sign_in: SignIn, somebody: Somebody) -> None:
    complaint = handed_over(city)
    asked(city, complaint)
    path = f"/desk/klachten/{complaint.dossier.reference}/ombudsman/vraag/1/"
    assert sign_in(somebody).post(path, {"text": "Ik weet het.", "version": 1}).status_code == 404
    assert Question.objects.get().answered_at is None
