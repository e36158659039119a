"""When this, then that: the one table of what follows a journal entry.

What must happen is called inside the action; what may follow is listed here, and deferred as a job in the same transaction.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gehoor.journal.record import Reaction


def reactions() -> "Mapping[str, Sequence[Reaction]]":
    """Verb → what may follow. Each reaction takes ``entry_id`` and may run twice."""
    return {}


def hand_over() -> None:
    """Give the table to the journal; called once, when every app is loaded."""
    from gehoor.journal import record

    record.set_wiring(reactions())
