"""Who does something at this moment: a claim that ends with the block, or with the process."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection

READING: Final = 4_862_021
"""Reading one kept mail."""
LOOKING: Final = 4_862_022
"""Having a connection to one mailbox."""


@contextmanager
def claimed(what: int, pk: int) -> Iterator[bool]:
    """Whether nobody else claims this now. A session lock of PostgreSQL: nothing has to be cleared after a kill."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [what, pk % 2**31])
        [ours] = cursor.fetchone()
    try:
        yield bool(ours)
    finally:
        if ours and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [what, pk % 2**31])
