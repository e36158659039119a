"""Writing with the complainant, and among ourselves."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gehoor.complaints.actions.letters import hold_message
from gehoor.complaints.actions.moving import hold, is_complainant, require_handler_or_coordinator, words
from gehoor.complaints.models import Complaint
from gehoor.complaints.procedure import Step
from gehoor.correspondence.models import Medium, Message
from gehoor.dossiers.actions.messages import add_note as keep_note
from gehoor.dossiers.actions.messages import hear_reporter
from gehoor.dossiers.actions.taking_back import undo_message
from gehoor.dossiers.actions.unsent import keep_unsent
from gehoor.dossiers.entries import MESSAGE_SENT
from gehoor.files.models import StoredFile
from gehoor.journal.entries import dossier_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.errors import NotAllowed


@transaction.atomic
def write_to_complainant(
    complaint: Complaint, *, text: str, by: Actor, at: datetime, files: Sequence[StoredFile] = ()
) -> Message:
    """Handler or coordinator sends the complainant a message; until it leaves it can be taken back."""
    hold(complaint)
    require_handler_or_coordinator(by, complaint)
    message = hold_message(complaint, words(text), by=by, at=at, files=files)
    record(MESSAGE_SENT, dossier_chain(complaint.pk), by=by, at=at, message=message.pk, asks=False)
    return message


@transaction.atomic
def take_back_message(complaint: Complaint, public_id: UUID, *, by: Actor, at: datetime) -> None:
    """Handler or coordinator takes back a message that has not left; its text is theirs again."""
    hold(complaint, frozenset(Step))
    require_handler_or_coordinator(by, complaint)
    undo_message(complaint.dossier, public_id, by=by, at=at)


@transaction.atomic
def keep_for_later(complaint: Complaint, *, text: str, by: Actor, at: datetime) -> None:
    """Handler or coordinator keeps what they are writing to the complainant, for themselves."""
    hold(complaint)
    require_handler_or_coordinator(by, complaint)
    keep_unsent(complaint.dossier, text=text, by=by, at=at)


@transaction.atomic
def hear_complainant(
    complaint: Complaint,
    *,
    text: str,
    by: Actor,
    at: datetime,
    medium: str = Medium.WEB,
    files: Sequence[StoredFile] = (),
) -> Message:
    """Take in what the complainant adds, on the tracking page or told to handler or coordinator. A closed complaint takes it too."""
    hold(complaint, frozenset(Step))
    if by.kind is not ActorKind.CITIZEN:
        require_handler_or_coordinator(by, complaint)
    elif not is_complainant(by, complaint):
        raise NotAllowed("Dit is niet jouw klacht.")
    return hear_reporter(complaint.dossier, text=text, by=by, at=at, medium=medium, files=files)


@transaction.atomic
def add_note(complaint: Complaint, *, text: str, by: Actor, at: datetime, files: Sequence[StoredFile] = ()) -> Message:
    """A note for colleagues who may see the complaint. By handler or coordinator."""
    hold(complaint, frozenset(Step))
    require_handler_or_coordinator(by, complaint)
    return keep_note(complaint.dossier, text=text, by=by, at=at, files=files)
