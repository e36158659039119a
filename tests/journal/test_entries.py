"""What an entry may hold, and what it refuses."""

from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from uuid import UUID

import pytest

from gehoor.journal import entries
from gehoor.journal.entries import EntryType, PayloadRefused, Shred, UnknownVerb
from tests.journal.kinds import TREE_INSPECTED, TREE_REPORTED


class Species(StrEnum):
    LIME = "lime"


def test_ids_codes_dates_and_lists_of_them_are_kept_as_plain_json() -> None:
    payload = TREE_REPORTED.payload({"tree": 12, "species": Species.LIME, "tags": ("old", 3, True, None)})
    assert payload == {"tree": 12, "species": "lime", "tags": ["old", 3, True, None]}
    assert type(payload["species"]) is str


def test_a_moment_is_kept_in_utc_with_six_decimals() -> None:
    summer = datetime(2026, 7, 1, 10, 30, tzinfo=timezone(timedelta(hours=2)))
    payload = TREE_INSPECTED.payload({"day": summer})
    assert payload == {"day": "2026-07-01T08:30:00.000000Z"}


@pytest.mark.parametrize("value", ["boom", "", "leuven@3", "2026-00042-7", "a" * 64, 2**53 - 1, -5])
def test_codes_and_references_are_kept(value: str | int) -> None:
    assert TREE_REPORTED.payload({"tree": value}) == {"tree": value}


def test_a_uuid_is_kept_as_text() -> None:
    uuid = UUID(int=5)
    assert TREE_REPORTED.payload({"tree": uuid}) == {"tree": str(uuid)}


@pytest.mark.parametrize(
    "value",
    [
        "de boom is ziek",
        "a" * 65,
        "regel\n",
        "Crème",
        "noor.peeters@voorbeeld.example",
        "0165550123",
        "+32165550123",
        "85073003328",
        1.5,
        2**53,
        {"nested": 1},
        [["nested"]],
        list(range(51)),
        datetime(2026, 1, 1),  # noqa: DTZ001  the refusal is what is tested
        b"bytes",
    ],
)
def test_free_text_personal_data_and_odd_shapes_are_refused(value: object) -> None:
    with pytest.raises(PayloadRefused):
        TREE_REPORTED.payload({"tree": value})  # type: ignore[dict-item]


def test_a_field_the_type_does_not_know_is_refused() -> None:
    with pytest.raises(PayloadRefused, match="no field colour"):
        TREE_REPORTED.payload({"colour": "green"})


def test_a_verb_is_taken_once() -> None:
    with pytest.raises(ValueError, match="already taken"):
        EntryType("trees.reported", text="Nog eens", shred=Shred.NOTHING)


def test_a_type_without_a_shred_rule_does_not_start_up() -> None:
    with pytest.raises(TypeError, match="shred"):
        EntryType("trees.felled", text="Geveld")  # type: ignore[call-arg]


@pytest.mark.parametrize("verb", ["felled", "Trees.felled", "trees.", "trees.felled now", ""])
def test_a_verb_has_a_room_and_a_word(verb: str) -> None:
    with pytest.raises(ValueError, match="is not a verb"):
        EntryType(verb, text="Geveld", shred=Shred.NOTHING)


def test_a_sentence_names_only_its_own_fields() -> None:
    with pytest.raises(ValueError, match="owner"):
        EntryType("trees.sold", text="Verkocht aan {owner}", shred=Shred.NOTHING)
    with pytest.raises(ValueError, match="owner_hash"):
        EntryType("trees.sold", text="Verkocht", shred=("owner_hash",))
    with pytest.raises(ValueError, match="cannot be payload fields"):
        EntryType("trees.sold", text="Verkocht", fields=("by",), shred=Shred.NOTHING)


def test_an_unknown_verb_is_told() -> None:
    with pytest.raises(UnknownVerb):
        entries.entry_type("trees.never")
    assert entries.entry_type("trees.reported") is TREE_REPORTED
    assert TREE_REPORTED in entries.all_types()


def test_sentences_read_dates_and_answers_in_dutch() -> None:
    payload = TREE_INSPECTED.payload({"day": date(2026, 12, 21), "ill": False})
    assert TREE_INSPECTED.sentence(payload) == "Gekeurd op 21 december 2026, ziek: nee"
    assert TREE_INSPECTED.public_sentence(payload) == ""
    assert not TREE_INSPECTED.public
    assert TREE_REPORTED.public_sentence({}) == "Je melding is aangekomen."
    assert TREE_REPORTED.sentence({}) == "Gemeld: boom –"
    assert TREE_REPORTED.sentence({"tree": [1, 2]}) == "Gemeld: boom 1, 2"


def test_a_salted_hash_proves_a_wording_and_fits_in_an_entry() -> None:
    proof = entries.salted("de wortels zijn rot", "zout")
    assert proof == entries.salted("de wortels zijn rot", "zout")
    assert proof != entries.salted("de wortels zijn rot", "peper")
    assert proof != entries.salted("de wortels zijn rot.", "zout")
    assert TREE_INSPECTED.payload({"reason_hash": proof}) == {"reason_hash": proof}


def test_chains_have_names() -> None:
    assert entries.dossier_chain(42) == "dossier:42"
    assert entries.room_chain("organisation") == "room:organisation"
    assert entries.utc_text(datetime(2026, 1, 2, tzinfo=UTC)) == "2026-01-02T00:00:00.000000Z"
