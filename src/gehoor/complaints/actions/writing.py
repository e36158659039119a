"""Writing with the complainant, and among ourselves."""

from collections.abc import Sequence
from datetime import datetime

from gehoor.complaints.models import Complaint
from gehoor.correspondence.models import Medium, Message
from gehoor.files.models import StoredFile
from gehoor.kernel.actors import Actor


def write_to_complainant(
    complaint: Complaint, *, text: str, by: Actor, at: datetime, files: Sequence[StoredFile] = ()
) -> Message:
    """Handler or coordinator sends the complainant a message."""
    raise NotImplementedError


def hear_complainant(
    complaint: Complaint,
    *,
    text: str,
    by: Actor,
    at: datetime,
    medium: str = Medium.WEB,
    files: Sequence[StoredFile] = (),
) -> Message:
    """Take in what the complainant adds, on the tracking page or told to handler or coordinator."""
    raise NotImplementedError


def add_note(complaint: Complaint, *, text: str, by: Actor, at: datetime, files: Sequence[StoredFile] = ()) -> Message:
    """A note for colleagues who may see the complaint."""
    raise NotImplementedError
