"""Asking somebody outside the city because of a complaint. By who handles or coordinates it; the answer is an exhibit."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from gehoor.complaints.actions.moving import hold, require_handler_or_coordinator
from gehoor.complaints.models import Complaint
from gehoor.complaints.procedure import Step
from gehoor.dossiers.actions import inquiring
from gehoor.dossiers.actions.inquiring import Asking
from gehoor.dossiers.models import Inquiry
from gehoor.files.models import StoredFile
from gehoor.kernel.actors import Actor

_EVERY_STEP = frozenset(Step)


@transaction.atomic
def ask_outside(
    complaint: Complaint, asking: Asking, *, by: Actor, at: datetime, files: Sequence[StoredFile] = ()
) -> Inquiry:
    """Mail somebody a question with a personal link, while the complaint is open. See :func:`inquiring.ask_outside`."""
    hold(complaint)
    require_handler_or_coordinator(by, complaint)
    return inquiring.ask_outside(complaint.dossier, asking, by=by, at=at, files=files)


@transaction.atomic
def share_answer(complaint: Complaint, inquiry: Inquiry, *, by: Actor, at: datetime) -> None:
    """Put the answer in the message to the complainant that is being written; nothing is sent."""
    hold(complaint)
    require_handler_or_coordinator(by, complaint)
    inquiring.share_answer(inquiry, by=by, at=at)


@transaction.atomic
def give_more_time(complaint: Complaint, inquiry: Inquiry, due_on: date, *, by: Actor, at: datetime) -> None:
    """A later last day."""
    hold(complaint, _EVERY_STEP)
    require_handler_or_coordinator(by, complaint)
    inquiring.give_more_time(inquiry, due_on, by=by, at=at)


@transaction.atomic
def close_inquiry(complaint: Complaint, inquiry: Inquiry, *, by: Actor, at: datetime) -> None:
    """Nobody answers any more."""
    hold(complaint, _EVERY_STEP)
    require_handler_or_coordinator(by, complaint)
    inquiring.close_inquiry(inquiry, by=by, at=at)


@transaction.atomic
def withdraw_inquiry(complaint: Complaint, inquiry: Inquiry, *, by: Actor, at: datetime) -> None:
    """Their link shows nothing any more."""
    hold(complaint, _EVERY_STEP)
    require_handler_or_coordinator(by, complaint)
    inquiring.withdraw_inquiry(inquiry, by=by, at=at)
