"""What the journal says about mail."""

from gehoor.journal.entries import EntryType, Shred

BOUNCED = EntryType(
    verb="mailroom.bounced",
    text="Een e-mail kwam niet aan",
    fields=("message", "mail", "status"),
    shred=Shred.NOTHING,
)
OPENED = EntryType(
    verb="mailroom.opened", text="Dossier gemaakt van een automatische e-mail", fields=("mail",), shred=Shred.NOTHING
)
MAILBOX_SAVED = EntryType(
    verb="mailroom.mailbox_saved", text="Mailbox ingesteld", fields=("mailbox", "active"), shred=Shred.NOTHING
)
MAILBOX_CHECKED = EntryType(
    verb="mailroom.mailbox_checked", text="Verbinding getest", fields=("mailbox", "works"), shred=Shred.NOTHING
)
MAILBOX_FAILING = EntryType(
    verb="mailroom.mailbox_failing",
    text="Mailbox al een kwartier niet te lezen",
    fields=("mailbox",),
    shred=Shred.NOTHING,
)
MAILBOX_WORKS_AGAIN = EntryType(
    verb="mailroom.mailbox_works_again", text="Mailbox werkt weer", fields=("mailbox",), shred=Shred.NOTHING
)
