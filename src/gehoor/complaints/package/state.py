"""How far the package of a complaint is, for the pages of the desk and of the second line."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from gehoor.complaints import entries
from gehoor.complaints.models import Complaint, Package
from gehoor.files.models import StoredFile
from gehoor.journal.entries import dossier_chain
from gehoor.journal.models import Entry

LOST_AFTER: Final = timedelta(minutes=10)
"""A package that was asked for this long ago and is not ready may be asked for again."""

_NOTHING_NEW = (entries.PACKAGE_MADE.verb, entries.PACKAGE_FETCHED.verb, entries.REFERRAL_OPENED.verb)


@dataclass(frozen=True)
class PackageState:
    """What a page shows. ``stale``: the dossier changed since it was made; ``busy``: it is being made."""

    state: str
    done: int = 0
    total: int = 0
    failure: str = ""
    made_at: datetime | None = None
    file: StoredFile | None = None
    stale: bool = False

    @property
    def busy(self) -> bool:
        """Asked for, and not ready yet."""
        return self.state in (Package.State.WAITING, Package.State.MAKING)

    @property
    def ready(self) -> bool:
        """It can be fetched, and holds everything up to now."""
        return self.state == Package.State.READY and not self.stale

    @property
    def failed(self) -> bool:
        """It could not be made."""
        return self.state == Package.State.FAILED


def package_of(complaint: Complaint) -> PackageState:
    """Where the package of this complaint stands. Two statements."""
    row = Package.objects.select_related("file").filter(complaint=complaint).first()
    if row is None:
        return PackageState("")
    stale = row.state == Package.State.READY and last_entry(complaint) > row.covers
    return PackageState(row.state, row.done, row.total, row.failure, row.made_at, row.file, stale)


def last_entry(complaint: Complaint) -> int:
    """The id of the last thing that happened to the complaint, or to the first-line dossier it came from. One statement.

    That a package was made or fetched, or the referral opened, is nothing new for the package.
    """
    first_line = complaint.dossier.arises_from_id
    chains = [dossier_chain(complaint.pk)] + ([] if first_line is None else [dossier_chain(first_line)])
    found = Entry.objects.filter(chain__in=chains).exclude(verb__in=_NOTHING_NEW)
    return found.order_by("-pk").values_list("pk", flat=True).first() or 0
