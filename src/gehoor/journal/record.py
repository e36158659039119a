"""The one way to write what happened. Only actions import this.

Two statements, however many entries: the first lays the chain's head under lock and reserves the places, the second writes the
entries and the new head. Then one statement per reaction, in the same transaction: a rollback takes entries and jobs with it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain as chained
from itertools import islice
from typing import Any, Protocol

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import Jsonb

from gehoor.journal.chain import GENESIS, Fact, Link, next_hash
from gehoor.journal.entries import EntryType, Payload, Value
from gehoor.journal.models import Entry
from gehoor.kernel.actors import Actor


class Reaction(Protocol):
    """What follows an entry: a procrastinate task that takes ``entry_id``. It may run twice."""

    def defer(self, *, entry_id: int) -> object:
        """Queue it in the current transaction."""


_wiring: dict[str, tuple[Reaction, ...]] = {}


def set_wiring(wiring: Mapping[str, Sequence[Reaction]]) -> None:
    """Say which reactions follow which verb. Called once, by the composition root, when the application starts."""
    _wiring.clear()
    _wiring.update({verb: tuple(reactions) for verb, reactions in wiring.items()})


def record(entry: EntryType, chain: str, *, by: Actor, at: datetime, **payload: Value) -> Entry:
    """Write one fact at the end of a chain, and queue what follows it.

    Waits for other writers of the same chain. Raises ``TransactionManagementError`` outside a transaction and
    ``PayloadRefused`` for a payload the type does not allow.
    """
    return record_all([(entry, payload)], chain, by=by, at=at)[0]


def record_all(
    facts: Sequence[tuple[EntryType, Mapping[str, Value]]], chain: str, *, by: Actor, at: datetime
) -> list[Entry]:
    """Write several facts of one act, in this order, at the end of one chain."""
    _in_transaction()
    if not facts:
        return []
    happenings = [Happening(entry, by, at, entry.payload(values)) for entry, values in facts]
    first, previous, ids = _reserve(chain, len(facts))
    links = _linked(chain, first, previous, ids, happenings)
    _write(chain, links)
    written = [_entry(link, happening.payload) for link, happening in zip(links, happenings, strict=True)]
    _defer_reactions(written)
    return written


@dataclass(frozen=True, slots=True)
class Happening:
    """One fact of a history told afterwards. ``payload`` as ``entry.payload(...)`` made it."""

    entry: EntryType
    by: Actor
    at: datetime
    payload: Payload


def record_histories(histories: Mapping[str, Sequence[Happening]]) -> None:
    """Write whole histories of many chains at once (for a demo city, measuring, taking over an older register).

    Four statements, whatever their number. Queues no reactions: what these facts asked for lies in the past.
    """
    _in_transaction()
    counts = {chain: len(histories[chain]) for chain in sorted(histories) if histories[chain]}
    if not counts:
        return
    ends, ids = _reserve_many(counts)
    links: dict[str, list[Link]] = {}
    for chain, count in counts.items():
        sequence, previous = ends[chain]
        links[chain] = _linked(chain, sequence - count + 1, previous, list(islice(ids, count)), histories[chain])
    _write_many(links)


def _in_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A fact is recorded in the transaction that makes it true")


def _linked(chain: str, first: int, previous: bytes, ids: Sequence[int], happenings: Sequence[Happening]) -> list[Link]:
    links: list[Link] = []
    for place, (id_, happening) in enumerate(zip(ids, happenings, strict=True), start=first):
        by = happening.by
        fact = Fact(id_, chain, place, happening.entry.verb, happening.at, by.kind.value, by.id, happening.payload)
        links.append(Link(fact, previous, next_hash(previous, fact)))
        previous = links[-1].hash
    return links


_RESERVE = """
INSERT INTO journal_head AS head (chain, sequence, hash) VALUES (%s, %s, %s)
ON CONFLICT (chain) DO UPDATE SET sequence = head.sequence + excluded.sequence
RETURNING sequence, hash, ARRAY(SELECT nextval('journal_entry_id_seq') FROM generate_series(1, %s))
"""


def _reserve(chain: str, count: int) -> tuple[int, bytes, list[int]]:
    """Lock the head: the first free place, the hash to hold on to, and an id for each entry."""
    with connection.cursor() as cursor:
        cursor.execute(_RESERVE, [chain, count, GENESIS, count])
        sequence, previous, ids = cursor.fetchone()
    return sequence - count + 1, bytes(previous), ids


_ROW = "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
_WRITE = """
WITH head AS (UPDATE journal_head SET hash = %s WHERE chain = %s)
INSERT INTO journal_entry (id, chain, sequence, verb, at, actor_kind, actor_id, payload, previous_hash, hash) VALUES
"""


def _write(chain: str, links: Sequence[Link]) -> None:
    values: list[Any] = [links[-1].hash, chain, *chained.from_iterable(map(_row, links))]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE + ", ".join([_ROW] * len(links)), values)


def _row(link: Link) -> tuple[Any, ...]:
    fact = link.fact
    content = (fact.id, fact.chain, fact.sequence, fact.verb, fact.at, fact.actor_kind, fact.actor_id)
    return (*content, Jsonb(fact.payload), link.previous_hash, link.hash)


_RESERVE_MANY = """
INSERT INTO journal_head AS head (chain, sequence, hash)
SELECT chain, count, %s FROM unnest(%s::text[], %s::bigint[]) AS wanted (chain, count)
ON CONFLICT (chain) DO UPDATE SET sequence = head.sequence + excluded.sequence
RETURNING chain, sequence, hash
"""
_IDS = "SELECT nextval('journal_entry_id_seq') FROM generate_series(1, %s)"
_COPY = """
COPY journal_entry (id, chain, sequence, verb, at, actor_kind, actor_id, payload, previous_hash, hash) FROM STDIN
"""
_WRITE_HEADS = """
UPDATE journal_head SET hash = ends.hash FROM unnest(%s::text[], %s::bytea[]) AS ends (chain, hash)
WHERE journal_head.chain = ends.chain
"""


def _reserve_many(counts: Mapping[str, int]) -> tuple[dict[str, tuple[int, bytes]], Iterator[int]]:
    """Lock the heads, in the order given, so that two writers never wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(_RESERVE_MANY, [GENESIS, list(counts), list(counts.values())])
        ends = {chain: (sequence, bytes(hash_)) for chain, sequence, hash_ in cursor.fetchall()}
        cursor.execute(_IDS, [sum(counts.values())])
        return ends, iter([id_ for (id_,) in cursor.fetchall()])


def _write_many(links: Mapping[str, Sequence[Link]]) -> None:
    with connection.cursor() as cursor:
        with cursor.copy(_COPY) as copy:
            for link in chained.from_iterable(links.values()):
                copy.write_row(_row(link))
        cursor.execute(_WRITE_HEADS, [list(links), [of[-1].hash for of in links.values()]])


def _entry(link: Link, payload: Payload) -> Entry:
    fact = link.fact
    entry = Entry(
        id=fact.id,
        chain=fact.chain,
        sequence=fact.sequence,
        verb=fact.verb,
        at=fact.at,
        actor_kind=fact.actor_kind,
        actor_id=fact.actor_id,
        payload=payload,
        previous_hash=link.previous_hash,
        hash=link.hash,
    )
    entry._state.adding = False
    entry._state.db = connection.alias
    return entry


def _defer_reactions(written: Sequence[Entry]) -> None:
    for entry in written:
        for reaction in _wiring.get(entry.verb, ()):
            reaction.defer(entry_id=entry.pk)
