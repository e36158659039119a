"""The complainant ends it: withdrawn, or satisfied before the end."""

from datetime import datetime

from gehoor.complaints.models import Complaint
from gehoor.kernel.actors import Actor


def withdraw(complaint: Complaint, *, text: str = "", by: Actor, at: datetime) -> None:
    """The complainant (or the coordinator in their name) takes it back, at any open step. Letter ``complaint_stopped``."""
    raise NotImplementedError


def satisfy(complaint: Complaint, *, text: str = "", by: Actor, at: datetime) -> None:
    """The complainant is satisfied before the end: the duty to go on lapses. Letter ``complaint_stopped``."""
    raise NotImplementedError
