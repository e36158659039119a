"""Taking back a message before it leaves."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from gehoor.complaints.access import complaint_for
from gehoor.complaints.actions import take_back_message as take_back_from_complaint
from gehoor.desk.composing import BACK
from gehoor.desk.doors import DeskRequest, ordinary_dossier_for, see_other, staff_only
from gehoor.dossiers.actions.taking_back import take_back_message
from gehoor.kernel.clock import now
from gehoor.kernel.errors import Conflict


@staff_only
@require_POST
def take_back(request: DeskRequest, reference: str, message_id: UUID) -> HttpResponse:
    """A message about an ordinary dossier."""
    found = ordinary_dossier_for(request.actor, reference)
    return _done(request, "desk:dossier", take_back_message, found, message_id)


@staff_only
@require_POST
def take_back_complaint(request: DeskRequest, reference: str, message_id: UUID) -> HttpResponse:
    """A message about a complaint."""
    found = complaint_for(request.actor, reference, at=now())
    return _done(request, "desk:complaint", take_back_from_complaint, found, message_id)


def _done(request: DeskRequest, page: str, undo: Any, found: Any, message_id: UUID) -> HttpResponse:
    reference = getattr(found, "dossier", found).reference
    try:
        undo(found, message_id, by=request.actor, at=now())
    except Conflict as refusal:
        messages.error(request, refusal.message)
        return see_other(page, reference, anchor="nieuwste")
    messages.success(request, BACK)
    return see_other(page, reference, anchor="schrijven")
