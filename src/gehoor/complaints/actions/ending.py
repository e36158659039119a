"""The complainant ends it: withdrawn, or satisfied before the end."""

from datetime import datetime

from django.db import transaction

from gehoor.complaints import entries
from gehoor.complaints.actions.committing import begin_following, follow_what_was_told
from gehoor.complaints.actions.joining import part_all
from gehoor.complaints.actions.letters import send_letter
from gehoor.complaints.actions.moving import begin, move, note_decision, note_move
from gehoor.complaints.actions.tidying import nothing_waits
from gehoor.complaints.answering_words import SATISFIED, WITHDRAWN, with_promises
from gehoor.complaints.commitments import lines_of
from gehoor.complaints.models import Complaint
from gehoor.complaints.procedure import SATISFY, WITHDRAW, Move
from gehoor.dossiers.actions.deadlines import end
from gehoor.dossiers.actions.messages import optional
from gehoor.journal.entries import EntryType
from gehoor.kernel.actors import Actor


@transaction.atomic
def withdraw(complaint: Complaint, *, text: str = "", by: Actor, at: datetime) -> None:
    """The complainant (or the coordinator in their name) takes it back, at any open step. Letter ``complaint_stopped``."""
    _stop(complaint, WITHDRAW, entries.WITHDRAWN, WITHDRAWN, text, by=by, at=at)


@transaction.atomic
def satisfy(complaint: Complaint, *, text: str = "", by: Actor, at: datetime) -> None:
    """The complainant is satisfied before the end: the duty to go on lapses. Letter ``complaint_stopped``."""
    _stop(complaint, SATISFY, entries.SATISFIED, SATISFIED, text, by=by, at=at)


def _stop(complaint: Complaint, row: Move, entry: EntryType, why: str, text: str, *, by: Actor, at: datetime) -> None:
    begin(complaint, row, by=by, at=at)
    part_all(complaint, by=by, at=at)
    nothing_waits(complaint, by=by, at=at)
    move(complaint, row, at=at)
    end(complaint.dossier, by=by, at=at)
    follows = begin_following if row is SATISFY else follow_what_was_told
    follows(complaint, by=by, at=at)
    decision = note_decision(complaint, row, by=by, at=at, reason=optional(text))
    message = send_letter(complaint, "complaint_stopped", by=by, at=at, text=with_promises(why, lines_of(complaint.pk)))
    note_move(complaint, entry, by=by, at=at, message=message.pk, **decision)
