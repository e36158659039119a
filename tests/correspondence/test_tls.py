"""Mail leaves over TLS, to a server that proves who it is: a real SMTP server with a certificate, the right one and the wrong ones."""

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pytest_django import Settings

from gehoor.config.env import smtp
from gehoor.correspondence.actions import Addressee, open_thread, queue_letter
from gehoor.correspondence.models import Delivery, Message
from gehoor.correspondence.sending import send_next
from gehoor.correspondence.trouble import in_words
from gehoor.kernel.clock import now
from tests.city import MONDAY
from tests.live import free_port


class Kept:
    """What the server took, and whether it came in secret."""

    def __init__(self) -> None:
        self.mails: list[tuple[bool, list[str]]] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep it."""
        assert server.transport is not None
        secret = server.transport.get_extra_info("ssl_object") is not None
        self.mails.append((secret, list(envelope.rcpt_tos)))
        return "250 Kept"


def certificate(folder: Path, name: str, *, days: int = 30) -> Path:
    """A certificate that vouches for itself, with its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    end = now().astimezone(UTC) + timedelta(days=days)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(end - timedelta(days=365))
        .not_valid_after(end)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}-{days}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


Start = Callable[..., Kept]


@pytest.fixture
def start(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Start a server with that certificate, which we trust or not, and set Gehoor to it."""
    running: list[Controller] = []

    def go(scheme: str, *, name: str = "localhost", days: int = 30, trusted: bool = True) -> Kept:
        path, kept, port = certificate(tmp_path, name, days=days), Kept(), free_port()
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(path)
        within = {"ssl_context": context} if scheme == "smtps" else {"tls_context": context, "require_starttls": True}
        running.append(Controller(kept, hostname="127.0.0.1", port=port, **within))
        running[-1].start()
        monkeypatch.setenv("SSL_CERT_FILE", str(path if trusted else certificate(tmp_path, "ander")))
        for key, value in smtp(f"{scheme}://localhost:{port}").items():
            setattr(settings, key, value)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        return kept

    yield go
    for controller in running:
        controller.stop()


def one_mail(at: datetime = MONDAY) -> Message:
    """Written, and tried once."""
    to = Addressee("Amina", "amina@voorbeeld.example")
    message = queue_letter(open_thread(at=at), "new_link", {"reference": "2026-00042-5"}, to=to, at=at)
    send_next(at=at)
    message.refresh_from_db()
    return message


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_mail_leaves_in_secret(db: None, start: Start, scheme: str) -> None:
    kept = start(scheme)
    assert one_mail().delivery == Delivery.SENT
    assert kept.mails == [(True, ["amina@voorbeeld.example"])]


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
@pytest.mark.parametrize(
    "wrong",
    [{"trusted": False}, {"name": "iemand-anders.example"}, {"days": -1}],
    ids=["unknown", "other name", "expired"],
)
def test_a_server_that_cannot_prove_who_it_is_gets_nothing(
    db: None, start: Start, scheme: str, wrong: dict[str, object]
) -> None:
    kept = start(scheme, **wrong)
    message = one_mail()
    assert (message.delivery, message.failure) == (Delivery.QUEUED, "SSLCertVerificationError")
    assert in_words(message.failure).startswith("Het certificaat van de mailserver klopt niet")
    assert not kept.mails


def test_no_mail_goes_in_the_clear_because_a_server_knows_no_tls(db: None, settings: Settings, start: Start) -> None:
    kept = Kept()
    controller = Controller(kept, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        for key, value in smtp(f"smtp://localhost:{controller.port}").items():
            setattr(settings, key, value)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        message = one_mail()
    finally:
        controller.stop()
    assert (message.delivery, message.failure) == (Delivery.QUEUED, "SMTPNotSupportedError")
    assert "STARTTLS" in in_words(message.failure)
    assert not kept.mails
