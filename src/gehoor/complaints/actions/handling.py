"""Who investigates: assigning a handler, refusing one, lifting a refusal, declarations."""

from datetime import datetime

from gehoor.complaints.models import Complaint, Declaration
from gehoor.kernel.actors import Actor


def assign_handler(complaint: Complaint, staff_id: int, *, by: Actor, at: datetime) -> None:
    """Make somebody the handler. Refused in words when a name is unsettled or the person is not independent."""
    raise NotImplementedError


def override_conflict(complaint: Complaint, staff_id: int, *, reason: str, by: Actor, at: datetime) -> None:
    """A second person (``complaints.override``, not the coordinator of this complaint) lifts the refusals of one candidate.

    It stays visible in the dossier. Does not assign. Nobody can lift that somebody is named or declared an interest.
    """
    raise NotImplementedError


def declare_not_involved(complaint: Complaint, *, by: Actor, at: datetime, text: str = "") -> Declaration:
    """The handler signs not to be involved."""
    raise NotImplementedError


def declare_interest(complaint: Complaint, *, text: str, by: Actor, at: datetime) -> Declaration:
    """Somebody who handles or coordinates says to be involved: falls away at once, and the complaint waits for a coordinator."""
    raise NotImplementedError
