"""What the journal says about regulations and closing days."""

from gehoor.journal.entries import EntryType, Shred

IMPORTED = EntryType(
    verb="regulations.imported", text="Reglement ingelezen", fields=("version", "sha256"), shred=Shred.NOTHING
)
APPLIED = EntryType(
    verb="regulations.applied",
    text="Reglement van kracht",
    fields=("version", "body", "valid_from"),
    shred=Shred.NOTHING,
)
CLOSING_DAYS_ADDED = EntryType(
    verb="regulations.closing_days_added",
    text="Sluitingsdagen toegevoegd",
    fields=("body", "count"),
    shred=Shred.NOTHING,
)
CLOSING_DAYS_REMOVED = EntryType(
    verb="regulations.closing_days_removed",
    text="Sluitingsdagen weggenomen",
    fields=("body", "days"),
    shred=Shred.NOTHING,
)

DRAFT_STARTED = EntryType(
    verb="regulations.draft_started",
    text="Ontwerp van een reglement begonnen",
    fields=("draft", "based_on"),
    shred=Shred.NOTHING,
)
DRAFT_KEPT = EntryType(
    verb="regulations.draft_kept",
    text="Ontwerp van een reglement bewaard",
    fields=("draft", "edit", "sha256"),
    shred=Shred.NOTHING,
)
DRAFT_LAID_ASIDE = EntryType(
    verb="regulations.draft_laid_aside",
    text="Ontwerp van een reglement opzijgelegd",
    fields=("draft",),
    shred=Shred.NOTHING,
)
DRAFT_DECIDED = EntryType(
    verb="regulations.draft_decided",
    text="Ontwerp werd een versie van het reglement",
    fields=("draft", "version"),
    shred=Shred.NOTHING,
)
TAKEN_BACK = EntryType(
    verb="regulations.taken_back",
    text="Reglement dat nog moest ingaan, teruggenomen",
    fields=("version", "body", "valid_from"),
    shred=Shred.NOTHING,
)
