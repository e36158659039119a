"""What happened, who looked, and whether the record still stands."""

import hmac
import json
from collections.abc import Iterable, Iterator
from itertools import chain as concatenated
from typing import Any, Final

from django.db import connection

from gehoor.journal.chain import GENESIS, Fact, Link, Seal, digest_of, problems, signature
from gehoor.journal.entries import all_types
from gehoor.journal.keys import accepted_keys
from gehoor.journal.models import Checkpoint, Entry, Read, Refusal
from gehoor.journal.models import Seal as Sealed

PAGE: Final = 5000
"""Rows read at once while verifying."""


def timeline(chain: str) -> list[Entry]:
    """All that happened, oldest first; for staff."""
    return list(Entry.objects.filter(chain=chain).order_by("sequence"))


def faults_in(entries: Iterable[Entry]) -> list[str]:
    """What is wrong with one chain that was read whole, oldest first; empty when each entry holds on to the one before. No statement."""
    return list(problems(_link_of(entry) for entry in entries))


def _link_of(entry: Entry) -> Link:
    return Link(fact_of(entry), bytes(entry.previous_hash), bytes(entry.hash))


def fact_of(entry: Entry) -> Fact:
    """The content of an entry: all that its hash covers."""
    return Fact(
        entry.pk, entry.chain, entry.sequence, entry.verb, entry.at, entry.actor_kind, entry.actor_id, entry.payload
    )


def latest_refusals(limit: int = 50) -> list[Refusal]:
    """The last refusals of people who were signed in, newest first."""
    return list(Refusal.objects.order_by("-at", "-pk")[:limit])


def public_timeline(chain: str) -> list[Entry]:
    """What a citizen may read, oldest first: only entries whose type has a text for citizens."""
    verbs = [entry.verb for entry in all_types() if entry.public]
    return list(Entry.objects.filter(chain=chain, verb__in=verbs).order_by("sequence"))


def entry(entry_id: int) -> Entry:
    """The entry a reaction was queued for."""
    return Entry.objects.get(pk=entry_id)


def reads_of(chain: str) -> list[Read]:
    """Who looked, newest first; one row per person and hour."""
    return list(Read.objects.filter(chain=chain).order_by("-at", "-pk"))


def last_checkpoint() -> Checkpoint | None:
    """The newest checkpoint. Write its number and signature down outside this system: then not even its removal goes unseen."""
    return Checkpoint.objects.order_by("number").last()


def verify_all() -> Iterator[str]:
    """All that is wrong with the journal, one Dutch sentence per place; nothing when all is well.

    Reads in pages, so memory does not grow with the journal. May run while others write: what is appended meanwhile is sound or told.
    """
    return concatenated(problems(_links()), _wrong_heads(), _broken_seals(), _wrong_checkpoints())


_ENTRIES = """
SELECT id, chain, sequence, verb, at, actor_kind, actor_id, payload, previous_hash, hash FROM journal_entry
WHERE (chain, sequence, id) > (%s, %s, %s) ORDER BY chain, sequence, id LIMIT %s
"""


def _links() -> Iterator[Link]:
    place: tuple[str, int, int] = ("", 0, 0)
    while rows := _rows(_ENTRIES, [*place, PAGE]):
        yield from map(_link, rows)
        place = (rows[-1][1], rows[-1][2], rows[-1][0])


def _link(row: tuple[Any, ...]) -> Link:
    id_, chain, sequence, verb, at, actor_kind, actor_id, payload, previous_hash, hash_ = row
    fact = Fact(id_, chain, sequence, verb, at, actor_kind, actor_id, json.loads(payload))
    return Link(fact, bytes(previous_hash), bytes(hash_))


_SEALS = """
SELECT chain, sequence, hash FROM journal_seal
WHERE checkpoint_id = %s AND chain > %s ORDER BY chain LIMIT %s
"""


def seals_of(number: int) -> Iterator[Seal]:
    """The seals of one checkpoint, by chain."""
    chain = ""
    while rows := _rows(_SEALS, [number, chain, PAGE]):
        yield from (Seal(name, sequence, bytes(hash_)) for name, sequence, hash_ in rows)
        chain = rows[-1][0]


def seals_on(chain: str) -> list[tuple[int, int, bytes]]:
    """The seals on one chain, oldest first: number of the checkpoint, place in the chain, and the hash that stood there."""
    rows = Sealed.objects.filter(chain=chain).order_by("sequence").values_list("checkpoint_id", "sequence", "hash")
    return [(number, sequence, bytes(digest)) for number, sequence, digest in rows]


_HEADS = """
SELECT coalesce(head.chain, entry.chain), head.sequence, entry.sequence
FROM journal_head head
FULL JOIN (SELECT DISTINCT ON (chain) chain, sequence, hash FROM journal_entry ORDER BY chain, sequence DESC) entry
  ON entry.chain = head.chain
WHERE head.sequence IS DISTINCT FROM entry.sequence OR head.hash IS DISTINCT FROM entry.hash
ORDER BY 1
"""


def _wrong_heads() -> Iterator[str]:
    for chain, head, last in _rows(_HEADS, []):
        if head is None:
            yield f"{chain}: het einde van de keten is niet bijgehouden."
        elif last is None or last < head:
            yield f"{chain}: het einde ontbreekt, na nr. {last or 0} tot en met nr. {head}."
        else:
            yield f"{chain}: het bijgehouden einde (nr. {head}) klopt niet met de laatste regel (nr. {last})."


_BROKEN = """
SELECT seal.chain, seal.sequence, seal.checkpoint_id, entry.id FROM journal_seal seal
LEFT JOIN journal_entry entry ON entry.chain = seal.chain AND entry.sequence = seal.sequence
WHERE entry.hash IS DISTINCT FROM seal.hash ORDER BY seal.chain, seal.sequence
"""


def _broken_seals() -> Iterator[str]:
    for chain, sequence, number, found in _rows(_BROKEN, []):
        fault = "is anders dan" if found else "ontbreekt en stond er nog bij"
        yield f"{chain} nr. {sequence}: {fault} het controlepunt {number}."


def _wrong_checkpoints() -> Iterator[str]:
    expected, previous, keys = 1, GENESIS, accepted_keys()
    for point in Checkpoint.objects.order_by("number"):
        if point.number != expected or bytes(point.previous_signature) != previous:
            yield f"Controlepunt {point.number}: sluit niet aan op het vorige."
        if not _signed(point, keys):
            yield f"Controlepunt {point.number}: de handtekening klopt niet."
        expected, previous = point.number + 1, bytes(point.signature)
    for (number,) in _rows(_STRAY_SEALS, []):
        yield f"Controlepunt {number}: ontbreekt, de zegels ervan zijn er nog."


_STRAY_SEALS = """
SELECT DISTINCT checkpoint_id FROM journal_seal
WHERE checkpoint_id NOT IN (SELECT number FROM journal_checkpoint) ORDER BY 1
"""


def _signed(point: Checkpoint, keys: list[bytes]) -> bool:
    count, digest = digest_of(seals_of(point.number))
    previous = bytes(point.previous_signature)
    return (count, digest) == (point.count, bytes(point.digest)) and any(
        hmac.compare_digest(
            bytes(point.signature),
            signature(key, number=point.number, at=point.at, previous=previous, count=count, digest=digest),
        )
        for key in keys
    )


def _rows(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
