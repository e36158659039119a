"""What the city promises with its answer: noted before it leaves, followed afterwards, each change of it told to the complainant."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.db.models import Max

from gehoor.complaints import entries
from gehoor.complaints.actions.answering import WRITING
from gehoor.complaints.actions.letters import send_letter
from gehoor.complaints.actions.moving import hold, note, require_coordinator, require_handler_or_coordinator, words
from gehoor.complaints.commitments import LIVE, commitment_behind
from gehoor.complaints.conflicts import coordinators_for
from gehoor.complaints.models import Complaint
from gehoor.complaints.procedure import Step
from gehoor.complaints.promised import Commitment, CommitmentChange
from gehoor.dossiers.actions.posting import require_finish
from gehoor.dossiers.actions.tasks import add_work
from gehoor.dossiers.entries import WORK_DONE
from gehoor.dossiers.models import WorkItem
from gehoor.dossiers.wording import day_in_words
from gehoor.journal.entries import Value, dossier_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import SYSTEM, Actor
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import Conflict, InvalidInput, MoveNotAllowed, NotFound
from gehoor.kernel.sweeping import one_by_one
from gehoor.organisation.models import Department, Staff

MOST_COMMITMENTS = 20
LONGEST = 300
FURTHEST_YEARS = 5
AT_ONCE = 500
_EVERY_STEP = frozenset(Step)


@transaction.atomic
def commit_to(
    complaint: Complaint, *, text: str, department_id: int, due_on: date, by: Actor, at: datetime
) -> Commitment:
    """Note what a department will still do, by when. The complainant reads it in the next letter; at the end it becomes work."""
    hold(complaint, WRITING)
    _require_writing(by, complaint)
    last = Commitment.objects.filter(complaint=complaint).aggregate(last=Max("number"))["last"] or 0
    if last >= MOST_COMMITMENTS:
        raise InvalidInput(f"Een klacht heeft hoogstens {MOST_COMMITMENTS} toezeggingen.")
    row = Commitment.objects.create(
        complaint=complaint,
        number=last + 1,
        text=_text(text),
        department=_department(department_id),
        due_on=_day(due_on, at=at),
        by_id=by.id if by.is_staff else None,
        at=at,
    )
    note(complaint, entries.COMMITMENT_ADDED, by=by, at=at, commitment=row.pk, number=row.number, due_on=row.due_on)
    return row


@transaction.atomic
def change_commitment(
    complaint: Complaint, number: int, *, text: str, department_id: int, due_on: date, by: Actor, at: datetime
) -> Commitment:
    """Word it otherwise, or give it to another department or day, while the complainant does not know of it yet."""
    hold(complaint, WRITING)
    _require_writing(by, complaint)
    row = _live(complaint, number)
    if row.told_at is not None:
        raise MoveNotAllowed("De klager kent deze toezegging al. Stel ze uit of trek ze in, met een reden.")
    row.text, row.department, row.due_on = _text(text), _department(department_id), _day(due_on, at=at)
    row.save(update_fields=["text", "department", "due_on"])
    note(complaint, entries.COMMITMENT_EDITED, by=by, at=at, commitment=row.pk, number=number, due_on=row.due_on)
    return row


@transaction.atomic
def postpone_commitment(
    complaint: Complaint, number: int, *, due_on: date, reason: str, by: Actor, at: datetime
) -> Commitment:
    """Give it a later day, with a reason. Letter ``commitment_moved``. By the coordinator, also when the complaint is closed."""
    hold(complaint, _EVERY_STEP)
    require_coordinator(by, complaint)
    row = _live(complaint, number)
    if row.told_at is None:
        raise MoveNotAllowed("De klager kent deze toezegging nog niet: verander ze gewoon.")
    why = words(reason, field="reason", sentence="Zeg waarom.")
    before = row.due_on
    if _day(due_on, at=at) <= before:
        raise InvalidInput(f"Kies een dag na {day_in_words(before)}.", field="due_on")
    _keep_change(row, after=due_on, reason=why, by=by, at=at)
    _end_late_task(row, "De toezegging kreeg een latere datum.", by=by, at=at)
    row.due_on, row.late_told_at, row.late_item = due_on, None, None
    row.save(update_fields=["due_on", "late_told_at", "late_item"])
    WorkItem.objects.filter(commitment=row.pk, done_at=None).update(due_on=due_on)
    message = send_letter(
        complaint,
        "commitment_moved",
        by=by,
        at=at,
        promised=row.text,
        text=why,
        before=day_in_words(before),
        due_on=day_in_words(due_on),
    )
    fact: dict[str, Value] = {"commitment": row.pk, "number": number, "before": before, "due_on": due_on}
    note(complaint, entries.COMMITMENT_MOVED, by=by, at=at, message=message.pk, **fact)
    return row


@transaction.atomic
def withdraw_commitment(complaint: Complaint, number: int, *, reason: str, by: Actor, at: datetime) -> Commitment:
    """The city will not do it, with a reason. Who was told of it gets the letter ``commitment_withdrawn``; what it was stays."""
    hold(complaint, _EVERY_STEP)
    row = _live(complaint, number)
    if row.told_at is None and complaint.step in WRITING:
        _require_writing(by, complaint)
    else:
        require_coordinator(by, complaint)
    why = words(reason, field="reason", sentence="Zeg waarom.")
    if row.told_at is None:
        drop(row, reason=why, by=by, at=at)
        return row
    _withdrawn(row, reason=why, by=by, at=at)
    outcome = "De klachtencoördinatie trok deze toezegging in."
    _end_task(row.work_item_id, outcome, complaint_id=complaint.pk, by=by, at=at)
    _end_late_task(row, "De toezegging is ingetrokken.", by=by, at=at)
    message = send_letter(complaint, "commitment_withdrawn", by=by, at=at, promised=row.text, text=why)
    note(
        complaint,
        entries.COMMITMENT_WITHDRAWN,
        by=by,
        at=at,
        commitment=row.pk,
        number=number,
        message=message.pk,
    )
    return row


def drop(row: Commitment, *, reason: str, by: Actor, at: datetime) -> None:
    """It falls away before the complainant knew of it: nobody is told."""
    _withdrawn(row, reason=reason, by=by, at=at)
    note(row.complaint, entries.COMMITMENT_DROPPED, by=by, at=at, commitment=row.pk, number=row.number)


@transaction.atomic
def keep_commitment(item: WorkItem, *, word: str, by: Actor, at: datetime) -> None:
    """The department did it and says so, in words that the complainant reads. Letter ``commitment_kept``. Twice raises Conflict."""
    require_finish(by, item)
    row = commitment_behind(item)
    if row is None:
        raise NotFound("We vinden deze toezegging niet.")
    complaint = row.complaint
    hold(complaint, _EVERY_STEP)
    said = words(word, field="outcome", sentence="Schrijf wat er gedaan is: de klager leest dit.")
    kept = Commitment.objects.filter(LIVE, pk=row.pk).update(kept_at=at, kept_by_id=by.id, kept_text=said)
    if not kept:
        raise Conflict("Dit is intussen al gedaan of ingetrokken.")
    row.refresh_from_db(fields=["late_item", "due_on"])
    _end_task(item.pk, said, complaint_id=complaint.pk, by=by, at=at)
    _end_late_task(row, "De toezegging is nagekomen.", by=by, at=at)
    name = row.department.name
    message = send_letter(complaint, "commitment_kept", by=by, at=at, promised=row.text, department=name, text=said)
    fact: dict[str, Value] = {"commitment": row.pk, "number": row.number, "work_item": item.pk}
    note(complaint, entries.COMMITMENT_KEPT, by=by, at=at, message=message.pk, **fact)


def told_of(complaint: Complaint, *, at: datetime) -> None:
    """A letter names what is promised: from now on the complainant counts on it. In the caller's transaction."""
    Commitment.objects.filter(LIVE, complaint=complaint, told_at=None).update(told_at=at)


def begin_following(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """The complaint ends: everything that is promised becomes work of its department. In the caller's transaction."""
    told_of(complaint, at=at)
    _follow(complaint, Commitment.objects.filter(LIVE, complaint=complaint), by=by, at=at)


def follow_what_was_told(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """The complaint ends without an answer: what the complainant was told stays a promise, the rest falls away."""
    for row in Commitment.objects.filter(LIVE, complaint=complaint, told_at=None):
        drop(row, reason="De klacht werd afgesloten zonder antwoord.", by=by, at=at)
    _follow(complaint, Commitment.objects.filter(LIVE, complaint=complaint), by=by, at=at)


def _follow(complaint: Complaint, rows: Iterable[Commitment], *, by: Actor, at: datetime) -> None:
    for row in list(rows):
        row.work_item = add_work(
            complaint.dossier,
            kind=WorkItem.Kind.COMMITMENT,
            title=row.text,
            department=row.department,
            due_on=row.due_on,
            by=by,
            at=at,
        )
        row.save(update_fields=["work_item"])
        fact: dict[str, Value] = {
            "commitment": row.pk,
            "number": row.number,
            "due_on": row.due_on,
            "work_item": row.work_item.pk,
        }
        note(complaint, entries.COMMITMENT_MADE, by=by, at=at, **fact)


def copy_to(complaint: Complaint, main: Complaint, *, by: Actor, at: datetime) -> None:
    """What is promised in the complaint that this one is joined to, is promised here too, unless it stands here already."""
    here = set(Commitment.objects.filter(complaint=complaint).values_list("text", flat=True))
    last = Commitment.objects.filter(complaint=complaint).aggregate(last=Max("number"))["last"] or 0
    theirs = Commitment.objects.filter(LIVE, complaint=main).exclude(text__in=here)
    for number, one in enumerate(theirs, last + 1):
        kept = {"text": one.text, "department_id": one.department_id, "due_on": one.due_on, "by_id": one.by_id}
        row = Commitment.objects.create(complaint=complaint, number=number, at=at, **kept)
        note(complaint, entries.COMMITMENT_ADDED, by=by, at=at, commitment=row.pk, number=number, due_on=row.due_on)


def tell_late_commitments(*, at: datetime) -> int:
    """Tell who was promised something that it is late, once for each day that passed, and give the coordinator a task.

    Returns how many were told.
    """
    waiting = Commitment.objects.filter(LIVE, work_item__isnull=False, late_told_at=None, due_on__lt=local_date(at))
    rows = waiting.select_related("complaint__dossier__thread", "complaint__coordinator", "department")
    return one_by_one(list(rows.order_by("due_on", "pk")[:AT_ONCE]), partial(_tell_late, at=at))


def late_task(number: int, late: str, department: str) -> str:
    """What the coordinator has to do then."""
    return f"Toezegging {number} is niet nagekomen tegen {late}. Spreek {department} aan, of stel ze uit."


@transaction.atomic
def _tell_late(row: Commitment, *, at: datetime) -> bool:
    complaint = row.complaint
    hold(complaint, _EVERY_STEP)
    still = Commitment.objects.filter(LIVE, pk=row.pk, late_told_at=None, due_on=row.due_on)
    if not still.update(late_told_at=at):
        return False
    late = day_in_words(row.due_on)
    item = add_work(
        complaint.dossier,
        kind=WorkItem.Kind.TASK,
        title=late_task(row.number, late, row.department.name),
        department=complaint.dossier.department,
        assignee=_coordinator_still(complaint),
        due_on=local_date(at),
        by=SYSTEM,
        at=at,
    )
    Commitment.objects.filter(pk=row.pk).update(late_item=item)
    name = row.department.name
    message = send_letter(
        complaint, "commitment_late", by=SYSTEM, at=at, promised=row.text, department=name, due_on=late
    )
    fact: dict[str, Value] = {"commitment": row.pk, "number": row.number, "due_on": row.due_on, "work_item": item.pk}
    note(complaint, entries.COMMITMENT_LATE, by=SYSTEM, at=at, message=message.pk, **fact)
    return True


def _coordinator_still(complaint: Complaint) -> Staff | None:
    """The coordinator when still there and independent, or else another; nobody: then it is for the department that answers."""
    present = {person.staff_id for person in coordinators_for(complaint)}
    if complaint.coordinator_id in present:
        return complaint.coordinator
    return Staff.objects.filter(pk__in=present).order_by("pk").first()


def _require_writing(by: Actor, complaint: Complaint) -> None:
    """While investigating the handler may; afterwards the coordinator alone, as for the rest of the answer."""
    if complaint.step == Step.INVESTIGATION:
        require_handler_or_coordinator(by, complaint)
    else:
        require_coordinator(by, complaint)


def _live(complaint: Complaint, number: int) -> Commitment:
    row = Commitment.objects.filter(complaint=complaint, number=number).select_related("department").first()
    if row is None:
        raise NotFound("We vinden deze toezegging niet bij deze klacht.")
    if row.kept_at is not None:
        raise Conflict("Deze toezegging is al nagekomen.")
    if row.withdrawn_at is not None:
        raise Conflict("Deze toezegging is al ingetrokken.")
    row.complaint = complaint
    return row


def _text(text: str) -> str:
    said = words(text, sentence="Schrijf wat de stad nog doet.")
    if len(said) > LONGEST:
        raise InvalidInput(f"Schrijf hoogstens {LONGEST} tekens.", field="text")
    return said


def _day(due_on: date, *, at: datetime) -> date:
    today = local_date(at)
    if due_on < today:
        raise InvalidInput("Deze dag is al voorbij. Kies vandaag of later.", field="due_on")
    if due_on.year > today.year + FURTHEST_YEARS:
        raise InvalidInput(f"Kies een dag binnen {FURTHEST_YEARS} jaar.", field="due_on")
    return due_on


def _department(pk: int) -> Department:
    found = Department.objects.filter(pk=pk, is_active=True).first()
    if found is None:
        raise InvalidInput("Kies een dienst.", field="department")
    return found


def _withdrawn(row: Commitment, *, reason: str, by: Actor, at: datetime) -> None:
    if not Commitment.objects.filter(LIVE, pk=row.pk).update(withdrawn_at=at):
        raise Conflict("Dit is intussen al gedaan of ingetrokken.")
    row.withdrawn_at = at
    _keep_change(row, after=None, reason=reason, by=by, at=at)


def _keep_change(row: Commitment, *, after: date | None, reason: str, by: Actor, at: datetime) -> None:
    signed = by.id if by.is_staff else None
    CommitmentChange.objects.create(commitment=row, before=row.due_on, after=after, reason=reason, by_id=signed, at=at)


def _end_late_task(row: Commitment, outcome: str, *, by: Actor, at: datetime) -> None:
    _end_task(row.late_item_id, outcome, complaint_id=row.complaint_id, by=by, at=at)


def _end_task(pk: int | None, outcome: str, *, complaint_id: int, by: Actor, at: datetime) -> None:
    if pk is None:
        return
    done_by = by.id if by.is_staff else None
    if WorkItem.objects.filter(pk=pk, done_at=None).update(done_at=at, done_by_id=done_by, outcome=outcome):
        record(WORK_DONE, dossier_chain(complaint_id), by=by, at=at, work_item=pk)
