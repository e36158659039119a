"""Moving the clock of a complaint: pause, resume, extend, take back. The complainant hears it where the regulation asks."""

from collections.abc import Callable, Collection
from datetime import date, datetime

from django.db import transaction

from gehoor.complaints.actions.letters import send_letter
from gehoor.complaints.actions.moving import hold, require_coordinator, require_director, require_handler
from gehoor.complaints.models import Complaint
from gehoor.dossiers.actions import clock_changes
from gehoor.dossiers.models import Deadline, DeadlineChange
from gehoor.dossiers.wording import NO_DATE, day_in_words, due_note, until_note
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.errors import Conflict, NotAllowed, NotFound, RuleViolation
from gehoor.regulations.terms import Hand, Term

_CHECKS: dict[Hand, Callable[[Actor, Complaint], None]] = {
    Hand.COORDINATOR: require_coordinator,
    Hand.HANDLER: require_handler,
    Hand.DIRECTOR: require_director,
}


@transaction.atomic
def pause_term(
    complaint: Complaint, code: str, *, reason: str, by: Actor, at: datetime, until: date | None = None
) -> None:
    """Stop the clock of a term for a reason of the regulation, up to ``until`` when that is known. Letter ``term_paused``."""
    hold(complaint)
    term = _term(complaint, code)
    _require_hand(by, complaint, term.pauses.hands)
    change = clock_changes.pause(complaint.dossier, code, reason=reason, until=until, by=by, at=at)
    if term.pauses.notice_required:
        note = until_note(until, _due_on(change))
        _tell(complaint, change, "term_paused", term, by=by, at=at, reason=change.reason, until_note=note)


@transaction.atomic
def resume_term(complaint: Complaint, code: str, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Let the clock run again from today: end all open pauses, or the one for this reason. Letter ``term_resumed``."""
    hold(complaint)
    term = _term(complaint, code)
    _require_hand(by, complaint, term.pauses.hands)
    row = clock_changes.resume(complaint.dossier, code, reason=reason, by=by, at=at)
    if row is None:
        raise RuleViolation("Deze klok staat niet (meer) stil.")
    if term.pauses.notice_required:
        send_letter(complaint, "term_resumed", by=by, at=at, what=term.what.lower(), due_note=due_note(row.due_on))


@transaction.atomic
def extend_term(
    complaint: Complaint,
    code: str,
    *,
    reason: str,
    by: Actor,
    at: datetime,
    amount: int | None = None,
    until: date | None = None,
) -> None:
    """Extend a term by an amount or until a day, as far as the regulation allows. Letter ``term_extended``."""
    hold(complaint)
    term = _term(complaint, code)
    _require_hand(by, complaint, [term.extension.approver])
    before = _due_now(complaint, code)
    change = clock_changes.extend(complaint.dossier, code, amount=amount, until=until, reason=reason, by=by, at=at)
    if term.extension.notice_required:
        said = {"before": NO_DATE if before is None else day_in_words(before), "reason": change.reason or "–"}
        _tell(complaint, change, "term_extended", term, by=by, at=at, due_note=due_note(_due_on(change)), **said)


@transaction.atomic
def take_back_extension(complaint: Complaint, change_id: int, *, by: Actor, at: datetime) -> None:
    """The extension is not needed after all. Letter ``extension_taken_back``, to who was told of it."""
    hold(complaint)
    change = DeadlineChange.objects.filter(pk=change_id, deadline__dossier=complaint.dossier).first()
    if change is None:
        raise Conflict("Deze verlenging is er niet (meer).")
    term = _term(complaint, change.deadline.term)
    _require_hand(by, complaint, [term.extension.approver])
    change = clock_changes.take_back_extension(complaint.dossier, change_id, by=by, at=at)
    if change.notice_id is not None:
        note = due_note(_due_on(change))
        send_letter(complaint, "extension_taken_back", by=by, at=at, what=term.what.lower(), due_note=note)


def _term(complaint: Complaint, code: str) -> Term:
    term = clock_changes.terms_of(complaint.dossier).get(code)
    if term is None:
        raise NotFound("Het reglement van deze klacht kent deze termijn niet.")
    return term


def _require_hand(by: Actor, complaint: Complaint, hands: Collection[Hand]) -> None:
    """Raise unless it is the act of this person, as the regulation says: one of these hands is enough."""
    if by.kind is ActorKind.SYSTEM:
        return
    refusal = NotAllowed("Volgens het reglement mag je dit niet doen.")
    for hand in hands:
        try:
            _CHECKS[hand](by, complaint)
        except NotAllowed as refused:
            refusal = refused
        else:
            return
    raise refusal


def _due_now(complaint: Complaint, code: str) -> date | None:
    found = Deadline.objects.filter(dossier=complaint.dossier, term=code, met_on=None, ended_on=None)
    return found.values_list("due_on", flat=True).first()


def _due_on(change: DeadlineChange) -> date | None:
    return Deadline.objects.values_list("due_on", flat=True).get(pk=change.deadline_id)


def _tell(
    complaint: Complaint, change: DeadlineChange, letter: str, term: Term, *, by: Actor, at: datetime, **fields: str
) -> None:
    message = send_letter(complaint, letter, by=by, at=at, files=(), what=term.what.lower(), **fields)
    DeadlineChange.objects.filter(pk=change.pk).update(notice=message)
