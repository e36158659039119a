"""How a complaint begins."""

from collections.abc import Sequence
from datetime import datetime

from gehoor.complaints.models import Complaint
from gehoor.correspondence.models import Medium
from gehoor.dossiers.actions.intake import Receipt, Reporter, Submission
from gehoor.dossiers.models import Dossier
from gehoor.files.models import StoredFile
from gehoor.kernel.actors import Actor


def lodge(submission: Submission, *, by: Actor, at: datetime) -> Receipt:
    """File a formal complaint at once: on the portal, or registered by staff (``dossiers.register``).

    ``submission.kind`` is COMPLAINT; its ``named``, ``wished_outcome`` and ``concerned_department_id`` are used. The same key twice
    gives the same complaint. Raises InvalidInput (``field`` says which) when the regulation asks for more than was given.
    """
    raise NotImplementedError


def lodge_from(
    dossier: Dossier,
    *,
    text: str = "",
    wished_outcome: str = "",
    named: Sequence[str] = (),
    completed: Reporter | None = None,
    files: Sequence[StoredFile] = (),
    medium: str = Medium.WEB,
    by: Actor,
    at: datetime,
) -> Complaint:
    """One step from a first-line dossier to a formal complaint, by its reporter or by staff who hears them say so.

    Everything told goes along. Its clock starts now. Twice gives the same complaint, as long as that is open.
    ``completed`` fills in what the regulation asks of a complainant and is missing (see ``queries.missing_for_complaint``).
    The first-line dossier stays open while work remains (it is not answered yet, or has an open task), otherwise it is closed.
    """
    raise NotImplementedError


def name_as_complaint(
    dossier: Dossier, *, concerned_department_id: int | None = None, by: Actor, at: datetime
) -> Complaint:
    """Triage says: what came in is a formal complaint. Its clocks run from the receipt of the dossier, which is closed."""
    raise NotImplementedError
