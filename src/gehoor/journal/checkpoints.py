"""Signed checkpoints: so that a tail cut off a chain, its head moved back with it, is still seen.

A checkpoint seals the end of each chain that grew since the one before, so its size follows the work done, not the number of chains.
The seals are hashed in order; the hash is signed (HMAC-SHA256) together with the signature before it.
"""

from datetime import datetime

from django.db import connection, transaction

from gehoor.journal.chain import GENESIS, digest_of, signature
from gehoor.journal.keys import signing_key
from gehoor.journal.models import Checkpoint
from gehoor.journal.queries import seals_of

_SEAL = """
INSERT INTO journal_seal (checkpoint_id, chain, sequence, hash)
SELECT %s, head.chain, head.sequence, head.hash FROM journal_head head
WHERE NOT EXISTS (SELECT 1 FROM journal_seal seal WHERE seal.chain = head.chain AND seal.sequence = head.sequence)
"""


@transaction.atomic
def checkpoint(*, at: datetime) -> Checkpoint | None:
    """Seal what was written since the last checkpoint. None when nothing was. Only one at a time; writers need not wait."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE journal_checkpoint IN SHARE ROW EXCLUSIVE MODE")
    last = Checkpoint.objects.order_by("number").last()
    number = last.number + 1 if last else 1
    previous = bytes(last.signature) if last else GENESIS
    with connection.cursor() as cursor:
        cursor.execute(_SEAL, [number])
    count, digest = digest_of(seals_of(number))
    if not count:
        return None
    return Checkpoint.objects.create(
        number=number,
        at=at,
        count=count,
        digest=digest,
        previous_signature=previous,
        signature=signature(signing_key(), number=number, at=at, previous=previous, count=count, digest=digest),
    )
