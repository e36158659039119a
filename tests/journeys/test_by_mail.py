"""One conversation by mail, over a real IMAP and a real SMTP server: a mail comes in, is answered, is answered back; an answer bounces."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import TypeVar

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from playwright.sync_api import expect

from gehoor.correspondence.models import Delivery, Message
from gehoor.dossiers.actions.intake import Submission, receive
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.models import Dossier
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.clock import now
from gehoor.mailroom.jobs import look_later
from gehoor.mailroom.models import Mailbox, RawMail
from gehoor.mailroom.sealing import seal
from tests.journeys.conftest import Town
from tests.live import LiveGehoor, free_port
from tests.mailroom.dovecot import PASSWORD, USER, Dovecot
from tests.mailroom.dovecot import dovecot as dovecot
from tests.mailroom.dovecot import dovecot_home as dovecot_home
from tests.mailroom.mails import answer, bounce, mail, plain_of
from tests.people import AMINA, SARA

T = TypeVar("T")


@dataclass
class Post:
    """The mail servers of the city: where mail comes in, and what left."""

    dovecot: Dovecot
    left: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep what leaves."""
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        self.left.append(message_from_bytes(content, _class=EmailMessage, policy=policy.default))
        return "250 Kept"

    def brings(self, *contents: bytes) -> None:
        """Deliver, and let Gehoor look at once instead of within the minute."""
        self.dovecot.put(*contents)
        look_later(Mailbox.objects.get().pk)

    def sent(self, words: str) -> EmailMessage:
        """The mail to the citizen with these words, when it left."""
        return _soon(lambda: next((m for m in self.left if words in plain_of(m)), None))


@pytest.fixture
def post(live_gehoor: LiveGehoor, dovecot: Dovecot) -> Iterator[Post]:
    """Both servers, known to the worker that will start."""
    servers, port = Post(dovecot), free_port()
    controller = Controller(servers, hostname="127.0.0.1", port=port)
    controller.start()
    live_gehoor.environment["GEHOOR_SMTP_URL"] = f"smtp+plain://127.0.0.1:{port}"
    live_gehoor.environment["SSL_CERT_FILE"] = str(dovecot.cert)
    yield servers
    controller.stop()


def _soon(what: Callable[[], T | None], seconds: float = 90) -> T:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if (found := what()) is not None:
            return found
        time.sleep(0.1)
    raise AssertionError("it did not happen")


@pytest.fixture
def mailbox(post: Post, town: Town) -> Mailbox:
    """The mailbox of the city, as somebody set it up."""
    return Mailbox.objects.create(
        name="Info",
        address="info@vaartberg.example",
        host="localhost",
        port=post.dovecot.tls_port,
        username=USER,
        secret=seal(PASSWORD),
        created_at=now(),
    )


@pytest.mark.usefixtures("mailbox")
def test_an_answer_bounces_and_the_dossier_says_so(post: Post, town: Town) -> None:
    told = Submission(kind=Kind.MELDING, text="De lamp voor mijn deur is stuk.", reporter=AMINA, is_first_line=True)
    dossier = receive(told, by=Actor(kind=ActorKind.CITIZEN), at=now()).dossier
    sara = town.at_work(SARA)
    sara.dossier(dossier.reference)
    sara.page.get_by_role("textbox", name="Bericht aan").fill("We vervangen ze morgen.")
    sara.press("Verstuur als voorstel")
    post.brings(bounce(str(post.sent("We vervangen ze morgen.")["Message-ID"])))
    _soon(Message.objects.filter(delivery=Delivery.FAILED).first)
    sara.dossier(dossier.reference)
    expect(sara.page.get_by_text("kwam terug, het adres bestaat niet")).to_be_visible()
    expect(sara.page.get_by_text("Bel of schrijf de melder.").first).to_be_visible()


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.usefixtures("mailbox")
def test_a_conversation_by_mail(post: Post, town: Town) -> None:
    post.brings(mail("De lamp voor mijn deur is stuk."))
    dossier = _soon(Dossier.objects.first)
    acknowledged = post.sent(dossier.reference)
    assert acknowledged["Auto-Submitted"] == "auto-generated"

    sara = town.at_work(SARA)
    sara.dossier(dossier.reference)
    sara.page.get_by_role("textbox", name="Bericht aan").fill("Welke lamp is het precies?")
    sara.press("Verstuur en wacht op antwoord")
    asked = post.sent("Welke lamp is het precies?")

    quoted = "Die op de hoek.\n\n> Welke lamp is het precies?"
    post.brings(answer(quoted, to=str(asked["Message-ID"])))
    _soon(RawMail.objects.filter(outcome="reply").first)
    sara.dossier(dossier.reference)
    expect(sara.page.get_by_text("Die op de hoek.")).to_be_visible()
    expect(sara.page.get_by_text("Eerder bericht", exact=True)).to_be_visible()

    sara.page.get_by_role("textbox", name="Bericht aan").fill("We komen morgen.")
    sara.press("Verstuur naar")
    told = post.sent("We komen morgen.")
    post.brings(bounce(str(told["Message-ID"])))
    _soon(Message.objects.filter(delivery=Delivery.FAILED).first)
    sara.dossier(dossier.reference)
    expect(sara.page.get_by_text("kwam terug, het adres bestaat niet")).to_be_visible()
    assert town.verify().returncode == 0
