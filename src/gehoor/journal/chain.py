"""How one entry holds on to the one before it. Pure: no database, no clock.

Canonical form of an entry, version 1: a JSON object (RFC 8785: keys sorted, no spaces, UTF-8, shortest escapes) with exactly
the keys ``actor_id, actor_kind, at, chain, id, payload, sequence, verb``. Numbers are integers below 2^53, ``at`` is UTC with six decimals
and ``Z``, the payload is a flat object of integers, strings, booleans, nulls and lists of those. Then

    hash(n) = SHA-256( hash(n-1) || canonical(n) )      hash(0) = 32 zero bytes

and ``sequence`` counts 1, 2, 3… without a gap within its chain. Anyone can check a chain with these lines and a JSON reader.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

GENESIS: Final = bytes(32)
"""What the first entry of a chain holds on to."""


@dataclass(frozen=True, slots=True)
class Fact:
    """The content of an entry: all that its hash covers. ``payload`` is plain JSON."""

    id: int
    chain: str
    sequence: int
    verb: str
    at: datetime
    actor_kind: str
    actor_id: int | None
    payload: object


@dataclass(frozen=True, slots=True)
class Link:
    """A fact as it stands in its chain."""

    fact: Fact
    previous_hash: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class Seal:
    """Where a chain ended when a checkpoint was made."""

    chain: str
    sequence: int
    hash: bytes


def canonical(fact: Fact) -> bytes:
    """The bytes that are hashed. Raises ``ValueError`` on content no entry can hold, such as a fraction."""
    _refuse_fractions(fact.payload)
    return _json(
        {
            "actor_id": fact.actor_id,
            "actor_kind": fact.actor_kind,
            "at": fact.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "chain": fact.chain,
            "id": fact.id,
            "payload": fact.payload,
            "sequence": fact.sequence,
            "verb": fact.verb,
        }
    )


def next_hash(previous_hash: bytes, fact: Fact) -> bytes:
    """SHA-256 over the previous hash and the canonical form."""
    return hashlib.sha256(previous_hash + canonical(fact)).digest()


def problems(links: Iterable[Link]) -> Iterator[str]:
    """What is wrong, in words, one sentence per place. The links come by chain and sequence; memory does not grow with them.

    A missing tail cannot be seen from the links alone: the head row and the seals of the checkpoints tell that.
    """
    chain, sequence, expected = "", 0, GENESIS
    for link in links:
        fact = link.fact
        if fact.chain != chain:
            chain, sequence, expected = fact.chain, 0, GENESIS
        yield from _problems_at(link, sequence, expected)
        sequence, expected = fact.sequence, link.hash


def _problems_at(link: Link, sequence: int, expected: bytes) -> Iterator[str]:
    fact = link.fact
    place = f"{fact.chain} nr. {fact.sequence}"
    if fact.sequence <= sequence:
        yield f"{place}: staat dubbel of op een verkeerde plaats."
    elif fact.sequence > sequence + 1:
        yield f"{fact.chain}: tussen nr. {sequence} en nr. {fact.sequence} ontbreken regels."
    elif link.previous_hash != expected:
        yield f"{place}: sluit niet aan op de regel ervoor."
    if not _holds(link):
        yield f"{place}: de inhoud is veranderd na het schrijven."


def _holds(link: Link) -> bool:
    try:
        return hmac.compare_digest(next_hash(link.previous_hash, link.fact), link.hash)
    except (ValueError, TypeError, OverflowError):
        return False


def digest_of(seals: Iterable[Seal]) -> tuple[int, bytes]:
    """How many seals, and SHA-256 over their canonical lines. The seals come sorted by chain (code point order)."""
    count, running = 0, hashlib.sha256()
    for seal in seals:
        running.update(_json([seal.chain, seal.sequence, seal.hash.hex()]) + b"\n")
        count += 1
    return count, running.digest()


def signature(key: bytes, *, number: int, at: datetime, previous: bytes, count: int, digest: bytes) -> bytes:
    """HMAC-SHA256 of a checkpoint, over the signature of the one before it: checkpoints are a chain too."""
    content = {
        "at": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "count": count,
        "digest": digest.hex(),
        "number": number,
        "previous": previous.hex(),
    }
    return hmac.new(key, _json(content), hashlib.sha256).digest()


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _refuse_fractions(content: object) -> None:
    if isinstance(content, float):
        raise ValueError("a fraction has no canonical form")
    if isinstance(content, dict):
        for item in content.values():
            _refuse_fractions(item)
    elif isinstance(content, list):
        for item in content:
            _refuse_fractions(item)
