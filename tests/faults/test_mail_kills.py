"""A worker that is killed while it sends: every mail leaves, under its own Message-ID, at most once more per kill."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from gehoor.correspondence.models import Delivery, Message
from gehoor.dossiers.actions.intake import Submission, receive
from gehoor.dossiers.lifecycle import Kind
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.clock import now
from tests.city import small_city
from tests.live import LiveGehoor, free_port
from tests.people import AMINA

MAILS = 40
KILLS = 6


class Sink:
    """A mail server that counts what it accepted, slowly."""

    def __init__(self) -> None:
        self.accepted: Counter[str] = Counter()

    def accepted_more_than(self, number: int) -> bool:
        """Whether so many copies came in."""
        return sum(self.accepted.values()) > number

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep the Message-ID and say yes."""
        text = (envelope.content or b"").decode() if isinstance(envelope.content, bytes) else envelope.content or ""
        self.accepted[text.split("Message-ID: ", 1)[1].split("\r\n", 1)[0].strip()] += 1
        return "250 Kept"


@pytest.fixture
def sink(live_gehoor: LiveGehoor) -> Iterator[Sink]:
    """The mail server that the worker will use."""
    kept, port = Sink(), free_port()
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    live_gehoor.environment["GEHOOR_SMTP_URL"] = f"smtp+plain://127.0.0.1:{port}"
    yield kept
    controller.stop()


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_worker_that_is_killed_while_it_sends_loses_no_mail(live_gehoor: LiveGehoor, sink: Sink) -> None:
    small_city()
    for number in range(MAILS):
        told = Submission(kind=Kind.MELDING, text=f"De lamp van nummer {number} is stuk.", reporter=AMINA)
        receive(told, by=Actor(kind=ActorKind.CITIZEN), at=now())
    queued = Message.objects.exclude(delivery="")
    assert queued.count() == MAILS
    for kill in range(KILLS):
        worker = live_gehoor.worker()
        _wait(partial(sink.accepted_more_than, kill * MAILS // (KILLS + 2)))
        time.sleep(random.uniform(0, 0.05))
        worker.kill()
        worker.wait()
    live_gehoor.worker()
    _wait(lambda: not queued.exclude(delivery=Delivery.SENT).exists(), seconds=150)  # the sweeper comes every minute
    host = "localhost"
    assert set(sink.accepted) == {f"<{message.public_id.hex}@{host}>" for message in queued}
    extra = sum(sink.accepted.values()) - MAILS
    assert extra <= KILLS


def _wait(what: Callable[[], bool], seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.01)
