"""A real Dovecot of the test's own, on free ports, with a certificate of its own authority."""

import os
import pwd
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID
from imapclient import IMAPClient

from gehoor.kernel.clock import now
from gehoor.mailroom.imap import Account
from tests.ports import free_port

PROGRAM = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
USER, PASSWORD = "info", "geheim-woord"


def certificate(folder: Path, *, host: str) -> tuple[Path, Path]:
    """A certificate that signs itself, for that host; it and its key as files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    alternative = x509.DNSName(host) if not host[0].isdigit() else x509.IPAddress(ip_address(host))
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - timedelta(days=1))
        .not_valid_after(now() + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    folder.mkdir(parents=True, exist_ok=True)
    cert, private = folder / "cert.pem", folder / "key.pem"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return cert, private


@dataclass
class Dovecot:
    """A running server. ``account``: how Gehoor gets in; ``cert``: what must be trusted."""

    folder: Path
    tls_port: int
    plain_port: int
    cert: Path
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start, and wait until it answers."""
        assert PROGRAM is not None
        command = [PROGRAM, "-F", "-c", str(self.folder / "dovecot.conf")]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        _wait(self, self.process)

    def stop(self) -> None:
        """Stop; every connection ends."""
        if self.process is not None:
            self.process.terminate()
            self.process.communicate(timeout=20)
            self.process = None

    @property
    def account(self) -> Account:
        """The one mailbox, over TLS."""
        return Account("localhost", self.tls_port, starttls=False, username=USER, secret=PASSWORD)

    @contextmanager
    def client(self) -> Iterator[IMAPClient]:
        """Somebody else who looks in the mailbox, on the same machine."""
        with IMAPClient("127.0.0.1", self.plain_port, ssl=False) as client:
            client.login(USER, PASSWORD)
            yield client

    def put(self, *contents: bytes, folder: str = "INBOX", at: datetime | None = None) -> None:
        """Deliver mails."""
        with self.client() as client:
            for content in contents:
                client.append(folder, content, msg_time=at)

    def flags(self) -> list[tuple[str, ...]]:
        """The flags of each mail in the inbox."""
        with self.client() as client:
            client.select_folder("INBOX", readonly=True)
            found = client.fetch(client.search(), ["FLAGS"])
        return [tuple(sorted(flag.decode() for flag in row[b"FLAGS"] if flag != rb"\Recent")) for row in found.values()]

    def count(self, folder: str) -> int:
        """How many mails are in a folder."""
        with self.client() as client:
            return int(client.select_folder(folder, readonly=True)[b"EXISTS"])

    def logins(self) -> int:
        """How often Gehoor came in, over TLS."""
        return len(re.findall(rf"Login: user=<{USER}>.*TLS", (self.folder / "log").read_text()))

    def new_validity(self) -> None:
        """The server forgets what it knew: UIDVALIDITY becomes another."""
        for file in (self.folder / "home" / USER / "Maildir").glob("dovecot*"):
            file.unlink()


_CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
default_internal_user = {inside}
default_internal_group = {inside_group}
default_login_user = {login}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:~/Maildir
disable_plaintext_auth = no
auth_failure_delay = 0
ssl = yes
ssl_cert = <{cert}
ssl_key = <{key}
{more}
passdb {{
  driver = passwd-file
  args = scheme=plain {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home/%u
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
"""


def _config(folder: Path, cert: Path, key: Path, *, tls: int, plain: int, more: str) -> str:
    me = pwd.getpwuid(os.getuid())
    nobody = pwd.getpwnam("nobody") if me.pw_uid == 0 else me
    inside = "dovecot" if me.pw_uid == 0 else me.pw_name
    return _CONFIG.format(
        folder=folder, cert=cert, key=key, tls=tls, plain=plain,
        inside=inside, inside_group=inside if me.pw_uid == 0 else _group(me.pw_gid),
        more=more, login="dovenull" if me.pw_uid == 0 else me.pw_name, uid=nobody.pw_uid, gid=nobody.pw_gid,
    )  # fmt: skip


def _group(gid: int) -> str:
    import grp

    return grp.getgrgid(gid).gr_name


def why_not() -> str:
    """Why there is no Dovecot to test with; empty when there is."""
    if PROGRAM is None:
        return "no Dovecot (Debian: apt install dovecot-imapd)"
    version = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=False).stdout
    return "" if version.startswith("2.3") else f"Dovecot {version.split()[0] if version else '?'}: written for 2.3"


@pytest.fixture(scope="session")
def dovecot_home() -> Iterator[Path]:
    """A folder that an unprivileged mail user can reach, with a short name (sockets live in it)."""
    folder = Path(tempfile.mkdtemp(prefix="gd-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def dovecot(dovecot_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Dovecot]:
    """A server with one empty mailbox, whose certificate we trust."""
    with running(dovecot_home) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.cert))
        yield server


@contextmanager
def running(home: Path, *, more: str = "", identity: tuple[Path, Path] | None = None) -> Iterator[Dovecot]:
    """A server in a new folder in that one, until the block ends. ``more``: settings that come first; ``identity``: certificate, key."""
    if reason := why_not():
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(dir=home))
    folder.chmod(0o755)
    cert, key = identity or certificate(folder / "tls", host="localhost")
    server = Dovecot(folder, free_port(), free_port(), cert)
    (folder / "users").write_text(f"{USER}:{PASSWORD}\n")
    mails = folder / "home"
    mails.mkdir(mode=0o777)
    mails.chmod(0o777)
    config = _config(folder, cert, key, tls=server.tls_port, plain=server.plain_port, more=more)
    (folder / "dovecot.conf").write_text(config)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _wait(server: Dovecot, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", server.plain_port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    log = server.folder / "log"
    raise AssertionError(f"Dovecot did not start: {log.read_text()[-2000:] if log.exists() else ''}")
