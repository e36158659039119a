"""Tampering by someone who owns the database, triggers off: it is found and its place is named."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.db import connection, transaction
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gehoor.journal import queries
from gehoor.journal.chain import GENESIS, Fact, next_hash
from gehoor.journal.checkpoints import checkpoint
from gehoor.journal.entries import dossier_chain
from gehoor.journal.models import Checkpoint, Entry, Head, Seal
from gehoor.journal.record import record, record_all
from tests.journal.kinds import LIEN, MORNING, TREE_REPORTED

TABLES = ["journal_entry", "journal_head", "journal_checkpoint", "journal_seal"]


@pytest.fixture
def owner(db: None) -> None:
    """Somebody with all rights, who has switched the triggers off."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


def write(dossier: int, count: int) -> None:
    record_all([(TREE_REPORTED, {"tree": n}) for n in range(count)], dossier_chain(dossier), by=LIEN, at=MORNING)


def found() -> list[str]:
    return list(queries.verify_all())


def chain_cut(dossier: int, keep: int) -> None:
    """Cut the tail off and make head and tail agree again, as a careful hand would."""
    chain = dossier_chain(dossier)
    Entry.objects.filter(chain=chain, sequence__gt=keep).delete()
    last = Entry.objects.filter(chain=chain).order_by("sequence").last()
    if last is None:
        Head.objects.filter(chain=chain).delete()
    else:
        Head.objects.filter(chain=chain).update(sequence=last.sequence, hash=last.hash)


def rewritten(dossier: int, sequence: int) -> None:
    """Change one entry and calculate every hash after it anew."""
    previous = GENESIS
    for entry in Entry.objects.filter(chain=dossier_chain(dossier)).order_by("sequence"):
        if entry.sequence == sequence:
            entry.payload = {"tree": 777}
        fact = Fact(
            entry.pk, entry.chain, entry.sequence, entry.verb, entry.at, entry.actor_kind, entry.actor_id, entry.payload
        )
        entry.previous_hash, entry.hash = previous, next_hash(previous, fact)
        entry.save()
        previous = entry.hash
    Head.objects.filter(chain=dossier_chain(dossier)).update(hash=previous)


@pytest.mark.django_db
def test_after_any_work_all_is_well() -> None:
    for dossier in range(5):
        write(dossier, 3)
        checkpoint(at=MORNING)
    write(2, 4)
    assert found() == []


@pytest.mark.usefixtures("owner")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    counts=st.lists(st.integers(1, 5), min_size=1, max_size=4),
    later=st.lists(st.integers(0, 3), max_size=3),
    data=st.data(),
)
def test_whatever_is_cut_or_rewritten_before_the_checkpoint_is_found(
    counts: list[int], later: list[int], data: st.DataObject
) -> None:
    dossier = data.draw(st.integers(0, len(counts) - 1))
    place = data.draw(st.integers(1, counts[dossier]))
    tamper: Callable[[int, int], None] = data.draw(
        st.sampled_from([rewritten, lambda d, p: chain_cut(d, p - 1), one_gone, one_moved, head_moved])
    )
    with transaction.atomic():
        for number, count in enumerate(counts):
            write(number, count)
        checkpoint(at=MORNING)
        for number in later:
            write(min(number, len(counts) - 1), 1)
        assert found() == []
        tamper(dossier, place)
        assert any(dossier_chain(dossier) in problem for problem in found())
        transaction.set_rollback(True)


def one_gone(dossier: int, place: int) -> None:
    Entry.objects.filter(chain=dossier_chain(dossier), sequence=place).delete()


def one_moved(dossier: int, place: int) -> None:
    Entry.objects.filter(chain=dossier_chain(dossier), sequence=place).update(at=MORNING + timedelta(seconds=1))


def head_moved(dossier: int, place: int) -> None:
    Head.objects.filter(chain=dossier_chain(dossier)).update(sequence=place - 1)


@pytest.mark.usefixtures("owner")
def test_a_cut_tail_is_found_at_its_place() -> None:
    write(1, 5)
    checkpoint(at=MORNING)
    chain_cut(1, 3)
    assert found() == ["dossier:1 nr. 5: ontbreekt en stond er nog bij het controlepunt 1."]


@pytest.mark.usefixtures("owner")
def test_a_clumsy_cut_is_found_without_any_checkpoint() -> None:
    write(1, 5)
    Entry.objects.filter(chain="dossier:1", sequence__gt=3).delete()
    assert found() == ["dossier:1: het einde ontbreekt, na nr. 3 tot en met nr. 5."]


@pytest.mark.usefixtures("owner")
def test_a_whole_dossier_that_vanished_is_found() -> None:
    write(1, 2)
    write(2, 2)
    checkpoint(at=MORNING)
    chain_cut(2, 0)
    assert found() == ["dossier:2 nr. 2: ontbreekt en stond er nog bij het controlepunt 1."]


@pytest.mark.usefixtures("owner")
def test_a_lost_head_is_found() -> None:
    write(1, 2)
    Head.objects.filter(chain="dossier:1").delete()
    assert found() == ["dossier:1: het einde van de keten is niet bijgehouden."]


@pytest.mark.usefixtures("owner")
def test_a_forged_checkpoint_is_found() -> None:
    """Rewriting the history and the seals alike needs the key."""
    write(1, 3)
    checkpoint(at=MORNING)
    rewritten(1, 2)
    head = Head.objects.get(chain="dossier:1")
    Seal.objects.filter(chain="dossier:1").update(hash=head.hash)
    assert found() == ["Controlepunt 1: de handtekening klopt niet."]


@pytest.mark.usefixtures("owner")
def test_a_removed_checkpoint_is_found() -> None:
    for number in range(3):
        write(1, 1)
        checkpoint(at=MORNING + timedelta(hours=number))
    Seal.objects.filter(checkpoint=2).delete()
    assert found() == ["Controlepunt 2: de handtekening klopt niet."]
    Checkpoint.objects.filter(number=2).delete()
    assert found() == ["Controlepunt 3: sluit niet aan op het vorige."]


@pytest.mark.usefixtures("owner")
def test_content_no_entry_can_hold_is_found() -> None:
    write(1, 1)
    Entry.objects.filter(chain="dossier:1").update(payload={"tree": 0.5})
    assert found() == ["dossier:1 nr. 1: de inhoud is veranderd na het schrijven."]


@pytest.mark.django_db
def test_a_checkpoint_seals_only_what_grew() -> None:
    checkpoint(at=MORNING)
    write(1, 2)
    write(2, 2)
    first = checkpoint(at=MORNING)
    assert first is not None
    assert first.count == 2
    assert checkpoint(at=MORNING) is None
    write(2, 1)
    second = checkpoint(at=MORNING)
    assert second is not None
    assert (second.number, second.count) == (first.number + 1, 1)
    assert bytes(second.previous_signature) == bytes(first.signature)
    assert queries.last_checkpoint() == second


@pytest.mark.django_db
def test_a_changed_key_still_proves_the_past() -> None:
    write(1, 1)
    checkpoint(at=MORNING)
    with override_settings(SECRET_KEY="another-secret", SECRET_KEY_FALLBACKS=[configured.SECRET_KEY]):
        write(1, 1)
        checkpoint(at=MORNING)
        assert found() == []
    with override_settings(SECRET_KEY="another-secret", SECRET_KEY_FALLBACKS=[]):
        assert found() == ["Controlepunt 1: de handtekening klopt niet."]


@pytest.mark.django_db
def test_pages_join_without_a_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 3)
    for dossier in range(4):
        write(dossier, dossier + 2)
    checkpoint(at=MORNING)
    assert found() == []
    assert len(list(queries._links())) == Entry.objects.count()
    record(TREE_REPORTED, dossier_chain(0), by=LIEN, at=MORNING)
    assert found() == []
