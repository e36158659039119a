"""Entry types and people of an invented room, for the tests of the journal."""

from datetime import UTC, datetime

from gehoor.journal.entries import EntryType, Shred
from gehoor.kernel.actors import Actor, ActorKind

MORNING = datetime(2026, 10, 19, 6, 12, tzinfo=UTC)
LIEN = Actor(kind=ActorKind.STAFF, id=7, name="Lien Maes")
NOOR = Actor(kind=ActorKind.CITIZEN, id=31, name="Noor Peeters")
SOMEONE = Actor(kind=ActorKind.CITIZEN)

TREE_REPORTED = EntryType(
    "trees.reported",
    text="Gemeld: boom {tree}",
    public_text="Je melding is aangekomen.",
    fields=("tree", "species", "tags"),
    shred=Shred.NOTHING,
)
TREE_INSPECTED = EntryType(
    "trees.inspected",
    text="Gekeurd op {day}, ziek: {ill}",
    fields=("day", "ill", "reason_hash"),
    shred=("reason_hash",),
)
