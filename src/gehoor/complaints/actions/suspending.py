"""Waiting for a court or an appeal about the same: the complaint stands in its step until that is over."""

from datetime import datetime

from django.db import transaction

from gehoor.complaints import entries
from gehoor.complaints.actions.letters import send_letter
from gehoor.complaints.actions.moving import hold, note, require_coordinator, staff_id_of, words
from gehoor.complaints.models import Complaint, Suspension
from gehoor.complaints.procedure import Step
from gehoor.complaints.wording import day_or_later, rules_of
from gehoor.dossiers.actions.clock_changes import open_pauses, pause, resume
from gehoor.dossiers.actions.deadlines import running
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import InvalidInput, MoveNotAllowed
from gehoor.regulations.terms import PAUSE_REASONS

BEFORE_THE_PROPOSAL = frozenset(Step) - {Step.REACTION, Step.CLOSING, Step.CLOSED}
_WHY = "appeal"


@transaction.atomic
def suspend(complaint: Complaint, *, kind: str, reason: str, by: Actor, at: datetime) -> Suspension:
    """Wait. The clocks stand still that the regulation lets stand still for this; the others go on. Letter ``suspended``."""
    hold(complaint, BEFORE_THE_PROPOSAL)
    require_coordinator(by, complaint)
    if kind not in Suspension.Kind.values:
        raise InvalidInput("Kies waarop de stad wacht.", field="kind")
    if Suspension.objects.filter(complaint=complaint, ended_at=None).exists():
        raise MoveNotAllowed("Deze klacht is al opgeschort.")
    text = words(reason, field="reason", sentence="Zeg waarom.")
    stopped = clocks_to_stop(complaint, at=at)
    for code in stopped:
        pause(complaint.dossier, code, reason=_WHY, by=by, at=at)
    row = Suspension.objects.create(complaint=complaint, kind=kind, reason=text, by_id=staff_id_of(by), at=at)
    clock = clock_in_words(stops="answer" in stopped)
    kind_label = row.get_kind_display()
    message = send_letter(complaint, "suspended", by=by, at=at, kind=kind_label, text=text, clock=clock)
    note(
        complaint,
        entries.SUSPENDED,
        by=by,
        at=at,
        suspension=row.pk,
        kind=kind,
        message=message.pk,
        paused=list(stopped),
    )
    return row


def clocks_to_stop(complaint: Complaint, *, at: datetime) -> list[str]:
    """The running terms that the regulation lets stand still for a court or an appeal, and that are not late. Two statements at most."""
    terms, today = rules_of(complaint).terms, local_date(at)
    codes = []
    for row in running(complaint.dossier):
        term, late = terms.get(row.term), row.due_on is not None and row.due_on < today
        if term is not None and term.pauses.allows(_WHY) and not late and row.term not in codes:
            codes.append(row.term)
    return codes


def clock_in_words(*, stops: bool) -> str:
    """What the clock of the answer does meanwhile."""
    if stops:
        return "Zolang dat duurt, staat onze klok stil. Ze loopt verder op de dag dat we verdergaan."
    return "Onze termijn loopt intussen door: zo staat het in het reglement."


@transaction.atomic
def resume_complaint(complaint: Complaint, *, outcome: str, by: Actor, at: datetime) -> None:
    """What it waited for is over: the clocks run again. Letter ``resumed``."""
    hold(complaint)
    require_coordinator(by, complaint)
    row = Suspension.objects.filter(complaint=complaint, ended_at=None).first()
    if row is None:
        raise MoveNotAllowed("Deze klacht is niet opgeschort.")
    row.outcome, row.ended_at = words(outcome, field="reason", sentence="Zeg wat ervan gekomen is."), at
    row.save(update_fields=["outcome", "ended_at"])
    for code in {deadline.term for deadline in running(complaint.dossier)}:
        if any(change.reason == PAUSE_REASONS[_WHY] for change in open_pauses(complaint.dossier, code)):
            resume(complaint.dossier, code, reason=PAUSE_REASONS[_WHY], by=by, at=at)
    answer = [deadline for deadline in running(complaint.dossier) if deadline.term == "answer"]
    due = day_or_later(answer[0].due_on if answer else None)
    message = send_letter(complaint, "resumed", by=by, at=at, text=row.outcome, answer_due=due)
    note(complaint, entries.RESUMED, by=by, at=at, suspension=row.pk, message=message.pk)
