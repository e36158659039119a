"""A mail becomes a contact that somebody answers for, or an answer in the conversation it belongs to."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from gehoor.correspondence.models import Delivery, Direction, Medium, Message
from gehoor.correspondence.post import message_id
from gehoor.correspondence.replies import reply_address, thread_of_address
from gehoor.dossiers.access import citizen_behind
from gehoor.dossiers.actions.first_line import close
from gehoor.dossiers.actions.intake import Submission, receive
from gehoor.dossiers.actions.messages import write_to_reporter
from gehoor.dossiers.lifecycle import CloseReason, Kind, Step
from gehoor.dossiers.models import ContactDossier, Dossier, Participant, WorkItem
from gehoor.files.queries import open_bytes
from gehoor.journal.entries import dossier_chain
from gehoor.journal.queries import timeline
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.mailroom.models import Outcome, RawMail
from tests.city import MONDAY, City
from tests.mailroom.conftest import TakeIn
from tests.mailroom.mails import answer, bounce, mail, with_file
from tests.people import AMINA, SARA

CITIZEN = Actor(kind=ActorKind.CITIZEN)
STRANGER = "iemand.anders@voorbeeld.example"


@pytest.fixture
def dossier(city: City) -> Dossier:
    told = Submission(kind=Kind.MELDING, text="De lamp is stuk.", reporter=AMINA)
    return receive(told, by=CITIZEN, at=MONDAY).dossier


@pytest.fixture
def asked(city: City, dossier: Dossier) -> Message:
    """A question of the city to the reporter, sent by mail."""
    message = write_to_reporter(dossier, text="Welke lamp?", by=city.actor(SARA), at=MONDAY, asks=True)
    Message.objects.filter(pk=message.pk).update(delivery=Delivery.SENT, sent_at=MONDAY)
    return message


def _said(dossier: Dossier) -> list[str]:
    return [m.body for m in dossier.thread.messages.filter(direction=Direction.IN).order_by("pk")]


def test_a_mail_becomes_a_question_for_the_contact_point_with_an_acknowledgement(city: City, take_in: TakeIn) -> None:
    row = take_in(mail())
    dossier = row.dossier
    assert row.outcome == Outcome.CONTACT
    assert dossier is not None
    assert (dossier.title, dossier.medium, dossier.department) == ("Lamp stuk", Medium.EMAIL, city["contactpunt"])
    assert _said(dossier) == ["De straatlamp voor mijn deur is stuk."]
    letter = Message.objects.get(thread=dossier.thread, letter="received")
    assert (letter.to_address, letter.delivery) == (AMINA.email, Delivery.QUEUED)
    assert next(entry.verb for entry in timeline(dossier_chain(dossier.pk))) == "dossiers.received"


def test_the_clock_runs_from_when_the_mail_reached_the_city(take_in: TakeIn) -> None:
    row = take_in(mail(Received="from x by mx.vaartberg.example; Sun, 01 Mar 2026 21:00:00 +0100"))
    assert row.dossier is not None
    assert row.dossier.received_at == MONDAY - timedelta(hours=12)


def test_a_mail_from_tomorrow_came_in_today(take_in: TakeIn) -> None:
    row = take_in(
        mail(Received="from x by mx.vaartberg.example; Sun, 01 Mar 2099 21:00:00 +0100").replace(b" 2026 ", b" 2099 ")
    )
    assert row.dossier is not None
    assert row.dossier.received_at == MONDAY


def test_the_acknowledgement_repeats_nothing_of_the_sender(take_in: TakeIn) -> None:
    row = take_in(
        mail("Kijk op kwaad.example", sender="kwaad.example wint <x@voorbeeld.example>", subject="kwaad.example")
    )
    assert row.dossier is not None
    letter = Message.objects.get(thread=row.dossier.thread, letter="received")
    assert "kwaad" not in letter.subject + letter.body + letter.to_name


def test_files_come_along_and_the_original_stays(take_in: TakeIn) -> None:
    content = with_file("verslag.pdf", b"%PDF-1.4 test")
    row = take_in(content)
    assert row.message is not None
    assert [a.file.name for a in row.message.attachments.all()] == ["verslag.pdf"]
    with open_bytes(row.file) as kept:
        assert kept.read() == content


def test_the_same_mail_twice_is_one_contact(take_in: TakeIn) -> None:
    take_in(mail())
    take_in(mail())
    assert (RawMail.objects.count(), Dossier.objects.count()) == (1, 1)


def test_a_copy_by_another_way_is_one_contact_and_a_stolen_message_id_hides_nothing(take_in: TakeIn) -> None:
    take_in(mail())
    copy = take_in(b"Received: from elsewhere\r\n" + mail())
    other = take_in(mail("Iets helemaal anders."))
    assert (copy.outcome, other.outcome) == (Outcome.DOUBLE, Outcome.CONTACT)
    assert Dossier.objects.count() == 2


def test_old_mail_that_is_taken_over_gets_no_acknowledgement(take_in: TakeIn) -> None:
    row = take_in(mail(), acknowledge=False)
    assert row.dossier is not None
    assert not Message.objects.filter(thread=row.dossier.thread, direction=Direction.OUT).exists()


@pytest.mark.parametrize("sender", ["", "geen adres", "<>", "a@b@c <<>>", '"(((((" <'])
def test_a_mail_without_a_sender_is_an_anonymous_question(take_in: TakeIn, sender: str) -> None:
    row = take_in(mail().replace(f"From: {AMINA.name} <{AMINA.email}>".encode(), f"From: {sender}".encode()))
    assert row.outcome == Outcome.CONTACT
    assert row.dossier is not None
    assert not row.dossier.thread.messages.filter(delivery=Delivery.QUEUED).exists()


def test_an_answer_lands_in_the_dossier_and_the_worker_sees_it(
    take_in: TakeIn, dossier: Dossier, asked: Message
) -> None:
    row = take_in(answer("Die op de hoek.", to=message_id(asked)))
    dossier.refresh_from_db()
    assert (row.outcome, row.dossier) == (Outcome.REPLY, dossier)
    assert _said(dossier)[-1] == "Die op de hoek."
    assert (dossier.step, dossier.waits_for) == (Step.IN_PROGRESS, "department")
    assert ContactDossier.objects.get(contact__medium=Medium.EMAIL, dossier=dossier).opened is False


def test_the_address_to_answer_to_does_as_much_and_is_ours_alone(
    take_in: TakeIn, dossier: Dossier, asked: Message, settings: Settings
) -> None:
    settings.GEHOOR_REPLY_ADDRESS = "antwoord@vaartberg.example"
    address = reply_address(dossier.thread_id)
    assert thread_of_address(address.upper()) == dossier.thread_id
    assert thread_of_address(address.replace(f"+{dossier.thread_id}.", f"+{dossier.thread_id + 1}.")) is None
    row = take_in(mail("Op de hoek.", Cc=address, subject="zomaar"))
    assert (row.outcome, row.dossier) == (Outcome.REPLY, dossier)


def test_who_is_not_the_reporter_opens_a_dossier_of_their_own(
    take_in: TakeIn, dossier: Dossier, asked: Message
) -> None:
    row = take_in(answer("Stuur me alles.", to=message_id(asked), sender=STRANGER))
    assert row.outcome == Outcome.CONTACT
    assert row.dossier != dossier
    assert row.maybe_of == dossier.reference
    assert len(_said(dossier)) == 1


def test_a_number_in_the_subject_only_suggests(take_in: TakeIn, dossier: Dossier) -> None:
    row = take_in(mail(subject=f"Re: We kregen je bericht ({dossier.reference})"))
    assert (row.outcome, row.maybe_of) == (Outcome.CONTACT, dossier.reference)
    assert len(_said(dossier)) == 1


def test_a_message_id_that_was_guessed_leads_nowhere(take_in: TakeIn, dossier: Dossier) -> None:
    row = take_in(answer("Ik gok.", to=f"<{'0' * 32}@localhost>"))
    assert (row.outcome, row.maybe_of) == (Outcome.CONTACT, "")


def test_an_answer_to_a_closed_dossier_is_a_new_contact_linked_to_it(
    city: City, take_in: TakeIn, dossier: Dossier, asked: Message
) -> None:
    close(dossier, CloseReason.ANSWERED, text="De lamp brandt.", by=city.actor(SARA), at=MONDAY)
    row = take_in(answer("Hij is weer stuk.", to=message_id(asked)))
    assert row.outcome == Outcome.CONTACT
    assert row.dossier is not None
    assert row.dossier.arises_from == dossier
    parties = Participant.objects.filter(dossier__in=[dossier, row.dossier]).values_list("party", flat=True)
    assert len(set(parties)) == 1


def test_a_mail_gives_nobody_a_right(take_in: TakeIn, dossier: Dossier, asked: Message) -> None:
    take_in(answer("Cc", to=message_id(asked), Cc=STRANGER))
    take_in(answer("Van", to=message_id(asked), sender=STRANGER, number="2"))
    assert set(Participant.objects.filter(dossier=dossier).values_list("party__email", flat=True)) == {AMINA.email}
    assert not Message.objects.filter(thread=dossier.thread, to_address=STRANGER).exists()


def test_a_mail_that_did_not_arrive_is_said_on_its_message_and_becomes_a_task(
    take_in: TakeIn, dossier: Dossier, asked: Message
) -> None:
    row = take_in(bounce(message_id(asked)))
    asked.refresh_from_db()
    assert (row.outcome, row.dossier, asked.delivery) == (Outcome.BOUNCE, dossier, Delivery.FAILED)
    assert "5.1.1" in asked.failure
    task = WorkItem.objects.get(dossier=dossier, kind=WorkItem.Kind.MAIL_FAILED)
    assert task.department == dossier.department
    take_in(bounce(message_id(asked), number="again"))
    assert WorkItem.objects.filter(dossier=dossier, kind=WorkItem.Kind.MAIL_FAILED).count() == 1


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("delivered", "2.0.0")])
def test_word_of_a_delay_or_of_arrival_changes_nothing(
    take_in: TakeIn, asked: Message, action: str, status: str
) -> None:
    row = take_in(bounce(message_id(asked), action=action, status=status))
    asked.refresh_from_db()
    assert (row.outcome, asked.delivery) == (Outcome.BOUNCE, Delivery.SENT)


def test_a_bounce_of_a_mail_that_is_not_ours_opens_nothing(take_in: TakeIn) -> None:
    row = take_in(bounce("<iets@elders.example>"))
    assert (row.outcome, row.dossier) == (Outcome.BOUNCE, None)
    assert not Dossier.objects.exists()


def test_the_link_of_a_dossier_shows_what_came_by_mail_to_its_reporter_alone(take_in: TakeIn, dossier: Dossier) -> None:
    token = receive(Submission(kind=Kind.MELDING, text="Nog een lamp.", reporter=AMINA), by=CITIZEN, at=MONDAY).token
    row = take_in(mail(sender=STRANGER))
    assert token is not None
    assert row.dossier not in citizen_behind(token, at=MONDAY)[1]
