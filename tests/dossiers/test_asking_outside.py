"""A department asks somebody outside the city, who answers through a link."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gehoor.correspondence.actions import make_link, make_link_on
from gehoor.correspondence.models import Delivery, Direction, Medium, Message
from gehoor.dossiers.access import citizen_behind, dossier_for, inquiry_behind, who_was_asked
from gehoor.dossiers.actions.assigning import route
from gehoor.dossiers.actions.first_line import close
from gehoor.dossiers.actions.inquiring import (
    Asking,
    answer_inquiry,
    ask_outside,
    close_inquiry,
    decline_inquiry,
    give_more_time,
    withdraw_inquiry,
)
from gehoor.dossiers.actions.inquiry_reminders import remind_outside
from gehoor.dossiers.actions.intake import Submission, receive
from gehoor.dossiers.actions.sweeping import report_failed_mail
from gehoor.dossiers.lifecycle import CloseReason, Kind
from gehoor.dossiers.lists import work_for
from gehoor.dossiers.models import Bar, Dossier, Inquiry, WorkItem
from gehoor.dossiers.queries import tracked
from gehoor.files.actions import store
from gehoor.journal.entries import dossier_chain
from gehoor.journal.queries import timeline
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import Conflict, InvalidInput, MoveNotAllowed, NotAllowed, NotFound
from tests.city import MONDAY, City, small_city
from tests.people import AMINA, JORIS, LIES, NELE, SARA

STRANGER = Actor(kind=ActorKind.CITIZEN)
DUE = local_date(MONDAY) + timedelta(days=14)
DAY = timedelta(days=1)
ASKING = Asking("Kris Peeters", "De Lijn", "kris.peeters@voorbeeld.example", "Reed lijn 2 om die tijd?", DUE)


@pytest.fixture
def city(db: None) -> City:
    return small_city()


@pytest.fixture
def dossier(city: City) -> Dossier:
    told = Submission(kind=Kind.MELDING, text="De bus reed te snel.", reporter=AMINA)
    found = receive(told, by=STRANGER, at=MONDAY).dossier
    route(found, kind=Kind.MELDING, department=city["reiniging"], by=city.actor(SARA), at=MONDAY)
    return dossier_for(city.actor(NELE), found.reference)


@pytest.fixture
def asked(city: City, dossier: Dossier) -> Inquiry:
    return ask_outside(dossier, ASKING, by=city.actor(NELE), at=MONDAY)


def verbs(dossier: Dossier) -> list[str]:
    return [entry.verb for entry in timeline(dossier_chain(dossier.pk))]


def open_work(city: City) -> list[str]:
    return [item.title for item in work_for(city.actor(NELE)) if item.kind == WorkItem.Kind.OUTSIDE]


def answered(inquiry: Inquiry, text: str = "Ja, met vertraging.", *, days: int = 1) -> Message:
    return answer_inquiry(inquiry, text=text, by=who_was_asked(inquiry), at=MONDAY + days * DAY)


def test_the_mail_says_what_is_asked_and_nothing_of_the_citizen(city: City, asked: Inquiry) -> None:
    mail = Message.objects.get(thread=asked.thread)
    assert (mail.letter, mail.to_address, mail.delivery) == ("inquiry", ASKING.email, Delivery.QUEUED)
    assert ASKING.question in mail.body
    assert "maandag 16 maart 2026" in mail.body
    for secret in (AMINA.name, "Daoudi", AMINA.email, "te snel"):
        assert secret not in mail.body + mail.subject
    assert "dossiers.inquiry_asked" in verbs(asked.dossier)
    assert open_work(city) == ["Vraag 1 buiten de stad: volg het antwoord op"]


def test_who_asks_may_choose_to_name_the_reporter(city: City, dossier: Dossier) -> None:
    named = ask_outside(dossier, replace(ASKING, names_reporter=True), by=city.actor(NELE), at=MONDAY)
    assert AMINA.name in Message.objects.get(thread=named.thread).body


def test_another_department_does_not_ask(city: City, dossier: Dossier) -> None:
    with pytest.raises(NotAllowed):
        ask_outside(dossier, ASKING, by=city.actor(LIES), at=MONDAY)
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "kris.peeters"}, "email"),
        ({"email": AMINA.email.upper()}, "email"),
        ({"name": " ", "organisation": ""}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"question": " \x00 "}, "question"),
        ({"due_on": local_date(MONDAY)}, "due_on"),
        ({"due_on": DUE + timedelta(days=365)}, "due_on"),
    ],
)
def test_what_cannot_be_asked_is_told_at_its_field(
    city: City, dossier: Dossier, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        ask_outside(dossier, replace(ASKING, **change), by=city.actor(NELE), at=MONDAY)
    assert refused.value.field == field


def test_who_may_not_read_the_dossier_is_not_asked_and_their_link_dies(city: City, dossier: Dossier) -> None:
    to_joris = replace(ASKING, email=city.person(JORIS).email)
    inquiry = ask_outside(dossier, to_joris, by=city.actor(NELE), at=MONDAY)
    token = make_link_on(inquiry.thread, at=MONDAY)
    assert inquiry_behind(token, at=MONDAY)[1] == inquiry
    Bar.objects.create(dossier=dossier, staff=city.person(JORIS), code="named", reason="genoemd", since=MONDAY)
    with pytest.raises(NotFound):
        inquiry_behind(token, at=MONDAY)
    with pytest.raises(InvalidInput):
        ask_outside(dossier, to_joris, by=city.actor(NELE), at=MONDAY)


def test_a_closed_dossier_asks_nothing_new(city: City, dossier: Dossier) -> None:
    close(dossier, reason=CloseReason.ANSWERED, text="Gedaan.", by=city.actor(NELE), at=MONDAY)
    with pytest.raises(MoveNotAllowed):
        ask_outside(Dossier.objects.get(pk=dossier.pk), ASKING, by=city.actor(NELE), at=MONDAY)


def test_the_link_opens_the_question_and_no_citizen_page_and_the_other_way_round(asked: Inquiry) -> None:
    theirs = make_link_on(asked.thread, at=MONDAY)
    amina = make_link(asked.dossier.thread_id, at=MONDAY)
    by, found = inquiry_behind(theirs, at=MONDAY)
    assert (found, by.kind, by.permissions) == (asked, ActorKind.OUTSIDE, {})
    for token, door in ((theirs, citizen_behind), (amina, inquiry_behind), ("x", inquiry_behind)):
        with pytest.raises(NotFound):
            door(token, at=MONDAY)
    with pytest.raises(NotFound):
        inquiry_behind(theirs, at=MONDAY + timedelta(days=181))
    with pytest.raises(NotFound):
        dossier_for(by, asked.dossier.reference)


def test_an_answer_stands_in_its_own_conversation_and_gives_one_task(city: City, asked: Inquiry) -> None:
    file = store(SimpleUploadedFile("rit.txt", b"09:02"), name="rit.txt", by=who_was_asked(asked), at=MONDAY)
    message = answer_inquiry(asked, text="", by=who_was_asked(asked), at=MONDAY + DAY, files=[file])
    assert (message.direction, message.author_name) == (Direction.IN, "Kris Peeters (De Lijn)")
    assert message.thread_id != asked.dossier.thread_id
    answered(asked, "Nog iets.")
    assert open_work(city) == ["Vraag 1 buiten de stad: er kwam een antwoord. Lees het"]
    assert verbs(asked.dossier).count("dossiers.inquiry_answered") == 2


def test_the_citizen_sees_nothing_of_it(asked: Inquiry) -> None:
    answered(asked)
    [own] = tracked([asked.dossier], at=MONDAY + 2 * DAY)
    assert not any("De Lijn" in said.message.body + said.message.author_name for said in own.messages)
    assert not any(entry.public_text for entry in own.entries if "inquiry" in entry.verb)


def test_nobody_else_answers(city: City, dossier: Dossier, asked: Inquiry) -> None:
    other = ask_outside(dossier, ASKING, by=city.actor(NELE), at=MONDAY)
    for by in (who_was_asked(other), city.actor(NELE), STRANGER):
        with pytest.raises(NotAllowed):
            answer_inquiry(asked, text="Ja.", by=by, at=MONDAY)


def test_who_answered_may_do_so_again_until_the_last_day(asked: Inquiry) -> None:
    answered(asked)
    answered(asked, days=14)
    with pytest.raises(Conflict):
        answered(asked, days=15)


def test_who_never_answered_still_may_after_the_last_day_until_the_city_closes_it(city: City, asked: Inquiry) -> None:
    answered(asked, days=20)
    other = ask_outside(asked.dossier, ASKING, by=city.actor(NELE), at=MONDAY)
    close_inquiry(other, by=city.actor(NELE), at=MONDAY + DAY)
    with pytest.raises(Conflict):
        answered(other, days=2)
    with pytest.raises(Conflict):
        close_inquiry(other, by=city.actor(NELE), at=MONDAY + DAY)


def test_a_mail_is_never_refused(city: City, asked: Inquiry) -> None:
    close_inquiry(asked, by=city.actor(NELE), at=MONDAY + DAY)
    late = MONDAY + 30 * DAY
    answer_inquiry(asked, text="Sorry.", by=who_was_asked(asked), at=late, medium=Medium.EMAIL)
    assert open_work(city) == ["Vraag 1 buiten de stad: er kwam een antwoord. Lees het"]


def test_it_is_not_for_them(city: City, asked: Inquiry) -> None:
    decline_inquiry(asked, text="Vraag het aan de provincie.", by=who_was_asked(asked), at=MONDAY + DAY)
    assert open_work(city) == ["Vraag 1 buiten de stad: niet voor wie je het vroeg. Vraag het aan iemand anders"]
    assert remind_outside(at=MONDAY + 20 * DAY) == 0
    answered(asked, days=2)
    assert Inquiry.objects.get().declined_at is None


def test_withdrawn_its_link_is_as_unknown_and_its_mail_does_not_leave(city: City, asked: Inquiry) -> None:
    token = make_link_on(asked.thread, at=MONDAY)
    withdraw_inquiry(asked, by=city.actor(NELE), at=MONDAY + DAY)
    with pytest.raises(NotFound):
        inquiry_behind(token, at=MONDAY + DAY)
    assert Message.objects.get(thread=asked.thread).delivery == Delivery.TAKEN_BACK
    assert open_work(city) == []


def test_another_department_ends_nothing_and_gives_no_time(city: City, asked: Inquiry) -> None:
    for act in (close_inquiry, withdraw_inquiry):
        with pytest.raises(NotAllowed):
            act(asked, by=city.actor(LIES), at=MONDAY)
    with pytest.raises(NotAllowed):
        give_more_time(asked, DUE + DAY, by=city.actor(LIES), at=MONDAY)


def test_they_are_reminded_once_before_and_once_after(asked: Inquiry) -> None:
    moments = [9, 10, 11, 14, 15, 16]
    assert [remind_outside(at=MONDAY + days * DAY) for days in moments] == [0, 1, 0, 0, 1, 0]
    before, after = Message.objects.filter(letter="inquiry_reminder").order_by("pk")
    assert "uiterlijk op maandag 16 maart 2026" in before.body
    assert "Dat is voorbij, maar antwoorden kan nog." in after.body
    assert ASKING.question not in after.body


def test_after_three_days_of_downtime_only_the_reminder_that_makes_sense_goes(asked: Inquiry) -> None:
    assert remind_outside(at=MONDAY + 17 * DAY) == 1
    assert remind_outside(at=MONDAY + 17 * DAY) == 0
    assert verbs(asked.dossier).count("dossiers.inquiry_reminded") == 1


def test_nobody_is_reminded_of_a_closed_dossier(city: City, asked: Inquiry) -> None:
    close(asked.dossier, reason=CloseReason.ANSWERED, text="Gedaan.", by=city.actor(NELE), at=MONDAY + DAY)
    assert remind_outside(at=MONDAY + 15 * DAY) == 0


def test_more_time_is_told_and_reminds_anew(city: City, asked: Inquiry) -> None:
    remind_outside(at=MONDAY + 15 * DAY)
    give_more_time(asked, DUE + 14 * DAY, by=city.actor(NELE), at=MONDAY + 15 * DAY)
    assert "Je krijgt meer tijd" in Message.objects.filter(letter="inquiry_reminder").latest("pk").body
    assert remind_outside(at=MONDAY + 16 * DAY) == 0
    assert remind_outside(at=MONDAY + 29 * DAY) == 1
    with pytest.raises(InvalidInput):
        give_more_time(asked, DUE, by=city.actor(NELE), at=MONDAY + DAY)


def test_a_question_that_does_not_arrive_is_a_task_for_who_asked(city: City, asked: Inquiry) -> None:
    Message.objects.filter(thread=asked.thread).update(delivery=Delivery.FAILED, retry_at=None)
    assert report_failed_mail(at=MONDAY + DAY) == 1
    item = WorkItem.objects.get(kind=WorkItem.Kind.MAIL_FAILED)
    assert item.assignee == city.person(NELE)
    assert "Kijk het adres na" in item.title
