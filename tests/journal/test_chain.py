"""The chain holds: whatever is changed afterwards shows. No database."""

import json
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gehoor.journal.chain import GENESIS, Fact, Link, Seal, canonical, digest_of, next_hash, problems, signature

WORDS = st.text("abcdefghijklmnopqrstuvwxyz_.:", min_size=1, max_size=12)
SCALARS = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | WORDS
PAYLOADS = st.dictionaries(WORDS, SCALARS | st.lists(SCALARS, max_size=4), max_size=4)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
Content = tuple[str, datetime, str, int | None, Any]
CONTENTS: st.SearchStrategy[Content] = st.tuples(
    WORDS, MOMENTS, st.sampled_from(["staff", "citizen"]), st.none() | st.integers(1, 9999), PAYLOADS
)


def made(contents: list[Content], chain: str = "dossier:1") -> list[Link]:
    links: list[Link] = []
    previous = GENESIS
    for place, (verb, at, kind, actor, payload) in enumerate(contents, start=1):
        fact = Fact(100 + place, chain, place, verb, at, kind, actor, payload)
        links.append(Link(fact, previous, next_hash(previous, fact)))
        previous = links[-1].hash
    return links


CHAINS = st.lists(CONTENTS, min_size=1, max_size=6).map(lambda contents: made(contents))


def found(links: list[Link]) -> list[str]:
    return list(problems(sorted(links, key=lambda link: (link.fact.chain, link.fact.sequence))))


@given(CHAINS)
def test_an_untouched_chain_is_sound(links: list[Link]) -> None:
    assert found(links) == []


@given(CHAINS, CHAINS)
def test_chains_stand_apart(one: list[Link], other: list[Link]) -> None:
    moved = made([(link.fact.verb, link.fact.at, "staff", None, link.fact.payload) for link in other], "dossier:2")
    assert found(one + moved) == []


def flipped(value: Any, bit: int) -> Any:
    """The value with one bit of it changed, in its own type."""
    if isinstance(value, bytes):
        place = bit % (len(value) * 8)
        return value[: place // 8] + bytes([value[place // 8] ^ (1 << place % 8)]) + value[place // 8 + 1 :]
    if isinstance(value, str):
        place = bit % (len(value) * 7)
        return value[: place // 7] + chr(ord(value[place // 7]) ^ (1 << place % 7)) + value[place // 7 + 1 :]
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1 << (bit % 40))
    if isinstance(value, int):
        return value ^ (1 << (bit % 40))
    return 1 << (bit % 40)


@given(CHAINS, st.data())
def test_any_single_changed_bit_shows(links: list[Link], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(links) - 1))
    bit = data.draw(st.integers(0, 10_000))
    link = links[place]
    name = data.draw(st.sampled_from([item.name for item in fields(Fact)] + ["previous_hash", "hash"]))
    if name in {"previous_hash", "hash"}:
        changed = replace(link, **{name: flipped(getattr(link, name), bit)})
    elif name == "payload":
        text = json.dumps(link.fact.payload)
        try:
            payload = json.loads(str(flipped(text, bit)))
        except ValueError:
            return  # no longer JSON: the column refuses it
        assume(payload != link.fact.payload or json.dumps(payload) != text)
        changed = replace(link, fact=replace(link.fact, payload=payload))
    else:
        changed = replace(link, fact=replace(link.fact, **{name: flipped(getattr(link.fact, name), bit)}))
    assert found([*links[:place], changed, *links[place + 1 :]])


@given(CHAINS, st.data())
def test_a_missing_entry_shows_unless_it_was_the_last(links: list[Link], data: st.DataObject) -> None:
    assume(len(links) > 1)
    gone = data.draw(st.integers(0, len(links) - 2))
    assert found(links[:gone] + links[gone + 1 :])


@given(CHAINS, CONTENTS, st.data())
def test_an_inserted_entry_shows(links: list[Link], content: Content, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(links) - 1))
    verb, at, kind, actor, payload = content
    previous = links[place].previous_hash
    fact = Fact(9999, "dossier:1", place + 1, verb, at, kind, actor, payload)
    forged = Link(fact, previous, next_hash(previous, fact))
    pushed_on = [replace(link, fact=replace(link.fact, sequence=link.fact.sequence + 1)) for link in links[place:]]
    assert found([*links[:place], forged, *pushed_on])
    assert found([*links, forged]), "in the place of another"


@given(CHAINS, st.data())
def test_two_entries_in_each_others_place_show(links: list[Link], data: st.DataObject) -> None:
    assume(len(links) > 1)
    one, other = data.draw(st.lists(st.integers(0, len(links) - 1), min_size=2, max_size=2, unique=True))
    swapped = list(links)
    swapped[one] = replace(links[one], fact=replace(links[one].fact, sequence=links[other].fact.sequence))
    swapped[other] = replace(links[other], fact=replace(links[other].fact, sequence=links[one].fact.sequence))
    assert found(swapped)


def test_a_report_names_the_place() -> None:
    links = made([("trees.reported", datetime(2026, 1, 1, tzinfo=UTC), "staff", 1, {"tree": n}) for n in range(5)])
    changed = replace(links[2], fact=replace(links[2].fact, payload={"tree": 99}))
    assert found([*links[:2], changed, *links[3:]]) == ["dossier:1 nr. 3: de inhoud is veranderd na het schrijven."]
    assert found(links[:1] + links[3:]) == ["dossier:1: tussen nr. 1 en nr. 4 ontbreken regels."]


def test_the_canonical_form_is_the_documented_one() -> None:
    fact = Fact(
        id=5,
        chain="dossier:42",
        sequence=1,
        verb="trees.reported",
        at=datetime.fromisoformat("2026-10-19T08:12:00+02:00"),
        actor_kind="staff",
        actor_id=7,
        payload={"tree": 12, "species": "lime", "é": [True, None]},
    )
    assert canonical(fact).decode() == (
        '{"actor_id":7,"actor_kind":"staff","at":"2026-10-19T06:12:00.000000Z","chain":"dossier:42","id":5,'
        '"payload":{"species":"lime","tree":12,"é":[true,null]},"sequence":1,"verb":"trees.reported"}'
    )


def test_a_fraction_has_no_canonical_form() -> None:
    fact = Fact(1, "dossier:1", 1, "a.b", datetime(2026, 1, 1, tzinfo=UTC), "staff", None, {"n": [1.0]})
    with pytest.raises(ValueError, match="fraction"):
        canonical(fact)


SEALS = st.lists(st.builds(Seal, WORDS, st.integers(1, 99), st.binary(min_size=32, max_size=32)), max_size=5)


@given(SEALS, SEALS)
def test_other_seals_have_another_digest(one: list[Seal], other: list[Seal]) -> None:
    assert (digest_of(one) == digest_of(other)) == (one == other)


@given(st.binary(min_size=32, max_size=32), st.integers(1, 9), MOMENTS, st.integers(1, 9))
def test_a_signature_covers_all_it_states(digest: bytes, number: int, at: datetime, count: int) -> None:
    stated: dict[str, Any] = {"number": number, "at": at, "previous": GENESIS, "count": count, "digest": digest}
    signed = signature(b"key", **stated)
    for other in (
        {"number": number + 1},
        {"at": at + timedelta(microseconds=1)},
        {"previous": digest + b"0"},
        {"count": count + 1},
        {"digest": flipped(digest, 3)},
    ):
        assert signature(b"key", **{**stated, **other}) != signed
    assert signature(b"another key", **stated) != signed
