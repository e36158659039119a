"""Measure how fast mail is drained while the site answers: see README.md in this folder.

Fills a mailbox of a Dovecot of its own, lets one worker empty it, and asks the tracking page and the form now and then meanwhile.
Talks to 127.0.0.1 only; what the city sends goes into the local outbox.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from bench.load import Measured, Request, measure
from bench.run import RESULTS, ROOT, prepare, serving

if TYPE_CHECKING:
    from tests.mailroom.dovecot import Dovecot

EVERY = 0.5
"""Seconds between two requests to the site."""
TEXT = "de lamp in mijn straat is stuk en de vuilnisbak staat al een week vol naast het bankje aan de vaart bij de brug"


def main() -> None:
    """From an empty folder (or one that was used before) to a figure, and a file in ``results/``."""
    wanted = _wanted()
    os.environ["GEHOOR_DATA"] = str(Path(wanted.data).absolute())
    os.environ["DJANGO_SETTINGS_MODULE"] = "gehoor.config.settings"
    os.environ["GEHOOR_BASE_URL"] = f"http://localhost:{wanted.port}"
    os.environ["GEHOOR_BEHIND_PROXY"] = "1"
    from gehoor.config import embedded, env

    Path(wanted.data).mkdir(parents=True, exist_ok=True)
    with embedded.Server(embedded.folder_in(env.DATA.get())).running():
        text = "\n".join(_measure(wanted)) + "\n"
    sys.stdout.write(text)
    if wanted.keep:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / time.strftime("%Y-%m-%d-%H%M-mails.md", time.gmtime())).write_text(text, encoding="utf-8")


def _wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.mails", description="Measure how fast mail is drained.")
    parser.add_argument("--data", required=True, help="a folder for the measuring alone; used again when it is there")
    parser.add_argument("--mails", type=int, default=20_000, help="how many mails wait in the mailbox (20000)")
    parser.add_argument("--dossiers", type=int, default=1_000, help="how many dossiers there are before (1000)")
    parser.add_argument("--port", type=int, default=8160, help="a free port (8160)")
    parser.add_argument("--keep", action="store_true", help="write what was found in bench/results")
    return parser.parse_args()


def _measure(wanted: argparse.Namespace) -> list[str]:
    import django

    django.setup()
    from django.db import connections

    from tests.mailroom.dovecot import running

    prepare(wanted.dossiers)
    load = os.getloadavg()[0]
    home = Path(wanted.data).absolute() / "dovecot"
    home.mkdir(exist_ok=True)
    with running(home) as server, serving(wanted.port):
        os.environ["SSL_CERT_FILE"] = str(server.cert)
        _fill(server, wanted.mails)
        _open_mailbox(server)
        alone = _asked(wanted.port, 20)
        took, meanwhile, outcomes = _drain(wanted)
    connections.close_all()
    return _told(wanted, load, took, outcomes, alone, meanwhile)


def _fill(server: "Dovecot", count: int) -> None:
    """Mails of many people: most plain, some with a picture or in HTML, some of machines, some that no reader should trust."""
    from tests.mailroom.hostile import HOSTILE

    draw, run = Random(1), time.time_ns()
    hostile = [HOSTILE[name]() for name in ("nothing but noise", "nested a thousand deep", "a null in everything")]
    folder = server.folder / "home" / "info" / "Maildir" / "new"
    with server.client() as client:
        client.select_folder("INBOX")  # makes the folders
    for number in range(count):
        content = hostile[number % 3] + f"{run}.{number}".encode() if number % 200 == 199 else _mail(number, run, draw)
        path = folder / f"{1_700_000_000 + number}.{number}.bench"
        path.write_bytes(content)
        path.chmod(0o666)


def _mail(number: int, run: int, draw: Random) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = f"Iemand {number} <iemand.{draw.randrange(5_000)}.{number}@voorbeeld.example>"
    message["To"] = "info@vaartberg.example"
    message["Subject"] = f"Melding {number}"
    message["Message-ID"] = f"<{run}.{number}@voorbeeld.example>"
    if number % 20 == 19:
        message["Auto-Submitted"] = "auto-replied"
    text = " ".join(draw.choices(TEXT.split(" "), k=120))
    message.set_content(text)
    if number % 3 == 0:
        message.add_alternative(f"<p>{text}</p><blockquote>{text}</blockquote>", subtype="html")
    if number % 10 == 0:
        message.add_attachment(_picture(), maintype="image", subtype="png", filename="foto.png")
    return message.as_bytes()


def _picture() -> bytes:
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.effect_noise((640, 480), 60).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def _open_mailbox(server: "Dovecot") -> None:
    from gehoor.kernel.clock import now
    from gehoor.mailroom.models import Mailbox
    from gehoor.mailroom.sealing import seal
    from tests.mailroom.dovecot import PASSWORD, USER

    Mailbox.objects.update(is_active=False)
    Mailbox.objects.create(
        name="Meten", address="info@vaartberg.example", host="localhost", port=server.tls_port, username=USER,
        secret=seal(PASSWORD), created_at=now(),
    )  # fmt: skip


@contextmanager
def _worker() -> Iterator[None]:
    log = Path(os.environ["GEHOOR_DATA"]) / "bench-worker.log"
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "worker"], cwd=ROOT, stdout=out, stderr=out
        )
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


def _drain(wanted: argparse.Namespace) -> tuple[float, Measured, dict[str, int]]:
    """Seconds until every mail was settled, what the site answered meanwhile, and what became of the mails."""
    from django.db.models import Count

    from gehoor.mailroom.models import Mailbox, RawMail

    rows = RawMail.objects.filter(mailbox=Mailbox.objects.latest("pk"))
    meanwhile = Measured()
    began = time.monotonic()
    with _worker():
        while (settled := rows.exclude(outcome="").count()) < wanted.mails:
            found = _asked(wanted.port, 10)
            meanwhile.durations += found.durations
            meanwhile.wrong += found.wrong
            sys.stderr.write(f"{settled} of {wanted.mails} after {time.monotonic() - began:.0f} s\n")
        took = time.monotonic() - began
    return took, meanwhile, dict(rows.values_list("outcome").annotate(Count("pk")))


def _asked(port: int, count: int) -> Measured:
    """So many requests one after the other, with a pause between them: the form, and the tracking page."""
    from bench.scenes import sending, tracking

    result = Measured()
    for number in range(count):
        request: Request = sending(number) if number % 2 else tracking(number)
        found = measure(port, [request], 1, 30)
        result.durations += found.durations
        result.wrong += found.wrong
        time.sleep(EVERY)
    return result


def _told(
    wanted: argparse.Namespace, load: float, took: float, outcomes: dict[str, int], alone: Measured, meanwhile: Measured
) -> list[str]:
    rate = wanted.mails / took

    def row(name: str, found: Measured) -> str:
        wrong = f", {len(found.wrong)} wrong ({found.wrong[0]})" if found.wrong else ""
        return f"| {name} | {len(found.durations)}{wrong} | {found.at(0.5):.0f} | {found.at(0.95):.0f} |"

    became: Any = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
    return [
        time.strftime("# %Y-%m-%d %H:%M UTC: mail drained while the site answers", time.gmtime()),
        "",
        f"{os.cpu_count()} cores, load before it began {load:.1f} (what else the machine was doing); one worker, gunicorn, Dovecot and",
        "the load on the same cores.",
        "",
        f"    python -m bench.mails --data DIR --mails {wanted.mails} --dossiers {wanted.dossiers}",
        "",
        f"{wanted.mails} mails from mailbox to settled in {took:.0f} s: **{rate:.1f} per second**; 20,000 take {20_000 / rate / 60:.0f}",
        f"minutes at this pace. They became: {became}.",
        "",
        "| the site (form and tracking page, 2 requests a second) | answers | p50 ms | p95 ms |",
        "|---|---|---|---|",
        row("before", alone),
        row("while mail is drained", meanwhile),
    ]


if __name__ == "__main__":
    main()
