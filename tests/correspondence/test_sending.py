"""Mail leaves one at a time, comes again when it must, and is never stuck behind another."""

import smtplib
from collections.abc import Sequence
from datetime import timedelta
from threading import Event, Thread
from typing import ClassVar

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from gehoor.correspondence.actions import Addressee, open_thread, queue_letter
from gehoor.correspondence.limits import room_for
from gehoor.correspondence.models import Delivery, Link, Message
from gehoor.correspondence.sending import MOST_ATTEMPTS, PAUSES, send_next
from tests.city import MONDAY


class Server(BaseEmailBackend):
    """A mail server that says what it is told to say, by recipient, and keeps what it accepts."""

    answers: ClassVar[dict[str, Exception]] = {}
    kept: ClassVar[list[EmailMessage]] = []
    at_work: ClassVar[Event | None] = None
    may_go_on: ClassVar[Event | None] = None

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Accept or refuse."""
        for mail in email_messages:
            if self.at_work is not None and self.may_go_on is not None:
                self.at_work.set()
                assert self.may_go_on.wait(30)
            for address, answer in self.answers.items():
                if address in mail.to[0]:
                    raise answer
            mail.message()
            self.kept.append(mail)
        return len(email_messages)


@pytest.fixture(autouse=True)
def server(settings: Settings) -> type[Server]:
    """The mail server."""
    settings.EMAIL_BACKEND = f"{__name__}.Server"
    Server.answers, Server.kept, Server.at_work, Server.may_go_on = {}, [], None, None
    return Server


def queued(address: str, name: str = "Amina Daoudi") -> Message:
    """A letter in the outbox."""
    thread = open_thread(at=MONDAY)
    return queue_letter(thread, "new_link", {"reference": "2026-00042-5"}, to=Addressee(name, address), at=MONDAY)


def send_all() -> None:
    """What the job does."""
    while send_next(at=MONDAY):
        pass


def again(message: Message) -> Message:
    """As it is now."""
    return Message.objects.get(pk=message.pk)


def refused(address: str, code: int) -> smtplib.SMTPRecipientsRefused:
    """What a server says of a recipient."""
    return smtplib.SMTPRecipientsRefused({address: (code, b"")})


def test_what_waits_leaves_once_and_in_its_order(db: None, server: type[Server]) -> None:
    first, second = queued("a@voorbeeld.example"), queued("b@voorbeeld.example")
    send_all()
    send_all()
    assert [mail.extra_headers["Message-ID"][1:33] for mail in server.kept] == [
        first.public_id.hex,
        second.public_id.hex,
    ]
    assert {again(first).delivery, again(second).delivery} == {Delivery.SENT}


def test_an_address_that_does_not_exist_ends_it_and_no_other_waits_for_it(db: None, server: type[Server]) -> None:
    wrong, good = queued("weg@voorbeeld.example"), queued("b@voorbeeld.example")
    server.answers = {"weg@voorbeeld.example": refused("weg@voorbeeld.example", 550)}
    send_all()
    assert (again(wrong).delivery, again(wrong).failure, again(wrong).retry_at) == (Delivery.FAILED, "550", None)
    assert again(good).delivery == Delivery.SENT
    assert not Link.objects.filter(thread=wrong.thread_id).exists(), "a link that reached nobody was kept"


def test_a_server_that_asks_to_come_back_gets_it_again_later(db: None, server: type[Server]) -> None:
    grey = queued("grijs@voorbeeld.example")
    server.answers = {"grijs@voorbeeld.example": refused("grijs@voorbeeld.example", 450)}
    send_all()
    assert (again(grey).delivery, again(grey).retry_at) == (Delivery.QUEUED, MONDAY + PAUSES[0])
    server.answers = {}
    send_all()
    assert not server.kept, "it came back too soon"
    assert send_next(at=MONDAY + PAUSES[0])
    assert (again(grey).delivery, again(grey).failure) == (Delivery.SENT, "")


@pytest.mark.parametrize(
    "fault",
    [
        ConnectionRefusedError(),
        TimeoutError(),
        smtplib.SMTPAuthenticationError(535, b"wrong password"),
        smtplib.SMTPSenderRefused(553, b"not you", "gehoor@vaartberg.example"),
        smtplib.SMTPServerDisconnected(),
    ],
    ids=lambda fault: type(fault).__name__,
)
def test_a_server_that_takes_nothing_ends_no_mail_and_is_asked_once(
    db: None, server: type[Server], fault: Exception
) -> None:
    first, second = queued("a@voorbeeld.example"), queued("b@voorbeeld.example")
    server.answers = {"voorbeeld.example": fault}
    send_all()
    assert (again(first).delivery, again(first).attempts) == (Delivery.QUEUED, 1)
    assert (again(second).delivery, again(second).attempts) == (Delivery.QUEUED, 0)


def test_after_days_in_vain_somebody_has_to_look_at_it(db: None, server: type[Server]) -> None:
    lost = queued("a@voorbeeld.example")
    server.answers = {"a@voorbeeld.example": TimeoutError()}
    Message.objects.filter(pk=lost.pk).update(attempts=MOST_ATTEMPTS - 1)
    send_all()
    assert (again(lost).delivery, again(lost).failure) == (Delivery.FAILED, "TimeoutError")
    assert sum(PAUSES, timedelta()) + (MOST_ATTEMPTS - len(PAUSES)) * PAUSES[-1] > timedelta(days=3)


def test_a_mail_that_cannot_be_made_holds_up_nobody(db: None, server: type[Server]) -> None:
    odd, good = (
        queued("a@voorbeeld.example\r\nBcc: iedereen@voorbeeld.example"),
        queued("b@voorbeeld.example"),
    )
    send_all()
    assert again(odd).delivery == Delivery.FAILED
    assert again(good).delivery == Delivery.SENT
    assert [mail.to for mail in server.kept] == [["b@voorbeeld.example"]]


@pytest.mark.django_db(transaction=True)
def test_while_one_worker_sends_another_does_not(server: type[Server]) -> None:
    first, second = queued("a@voorbeeld.example"), queued("b@voorbeeld.example")
    server.at_work, server.may_go_on = Event(), Event()

    def one() -> None:
        send_next(at=MONDAY)
        connections.close_all()

    worker = Thread(target=one)
    worker.start()
    try:
        assert server.at_work.wait(30)
        assert not send_next(at=MONDAY)
    finally:
        server.may_go_on.set()
        worker.join(30)
    assert (again(first).delivery, again(second).delivery) == (Delivery.SENT, Delivery.QUEUED)
    assert send_next(at=MONDAY)
    assert again(second).delivery == Delivery.SENT


# How much one address gets ------------------------------------------------------------------------------------------------


def hour_after_hour(hours: int) -> None:
    """The worker, looking every minute that something may be due."""
    for quarter in range(hours * 4):
        while send_next(at=MONDAY + quarter * timedelta(minutes=15)):
            pass


def test_a_flood_to_one_address_is_spread_and_nothing_of_it_is_lost(
    db: None, server: type[Server], settings: Settings
) -> None:
    settings.GEHOOR_MAILS_AN_HOUR, settings.GEHOOR_MAILS_A_DAY = 4, 10
    spelled = ["a@voorbeeld.example", "A+1@voorbeeld.example", "a+tv@Voorbeeld.example"]
    flood = [queued(spelled[number % 3]) for number in range(25)]
    other = queued("b@voorbeeld.example")
    hour_after_hour(1)
    assert len(server.kept) == 5, "four of the flood, and the one who has nothing to do with it"
    assert again(other).delivery == Delivery.SENT
    assert not again(flood[4]).failure
    assert again(flood[4]).attempts == 0
    hour_after_hour(72)
    left = [mail.extra_headers["Message-ID"][1:33] for mail in server.kept if "b@" not in mail.to[0]]
    assert left == [message.public_id.hex for message in flood], "each once, in the order in which they were written"
    moments = sorted(again(message).sent_at or MONDAY for message in flood)
    assert all(fifth - first >= timedelta(hours=1) for first, fifth in zip(moments, moments[4:], strict=False))
    assert all(next_one - first >= timedelta(days=1) for first, next_one in zip(moments, moments[10:], strict=False))


def test_what_is_written_while_others_wait_waits_behind_them(
    db: None, server: type[Server], settings: Settings
) -> None:
    settings.GEHOOR_MAILS_AN_HOUR = 1
    first, second = queued("a@voorbeeld.example"), queued("a@voorbeeld.example")
    send_all()
    third = queued("a@voorbeeld.example")
    send_all()
    assert send_next(at=MONDAY + timedelta(hours=1))
    assert [again(one).delivery for one in (first, second, third)] == [Delivery.SENT, Delivery.SENT, Delivery.QUEUED]


def test_what_never_left_counts_for_nothing(db: None, server: type[Server], settings: Settings) -> None:
    settings.GEHOOR_MAILS_AN_HOUR = 1
    wrong, good = queued("a@voorbeeld.example"), queued("a@voorbeeld.example")
    server.answers = {"a@voorbeeld.example": refused("a@voorbeeld.example", 550)}
    assert send_next(at=MONDAY)
    server.answers = {}
    send_all()
    assert (again(wrong).delivery, again(good).delivery) == (Delivery.FAILED, Delivery.SENT)


def test_the_limit_is_asked_of_an_index(db: None) -> None:
    message = queued("a@voorbeeld.example")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    with CaptureQueriesContext(connection) as asked:
        room_for(message, at=MONDAY)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + asked.captured_queries[0]["sql"])
        assert "message_to_mailbox" in str(cursor.fetchall())
