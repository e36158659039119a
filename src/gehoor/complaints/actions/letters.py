"""Sending a letter about a complaint: the fields that every letter shares, the count on the dossier."""

from collections.abc import Sequence
from datetime import datetime

from gehoor.complaints.models import Complaint
from gehoor.complaints.wording import way_on
from gehoor.correspondence.actions import CITY, UNDO, Addressee, Author
from gehoor.correspondence.letters import letter
from gehoor.correspondence.models import Message
from gehoor.dossiers.actions.messages import addressee_of, count_message
from gehoor.dossiers.actions.posting import write_letter
from gehoor.dossiers.models import Held
from gehoor.files.models import StoredFile
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import local_date
from gehoor.organisation.access import may


def send_letter(
    complaint: Complaint,
    code: str,
    *,
    by: Actor,
    at: datetime,
    files: Sequence[StoredFile] = (),
    **fields: str,
) -> Message:
    """Queue a letter to the complainant, in the caller's transaction. The second line is named when the letter asks for it."""
    to = addressee_of(complaint.dossier)
    message = first_letter(complaint, code, to=to, by=by, at=at, files=files, **fields)
    count_message(complaint.dossier)
    return message


def first_letter(
    complaint: Complaint,
    code: str,
    *,
    to: Addressee,
    by: Actor,
    at: datetime,
    files: Sequence[StoredFile] = (),
    **fields: str,
) -> Message:
    """The same for a dossier that begins: who it goes to is known, and the row counts it already."""
    given = {"reference": complaint.dossier.reference, "noun": "klacht", **fields}
    if letter(code).names_second_line:
        given["second_line"] = way_on(complaint, code, day=local_date(at))
    author, poster_id = _author(by, complaint), complaint.coordinator_id
    return write_letter(complaint.dossier, code, given, to=to, at=at, author=author, files=files, poster_id=poster_id)


def hold_message(
    complaint: Complaint, text: str, *, by: Actor, at: datetime, files: Sequence[StoredFile] = ()
) -> Message:
    """A message in one's own words, which leaves a little later: until then it can be taken back."""
    message = write_letter(
        complaint.dossier,
        "message",
        {"reference": complaint.dossier.reference, "text": text},
        to=addressee_of(complaint.dossier),
        at=at,
        author=_author(by, complaint),
        files=files,
        poster_id=complaint.coordinator_id,
        held_until=at + UNDO,
    )
    Held.objects.create(message=message, dossier=complaint.dossier, text=text)
    count_message(complaint.dossier)
    return message


def _author(by: Actor, complaint: Complaint) -> Author:
    """Who handles or coordinates signs; what leaves because somebody else registered it comes from the city."""
    if not by.is_staff or not (by.id == complaint.handler_id or _coordinates(by, complaint)):
        return CITY
    title = "onderzoekt je klacht" if by.id == complaint.handler_id else "klachtencoördinatie"
    return Author(by.name, title, by.id)


def _coordinates(by: Actor, complaint: Complaint) -> bool:
    return by.id == complaint.coordinator_id or may(by, "complaints.coordinate")
