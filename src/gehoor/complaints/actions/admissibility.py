"""May this complaint be handled? The coordinator says so, with reasons, and the complainant hears it by letter."""

from collections.abc import Sequence
from datetime import datetime

from gehoor.complaints.models import Complaint
from gehoor.correspondence.models import Medium
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.models import Dossier
from gehoor.files.models import StoredFile
from gehoor.kernel.actors import Actor


def admit(complaint: Complaint, *, reason: str, by: Actor, at: datetime) -> None:
    """Declare the complaint admissible: the investigation starts. Letter ``admitted``; meets the term ``admissibility``."""
    raise NotImplementedError


def reject(
    complaint: Complaint, *, grounds: Sequence[str], reason: str, refer_to: str = "", by: Actor, at: datetime
) -> None:
    """Declare it inadmissible on these grounds (codes of the regulation). Letter ``rejected`` with the second line; closes it.

    ``refer_to``: where to go instead, in words; empty takes what the regulation says for these grounds.
    """
    raise NotImplementedError


def requalify(
    complaint: Complaint, *, new_kind: Kind, reason: str, department_id: int | None = None, by: Actor, at: datetime
) -> Dossier:
    """It is no complaint: go on with it as something else, in a new dossier that was received on the same day.

    Returns the new dossier. Letter ``requalified``; closes the complaint.
    """
    raise NotImplementedError


def send_to_first_line(complaint: Complaint, *, reason: str, by: Actor, at: datetime) -> None:
    """Let the department concerned try first, in the term ``first_line``. It gets a task, and does not see the complaint."""
    raise NotImplementedError


def come_back(complaint: Complaint, *, text: str = "", by: Actor, at: datetime) -> None:
    """The first line did not solve it, says the complainant or the coordinator: the procedure goes on."""
    raise NotImplementedError


def ask_clarification(complaint: Complaint, *, question: str, by: Actor, at: datetime) -> None:
    """Ask the complainant what is missing. Letter ``clarification_asked``; the answer clock stops where the regulation lets it."""
    raise NotImplementedError


def clarify(
    complaint: Complaint,
    *,
    text: str,
    by: Actor,
    at: datetime,
    files: Sequence[StoredFile] = (),
    medium: str = Medium.WEB,
) -> None:
    """Take in the answer, by the complainant or noted by the coordinator. The clock goes on."""
    raise NotImplementedError
