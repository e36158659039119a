"""The proposal, the reaction, and closing."""

from collections.abc import Sequence
from datetime import datetime

from gehoor.complaints.models import Complaint, Proposal
from gehoor.complaints.procedure import Reaction
from gehoor.files.models import StoredFile
from gehoor.kernel.actors import Actor


def send_proposal(
    complaint: Complaint, *, text: str, by: Actor, at: datetime, files: Sequence[StoredFile] = ()
) -> Proposal:
    """Propose a solution to the complainant. Letter ``proposal``; meets the term ``answer``, starts ``reaction``."""
    raise NotImplementedError


def react(complaint: Complaint, reaction: Reaction, *, reason: str = "", by: Actor, at: datetime) -> None:
    """The complainant accepts or refuses (a refusal asks for a reason), or the coordinator notes what they said."""
    raise NotImplementedError


def note_no_reaction(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """The complainant said nothing within the term. Refused while the term runs."""
    raise NotImplementedError


def close(
    complaint: Complaint,
    *,
    finding: str,
    resolution: str,
    norms: Sequence[str] = (),
    measures: str = "",
    learnt: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Close with finding, resolution, norms, measures and what was learnt. Letter ``closing``, which names the second line."""
    raise NotImplementedError
