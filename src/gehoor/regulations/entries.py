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
