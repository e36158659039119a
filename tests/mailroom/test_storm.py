"""Two hundred mails, hostile ones between honest ones: every honest one is a contact, every original is kept, in whatever order."""

import hashlib
import random
from pathlib import Path

import pytest
from django.db import transaction

from gehoor.dossiers.models import Dossier
from gehoor.files.queries import open_bytes
from gehoor.mailroom.actions.collecting import collect
from gehoor.mailroom.actions.reading import read_each, unread
from gehoor.mailroom.actions.storing import keep
from gehoor.mailroom.imap import MARK
from gehoor.mailroom.models import Mailbox, Outcome, RawMail
from gehoor.mailroom.sealing import seal
from tests.city import MONDAY, City
from tests.mailroom.dovecot import PASSWORD, USER, Dovecot
from tests.mailroom.hostile import HOSTILE
from tests.mailroom.mails import mail

TOO_LARGE_TO_FETCH = {"a hundred megabytes"}
QUICK = [
    "nothing but noise", "one byte", "open parentheses in From", "nested a thousand deep", "a name without a value",
    "a null in everything", "half a surrogate", "a header that hides another", "a charset that is a trick", "mails in mails",
]  # fmt: skip


def _sentinels(count: int) -> list[bytes]:
    return [mail(f"Vraag {n}", number=str(n), subject=f"Vraag {n}") for n in range(count)]


def _shuffled(mails: list[bytes], seed: int) -> list[bytes]:
    mails = list(mails)
    random.Random(seed).shuffle(mails)
    return mails


def _became() -> dict[str, tuple[str, str]]:
    """By the digest of each original: what became of it, and the title of its dossier."""
    rows = RawMail.objects.select_related("dossier")
    return {row.sha256: (row.outcome, row.dossier.title if row.dossier else "") for row in rows}


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_two_hundred_mails_with_hostile_ones_between_them(city: City, dovecot: Dovecot) -> None:
    hostile = [make() for name, make in HOSTILE.items() if name not in TOO_LARGE_TO_FETCH]
    sentinels = _sentinels(200 - len(hostile))
    contents = _shuffled([*hostile, *sentinels], 7)
    dovecot.put(*contents)
    box = Mailbox.objects.create(
        name="Info", address="info@vaartberg.example", host="localhost", port=dovecot.tls_port, username=USER,
        secret=seal(PASSWORD), created_at=MONDAY,
    )  # fmt: skip
    for _ in range(2):  # a second time changes nothing
        while collect(box.pk, clock=lambda: MONDAY):
            pass
        read_each(unread(), clock=lambda: MONDAY)
        assert dovecot.flags() == [(MARK,)] * len(contents)
        assert not RawMail.objects.filter(outcome="").exists()
        titles = Dossier.objects.filter(title__startswith="Vraag").values_list("title", flat=True)
        assert sorted(titles) == sorted(f"Vraag {n}" for n in range(len(sentinels)))
        for row in RawMail.objects.select_related("file"):
            with open_bytes(row.file) as original:
                assert hashlib.sha256(original.read()).hexdigest() == row.sha256
        assert RawMail.objects.count() == len({hashlib.sha256(content).digest() for content in contents})


def test_in_another_order_the_same_becomes_of_each(city: City, tmp_path: Path) -> None:
    contents = [
        *_sentinels(8),
        *(HOSTILE[name]() for name in QUICK),
        mail("Weg", number="x", Auto_Submitted="auto-replied"),
    ]
    found = []
    for seed in (1, 2):
        with transaction.atomic():
            for content in _shuffled(contents, seed):
                keep(content, at=MONDAY)
            read_each(unread(), clock=lambda: MONDAY)
            found.append(_became())
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert len(found[0]) == len(contents)
    assert [became for became in found[0].values() if became[0] == Outcome.CONTACT and became[1].startswith("Vraag")]
