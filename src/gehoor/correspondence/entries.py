"""What the journal says about the words and the look of our letters."""

from gehoor.journal.entries import EntryType, Shred

ROOM = "correspondence"

WORDING_PROPOSED = EntryType(
    verb="correspondence.wording_proposed",
    text="Nieuwe tekst voorgesteld voor de brief {letter}, versie {number}",
    fields=("letter", "number"),
    shred=Shred.NOTHING,
)
WORDING_IN_FORCE = EntryType(
    verb="correspondence.wording_in_force",
    text="Tekst van de brief {letter} in gebruik genomen, versie {number}",
    fields=("letter", "number"),
    shred=Shred.NOTHING,
)
WORDING_ASIDE = EntryType(
    verb="correspondence.wording_aside",
    text="Voorstel voor de brief {letter} opzijgelegd, versie {number}",
    fields=("letter", "number"),
    shred=Shred.NOTHING,
)
LETTERHEAD_CHANGED = EntryType(
    verb="correspondence.letterhead_changed",
    text="Afzender, ondertekening of logo van een bestuur veranderd",
    fields=("body",),
    shred=Shred.NOTHING,
)
