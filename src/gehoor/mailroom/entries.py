"""What the journal says about mail."""

from gehoor.journal.entries import EntryType, Shred

BOUNCED = EntryType(
    verb="mailroom.bounced",
    text="Een e-mail kwam niet aan",
    fields=("message", "mail", "status"),
    shred=Shred.NOTHING,
)
