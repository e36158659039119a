"""When this, then that: the one table of what follows a journal entry.

What must happen is called inside the action; what may follow is listed here and deferred as a job in the same transaction.
"""

from importlib.util import find_spec


def hand_over() -> None:
    """Give the table to the journal."""
    if find_spec("gehoor.journal.record") is None:
        return
    from gehoor.journal import record

    record.set_wiring({})
