"""Moving the clock of a question, melding or suggestion, as far as the regulation allows; the reporter hears it where it asks.

The hands of the regulation are those of a complaint: the handler is who works on the dossier in its department, the coordinator
who coordinates complaints, the director who advises on them.
"""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from gehoor.dossiers.actions import clock_changes
from gehoor.dossiers.actions.messages import addressee_of, author_of, count_message
from gehoor.dossiers.actions.posting import write_letter
from gehoor.dossiers.lifecycle import KIND_LABELS, Kind
from gehoor.dossiers.models import Deadline, DeadlineChange, Dossier
from gehoor.dossiers.wording import NO_DATE, day_in_words, due_note, until_note
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.errors import Conflict, MoveNotAllowed, NotAllowed, NotFound, RuleViolation
from gehoor.organisation.access import may
from gehoor.regulations.terms import Hand, Term

_PERMISSIONS = {Hand.COORDINATOR: "complaints.coordinate", Hand.DIRECTOR: "complaints.advise"}


@transaction.atomic
def pause_term(dossier: Dossier, code: str, *, reason: str, by: Actor, at: datetime, until: date | None = None) -> None:
    """Stop the clock of a term for a reason of the regulation, up to ``until`` when that is known. Letter ``term_paused``."""
    term = _held(dossier, code)
    _require_hand(by, dossier, term.pauses.hands)
    change = clock_changes.pause(dossier, code, reason=reason, until=until, by=by, at=at)
    if term.pauses.notice_required:
        note = until_note(until, _due_on(change))
        _tell(dossier, "term_paused", term, change, by=by, at=at, reason=change.reason, until_note=note)


@transaction.atomic
def resume_term(dossier: Dossier, code: str, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Let the clock run again from today: end all open pauses, or the one for this reason. Letter ``term_resumed``."""
    term = _held(dossier, code)
    _require_hand(by, dossier, term.pauses.hands)
    row = clock_changes.resume(dossier, code, reason=reason, by=by, at=at)
    if row is None:
        raise RuleViolation("Deze klok staat niet (meer) stil.")
    if term.pauses.notice_required:
        _tell(dossier, "term_resumed", term, None, by=by, at=at, due_note=due_note(row.due_on))


@transaction.atomic
def extend_term(
    dossier: Dossier,
    code: str,
    *,
    reason: str,
    by: Actor,
    at: datetime,
    amount: int | None = None,
    until: date | None = None,
) -> None:
    """Extend a term by an amount or until a day, as far as the regulation allows. Letter ``term_extended``."""
    term = _held(dossier, code)
    _require_hand(by, dossier, [term.extension.approver])
    rows = Deadline.objects.filter(dossier=dossier, term=code, met_on=None, ended_on=None)
    before = rows.values_list("due_on", flat=True).first()
    change = clock_changes.extend(dossier, code, amount=amount, until=until, reason=reason, by=by, at=at)
    if term.extension.notice_required:
        said = {"before": NO_DATE if before is None else day_in_words(before), "reason": change.reason or "–"}
        _tell(dossier, "term_extended", term, change, by=by, at=at, due_note=due_note(_due_on(change)), **said)


@transaction.atomic
def take_back_extension(dossier: Dossier, change_id: int, *, by: Actor, at: datetime) -> None:
    """The extension is not needed after all. Letter ``extension_taken_back``, to who was told of it."""
    found = DeadlineChange.objects.select_related("deadline").filter(pk=change_id, deadline__dossier=dossier).first()
    if found is None:
        raise Conflict("Deze verlenging is er niet (meer).")
    term = _held(dossier, found.deadline.term)
    _require_hand(by, dossier, [term.extension.approver])
    change = clock_changes.take_back_extension(dossier, change_id, by=by, at=at)
    if change.notice_id is not None:
        _tell(dossier, "extension_taken_back", term, None, by=by, at=at, due_note=due_note(_due_on(change)))


def has_hand(actor: Actor, dossier: Dossier, hands: Collection[Hand]) -> bool:
    """Whether it is the act of this person, as the regulation says: one of these hands is enough."""
    works = may(actor, "dossiers.work", department_id=dossier.department_id)
    return any(works if hand is Hand.HANDLER else may(actor, _PERMISSIONS[hand]) for hand in hands)


def _held(dossier: Dossier, code: str) -> Term:
    """The rule of a term, with the dossier locked. Raises NotFound, MoveNotAllowed."""
    row = Dossier.objects.select_for_update().values("kind", "closed_at").get(pk=dossier.pk)
    term = clock_changes.terms_of(dossier).get(code)
    if term is None or row["kind"] == Kind.COMPLAINT:
        raise NotFound("Het reglement van dit dossier kent deze termijn niet.")
    if row["closed_at"] is not None:
        raise MoveNotAllowed("Dit dossier is afgesloten. Er loopt geen klok meer.")
    return term


def _require_hand(by: Actor, dossier: Dossier, hands: Collection[Hand]) -> None:
    if by.kind is not ActorKind.SYSTEM and not has_hand(by, dossier, hands):
        raise NotAllowed("Volgens het reglement mag je dit niet doen.")


def _due_on(change: DeadlineChange) -> date | None:
    return Deadline.objects.values_list("due_on", flat=True).get(pk=change.deadline_id)


def _tell(
    dossier: Dossier, letter: str, term: Term, change: DeadlineChange | None, *, by: Actor, at: datetime, **fields: str
) -> None:
    given = {"reference": dossier.reference, "noun": KIND_LABELS[Kind(dossier.kind)].lower(), "what": term.what.lower()}
    author = author_of(by, dossier.department.name)
    message = write_letter(dossier, letter, given | fields, to=addressee_of(dossier), at=at, author=author)
    count_message(dossier)
    if change is not None:
        DeadlineChange.objects.filter(pk=change.pk).update(notice=message)
