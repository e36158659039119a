"""The judgement: the coordinator agrees or differs; on a difference the algemeen directeur advises."""

from datetime import datetime

from django.db import transaction

from gehoor.complaints import entries
from gehoor.complaints.actions.answering import approve
from gehoor.complaints.actions.joining import joined_follow
from gehoor.complaints.actions.moving import begin, move, note_decision, note_move, words
from gehoor.complaints.models import Complaint, Judgement
from gehoor.complaints.procedure import ADVISE, AGREE, DECIDE, DIFFER, RETURN_DRAFT
from gehoor.complaints.wording import rules_of
from gehoor.kernel.actors import Actor
from gehoor.kernel.errors import InvalidInput, MoveNotAllowed, NotAllowed


def _draft(complaint: Complaint) -> Judgement:
    """The draft that is on the table."""
    draft = Judgement.objects.filter(complaint=complaint, decided_at=None).order_by("-pk").first()
    if draft is None:
        raise MoveNotAllowed("Er is geen ontwerp van oordeel.")
    return draft


def _known(complaint: Complaint, finding: str) -> str:
    if finding not in rules_of(complaint).findings:
        raise InvalidInput("Kies een bevinding.", field="finding")
    return finding


@transaction.atomic
def return_draft(complaint: Complaint, *, reason: str, by: Actor, at: datetime) -> None:
    """Back to the handler."""
    begin(complaint, RETURN_DRAFT, by=by, at=at, reason=reason)
    move(complaint, RETURN_DRAFT, at=at)
    decision = note_decision(complaint, RETURN_DRAFT, by=by, at=at, reason=words(reason, field="reason"))
    note_move(complaint, entries.DRAFT_RETURNED, by=by, at=at, **decision)


@transaction.atomic
def agree(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """The coordinator agrees with the draft."""
    begin(complaint, AGREE, by=by, at=at)
    draft = _draft(complaint)
    draft.decided_finding, draft.decided_at = draft.draft_finding, at
    draft.save(update_fields=["decided_finding", "decided_at"])
    approve(complaint, by=by, at=at)
    move(complaint, AGREE, at=at)
    decision = note_decision(complaint, AGREE, by=by, at=at)
    note_move(complaint, entries.AGREED, by=by, at=at, judgement=draft.pk, **decision)
    joined_follow(complaint, by=by, at=at)


@transaction.atomic
def differ(complaint: Complaint, *, finding: str, text: str, by: Actor, at: datetime) -> None:
    """The coordinator sees it otherwise: both views go to the algemeen directeur for advice."""
    begin(complaint, DIFFER, by=by, at=at, reason=text)
    draft = _draft(complaint)
    draft.differs, draft.other_finding, draft.other_text = True, _known(complaint, finding), words(text)
    draft.differed_by_id, draft.differed_at = by.id, at
    draft.advice_text, draft.advised_by, draft.advised_at = "", None, None
    draft.save()
    move(complaint, DIFFER, at=at)
    decision = note_decision(complaint, DIFFER, by=by, at=at, reason=draft.other_text)
    note_move(complaint, entries.DIFFERED, by=by, at=at, judgement=draft.pk, **decision)


@transaction.atomic
def advise(complaint: Complaint, *, text: str, by: Actor, at: datetime) -> None:
    """The algemeen directeur gives advice (``complaints.advise``)."""
    begin(complaint, ADVISE, by=by, at=at, reason=text)
    draft = _draft(complaint)
    if by.id in (draft.drafted_by_id, draft.differed_by_id) and by.id != complaint.coordinator_id:
        raise NotAllowed("Wie zelf een mening gaf, kan er geen advies over geven.")
    draft.advice_text, draft.advised_by_id, draft.advised_at = words(text), by.id, at
    draft.save(update_fields=["advice_text", "advised_by", "advised_at"])
    move(complaint, ADVISE, at=at)
    decision = note_decision(complaint, ADVISE, by=by, at=at, reason=draft.advice_text)
    note_move(complaint, entries.ADVISED, by=by, at=at, judgement=draft.pk, **decision)


@transaction.atomic
def decide(complaint: Complaint, *, finding: str, reason: str, by: Actor, at: datetime) -> None:
    """The coordinator decides after the advice."""
    begin(complaint, DECIDE, by=by, at=at, reason=reason)
    draft = _draft(complaint)
    draft.decided_finding, draft.decided_at = _known(complaint, finding), at
    draft.save(update_fields=["decided_finding", "decided_at"])
    approve(complaint, by=by, at=at)
    move(complaint, DECIDE, at=at)
    decision = note_decision(complaint, DECIDE, by=by, at=at, reason=words(reason, field="reason"))
    note_move(complaint, entries.DECIDED, by=by, at=at, judgement=draft.pk, finding=finding, **decision)
    joined_follow(complaint, by=by, at=at)
