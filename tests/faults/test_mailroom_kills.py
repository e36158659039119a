"""A worker that is killed while it empties a mailbox and reads what was in it: nothing is lost, nothing comes twice (F4; I-16, I-17)."""

import random
import time

import pytest
from pytest_django import Settings

from gehoor.dossiers.models import Dossier
from gehoor.kernel.clock import now
from gehoor.mailroom.actions.collecting import collect
from gehoor.mailroom.actions.reading import read_mail, unread
from gehoor.mailroom.imap import MARK
from gehoor.mailroom.jobs import look_later
from gehoor.mailroom.models import Mailbox, Outcome, RawMail
from gehoor.mailroom.sealing import seal
from tests.city import small_city
from tests.live import LiveGehoor
from tests.mailroom.dovecot import PASSWORD, USER, Dovecot
from tests.mailroom.dovecot import dovecot as dovecot
from tests.mailroom.dovecot import dovecot_home as dovecot_home
from tests.mailroom.hostile import HOSTILE
from tests.mailroom.mails import mail

SENTINELS = 190
KILLS = 8
BETWEEN = (
    "nothing but noise", "nested a thousand deep", "a null in everything", "a forest of parentheses in From", "html entities",
    "a charset that is a trick", "a name in twenty thousand pieces", "mails in mails", "half a surrogate", "quotes without end",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_worker_killed_over_a_mailbox_loses_nothing_and_doubles_nothing(
    live_gehoor: LiveGehoor, dovecot: Dovecot, settings: Settings
) -> None:
    small_city()
    live_gehoor.environment["SSL_CERT_FILE"] = str(dovecot.cert)
    contents = [mail(f"Vraag {n}", number=str(n), subject=f"Vraag {n}") for n in range(SENTINELS)]
    for place, name in enumerate(BETWEEN):
        contents.insert(place * 19, HOSTILE[name]())
    dovecot.put(*contents)
    box = Mailbox.objects.create(
        name="Info",
        address="info@vaartberg.example",
        host="localhost",
        port=dovecot.tls_port,
        username=USER,
        secret=seal(PASSWORD),
        created_at=now(),
    )
    chance = random.Random(4)
    for _ in range(KILLS):
        worker = live_gehoor.worker()
        look_later(box.pk)
        time.sleep(chance.uniform(1.5, 5))
        worker.kill()
        worker.wait()
    settings.GEHOOR_FILES_ROOT = live_gehoor.data / "files"
    collect(box.pk, clock=now)
    for pk in unread():
        read_mail(pk, at=now())
    assert RawMail.objects.count() == len(contents)
    assert dovecot.flags() == [(MARK,)] * len(contents)
    assert not RawMail.objects.filter(outcome="").exists()
    assert sorted(Dossier.objects.filter(title__startswith="Vraag").values_list("title", flat=True)) == sorted(
        f"Vraag {n}" for n in range(SENTINELS)
    )
    assert not RawMail.objects.filter(subject__startswith="Vraag").exclude(outcome=Outcome.CONTACT).exists()
