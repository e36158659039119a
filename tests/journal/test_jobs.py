"""What the journal does by itself."""

import pytest

from gehoor.journal import queries
from gehoor.journal.entries import dossier_chain
from gehoor.journal.jobs import seal
from gehoor.journal.record import record
from tests.journal.kinds import MORNING, NOOR, TREE_REPORTED


@pytest.mark.django_db
def test_every_hour_what_was_written_is_sealed_once() -> None:
    record(TREE_REPORTED, dossier_chain(1), by=NOOR, at=MORNING, tree=1)
    seal(timestamp=0)
    point = queries.last_checkpoint()
    assert point is not None
    assert "dossier:1" in [sealed.chain for sealed in queries.seals_of(point.number)]
    seal(timestamp=0)
    assert queries.last_checkpoint() == point
    assert list(queries.verify_all()) == []
