"""What the journal says about people, roles and departments."""

from gehoor.journal.entries import EntryType, Shred

MATRIX_LOADED = EntryType(
    verb="organisation.matrix_loaded", text="Rechten geladen", fields=("sha256",), shred=Shred.NOTHING
)
STAFF_ADDED = EntryType(verb="organisation.staff_added", text="Account gemaakt", fields=("staff",), shred=Shred.NOTHING)
ADMIN_INVITED = EntryType(
    verb="organisation.admin_invited", text="Eerste beheerder uitgenodigd", fields=("staff",), shred=Shred.NOTHING
)
ABSENT = EntryType(
    verb="organisation.absent", text="Afwezigheid genoteerd", fields=("absence", "staff", "deputy"), shred=Shred.NOTHING
)
BACK = EntryType(
    verb="organisation.back", text="Afwezigheid ingetrokken", fields=("absence", "staff"), shred=Shred.NOTHING
)
CITY_LOADED = EntryType(
    verb="organisation.city_loaded", text="Stadsbestand geladen", fields=("sha256",), shred=Shred.NOTHING
)
