"""What the journal says about mistakes: ids and codes, never what was in the message."""

from gehoor.journal.entries import EntryType, Shred

WITHDRAWN = EntryType(
    verb="mishaps.withdrawn",
    text="Bericht ingetrokken na een vergissing",
    public_text="We trokken een bericht in.",
    fields=("mishap", "message", "wrong", "was"),
    shred=Shred.NOTHING,
)
FILES_WITHDRAWN = EntryType(
    verb="mishaps.files_withdrawn",
    text="Bestand ingetrokken na een vergissing",
    public_text="We trokken een bestand in.",
    fields=("mishap", "message", "files"),
    shred=Shred.NOTHING,
)
NOTE_MOVED = EntryType(
    verb="mishaps.note_moved",
    text="Notitie hoort in een ander dossier",
    fields=("mishap", "message"),
    shred=Shred.NOTHING,
)
FOUND_WRONG = EntryType(
    verb="mishaps.found_wrong",
    text="Vergissing genoteerd bij een brief",
    fields=("mishap", "message", "wrong"),
    shred=Shred.NOTHING,
)
CAME_FROM_ELSEWHERE = EntryType(
    verb="mishaps.came_from_elsewhere",
    text="Bericht overgenomen uit een ander dossier",
    fields=("mishap", "message"),
    shred=Shred.NOTHING,
)
REPORTED = EntryType(
    verb="mishaps.reported", text="Aan de DPO gevraagd: is dit een datalek?", fields=("report",), shred=Shred.NOTHING
)
JUDGED = EntryType(
    verb="mishaps.judged",
    text="De DPO gaf een oordeel over een mogelijk datalek",
    fields=("report", "verdict"),
    shred=Shred.NOTHING,
)
