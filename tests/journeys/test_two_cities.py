"""Two Gehoors that write to each other, over real SMTP and IMAP servers: they fall silent at once (I-36, F33; attack 9)."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from gehoor.correspondence.models import Delivery, Direction, Message
from gehoor.dossiers.actions.intake import Reporter, Submission, receive
from gehoor.dossiers.actions.messages import write_to_reporter
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.models import Dossier
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.clock import now
from gehoor.mailroom.models import Mailbox, Outcome, RawMail
from gehoor.mailroom.sealing import seal
from tests.city import small_city
from tests.databases import databases
from tests.live import LiveGehoor
from tests.mailroom.dovecot import PASSWORD, USER, Dovecot, running
from tests.mailroom.dovecot import dovecot_home as dovecot_home
from tests.people import SARA
from tests.ports import free_port


@dataclass
class Road:
    """The mail server of a city: what it sends lands in the mailbox of the other.

    ``strips``: without the word that says that a machine wrote it.
    """

    to: Dovecot
    strips: bool
    carried: list[bytes] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Deliver at the other side."""
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        if self.strips:
            content = b"\r\n".join(x for x in content.split(b"\r\n") if not x.lower().startswith(b"auto-submitted"))
        self.carried.append(content)
        self.to.put(content)
        return "250 Delivered"


@dataclass
class Town:
    """One Gehoor with its mailbox, in a database of its own."""

    address: str
    database: str
    gehoor: LiveGehoor
    road: Road

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """What the ORM does in this block, it does in this town."""
        with databases.used(self.database):
            yield


def _town(stack: ExitStack, folder: Path, name: str, own: Dovecot, other: Dovecot, *, strips: bool) -> Town:
    database = databases.clone(databases.inhabited)
    stack.callback(databases.drop, database)
    address, road, port = f"gehoor@{name}.example", Road(other, strips), free_port()
    controller = Controller(road, hostname="127.0.0.1", port=port)
    controller.start()
    stack.callback(controller.stop)
    data = folder / name
    data.mkdir()
    gehoor = LiveGehoor(database, data)
    gehoor.environment |= {
        "GEHOOR_SMTP_URL": f"smtp+plain://127.0.0.1:{port}",
        "GEHOOR_MAIL_FROM": f"Stad <{address}>",
        "SSL_CERT_FILE": str(own.cert),
    }
    stack.callback(gehoor.stop)
    town = Town(address, database, gehoor, road)
    with town.at_work():
        Mailbox.objects.create(
            name="Gehoor", address=address, host="localhost", port=own.tls_port, username=USER, secret=seal(PASSWORD),
            created_at=now(),
        )  # fmt: skip
    return town


@pytest.fixture
def towns(
    request: pytest.FixtureRequest, fresh_db: str, dovecot_home: Path, tmp_path: Path
) -> Iterator[tuple[Town, Town]]:
    """Two towns with a worker each. ``@pytest.mark.parametrize`` says whether the road between them strips."""
    with ExitStack() as stack:
        here, there = (stack.enter_context(running(dovecot_home)) for _ in range(2))
        left = _town(stack, tmp_path, "vaartberg", here, there, strips=request.param)
        right = _town(stack, tmp_path, "elders", there, here, strips=request.param)
        for town in (left, right):
            town.gehoor.worker()
        yield left, right


def _soon(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        if what():
            return
        time.sleep(0.2)
    raise AssertionError("it did not happen")


def _silent(town: Town) -> bool:
    """Nothing is on its way any more: all that was taken in is settled, and nothing that may leave now is queued."""
    with town.at_work():
        settled = RawMail.objects.exists() and not RawMail.objects.filter(outcome="").exists()
        leaving = Message.objects.filter(delivery=Delivery.QUEUED, retry_at__lte=now())
        return settled and not leaving.exists()


def _sent(town: Town) -> int:
    with town.at_work():
        return Message.objects.filter(direction=Direction.OUT, delivery=Delivery.SENT).count()


def _write_to_the_other(left: Town, right: Town) -> None:
    """Somebody told the first town that the address of the second is theirs; an employee writes to it."""
    with left.at_work():
        city = small_city()
        reporter = Reporter(name="Stad Elders", email=right.address)
        told = Submission(kind=Kind.MELDING, text="De lamp is stuk.", reporter=reporter)
        dossier = receive(told, by=Actor(kind=ActorKind.CITIZEN), at=now()).dossier
        write_to_reporter(dossier, text="Welke lamp is het?", by=city.actor(SARA), at=now(), asks=True)


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("towns", [False], indirect=True)
def test_two_gehoors_stop_within_two_messages_each(towns: tuple[Town, Town]) -> None:
    left, right = towns
    _write_to_the_other(left, right)
    _soon(lambda: len(left.road.carried) == 2 and len(right.road.carried) == 1)
    _soon(lambda: _silent(left) and _silent(right))
    assert (_sent(left), _sent(right)) == (2, 1)
    with right.at_work():
        outcomes = sorted(RawMail.objects.values_list("outcome", flat=True))
        assert outcomes == [Outcome.AUTOMATIC, Outcome.CONTACT]
        assert Dossier.objects.count() == 1
    with left.at_work():
        assert list(RawMail.objects.values_list("outcome", flat=True)) == [Outcome.AUTOMATIC]
        assert Dossier.objects.count() == 1


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("towns", [True], indirect=True)
def test_over_a_road_that_hides_that_a_machine_wrote_they_fall_silent_too_and_lose_nothing(
    towns: tuple[Town, Town],
) -> None:
    left, right = towns
    _write_to_the_other(left, right)
    _soon(lambda: bool(left.road.carried) and bool(right.road.carried) and _silent(left) and _silent(right))
    _soon(lambda: _silent(left) and _silent(right) and _waiting(left) + _waiting(right) > 0)
    assert _sent(left) + _sent(right) <= 24, (_sent(left), _sent(right))


def _waiting(town: Town) -> int:
    with town.at_work():
        return Message.objects.filter(delivery=Delivery.QUEUED, retry_at__gt=now()).count()
