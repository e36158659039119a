"""The database refuses to change what happened, whoever asks."""

import pytest
from django.db import DatabaseError, connection, transaction

from gehoor.journal.checkpoints import checkpoint
from gehoor.journal.entries import dossier_chain
from gehoor.journal.models import Entry, Head
from gehoor.journal.reads import log_read
from gehoor.journal.record import record
from gehoor.journal.refusals import log_refusal
from tests.journal.kinds import LIEN, MORNING, NOOR, TREE_REPORTED

TABLES = ["journal_entry", "journal_read", "journal_refusal", "journal_checkpoint", "journal_seal"]


@pytest.fixture
def written(db: None) -> None:
    record(TREE_REPORTED, dossier_chain(1), by=NOOR, at=MORNING, tree=1)
    log_read(dossier_chain(1), by=LIEN, at=MORNING)
    log_refusal(by=LIEN, at=MORNING, method="GET", address="desk:dossier")
    checkpoint(at=MORNING)


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(statement)
    except DatabaseError as error:
        return "the journal only grows" in str(error)
    return False


COLUMNS = {
    "journal_entry": "verb = verb",
    "journal_read": "why = 'x'",
    "journal_refusal": "reference = 'x'",
    "journal_checkpoint": "count = 0",
    "journal_seal": "sequence = 0",
}


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_changed_or_removed(table: str) -> None:
    assert refused(f"UPDATE {table} SET {COLUMNS[table]}")
    assert refused(f"DELETE FROM {table}")
    assert refused(f"DELETE FROM {table} WHERE false")
    assert refused(f"TRUNCATE {table} CASCADE")


@pytest.mark.usefixtures("written")
def test_not_by_the_way_of_replication_either() -> None:
    """Enabled "always" ('A'): not only where the session says it is the origin of the data."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgenabled FROM pg_trigger JOIN pg_proc ON tgfoid = pg_proc.oid WHERE proname = 'journal_refuse'"
        )
        assert [enabled for (enabled,) in cursor.fetchall()] == ["A"] * 7


@pytest.mark.usefixtures("written")
def test_nor_through_the_models() -> None:
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        Entry.objects.all().delete()
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        Entry.objects.update(verb="trees.felled")


@pytest.mark.usefixtures("written")
def test_the_end_of_a_chain_only_moves_on() -> None:
    assert refused("UPDATE journal_head SET sequence = sequence - 1")
    assert refused("UPDATE journal_head SET chain = 'dossier:9'")
    assert refused("DELETE FROM journal_head")
    assert refused("TRUNCATE journal_head")
    assert Head.objects.get(chain=dossier_chain(1)).sequence == 1


@pytest.mark.usefixtures("written")
def test_what_the_refusal_leaves_can_still_grow() -> None:
    assert refused("DELETE FROM journal_entry")
    assert record(TREE_REPORTED, dossier_chain(1), by=NOOR, at=MORNING, tree=2).sequence == 2
