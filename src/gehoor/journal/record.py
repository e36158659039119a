"""The one way to write what happened. Only actions import this.

Two statements, however many entries: the first lays the chain's head under lock and reserves the places, the second writes the
entries and the new head. Then one statement per reaction, in the same transaction: a rollback takes entries and jobs with it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
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
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A fact is recorded in the transaction that makes it true")
    if not facts:
        return []
    payloads = [entry.payload(values) for entry, values in facts]
    first, previous, ids = _reserve(chain, len(facts))
    links = []
    for place, ((entry, _), payload, id_) in enumerate(zip(facts, payloads, ids, strict=True)):
        fact = Fact(id_, chain, first + place, entry.verb, at, by.kind.value, by.id, payload)
        links.append(Link(fact, previous, next_hash(previous, fact)))
        previous = links[-1].hash
    _write(chain, links)
    written = [_entry(link, payload) for link, payload in zip(links, payloads, strict=True)]
    _defer_reactions(written)
    return written


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


_WRITE = """
WITH head AS (UPDATE journal_head SET hash = %s WHERE chain = %s)
INSERT INTO journal_entry (id, chain, sequence, verb, at, actor_kind, actor_id, payload, previous_hash, hash) VALUES
"""
_ROW = "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"


def _write(chain: str, links: Sequence[Link]) -> None:
    values: list[Any] = [links[-1].hash, chain]
    for link in links:
        fact = link.fact
        values += [fact.id, chain, fact.sequence, fact.verb, fact.at, fact.actor_kind, fact.actor_id]
        values += [Jsonb(fact.payload), link.previous_hash, link.hash]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE + ", ".join([_ROW] * len(links)), values)


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
