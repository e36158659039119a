"""May this complaint be handled? The coordinator says so, with reasons, and the complainant hears it by letter."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gehoor.complaints import entries
from gehoor.complaints.actions.letters import send_letter
from gehoor.complaints.actions.moving import (
    begin,
    move,
    note_decision,
    note_move,
    words,
)
from gehoor.complaints.actions.tidying import nothing_waits
from gehoor.complaints.models import Complaint
from gehoor.complaints.procedure import (
    ADMIT,
    ASK_CLARIFICATION,
    CLARIFY,
    COME_BACK,
    NEED_SENTENCES,
    REJECT,
    REQUALIFY,
    SEND_TO_FIRST_LINE,
    Need,
)
from gehoor.complaints.wording import day_or_later, grounds_in_words, rules_of
from gehoor.complaints.wording import refer_to as place_to_go
from gehoor.correspondence.actions import Author, take_in
from gehoor.correspondence.models import Medium
from gehoor.dossiers.actions.assigning import later_than
from gehoor.dossiers.actions.clock_changes import pause, restart, resume
from gehoor.dossiers.actions.deadlines import (
    begin_rows,
    begin_terms,
    deadline_rows,
    end,
    end_other_branch,
    meet,
    running,
    start_deadline,
)
from gehoor.dossiers.actions.intake import TERM_OF_KIND, Reporter, Submission, open_dossier, received_fact
from gehoor.dossiers.actions.messages import count_message
from gehoor.dossiers.actions.tasks import add_work
from gehoor.dossiers.lifecycle import KIND_LABELS, Kind
from gehoor.dossiers.models import Deadline, DeadlineChange, Dossier, Participant, WorkItem
from gehoor.dossiers.wording import clock_note
from gehoor.files.models import StoredFile
from gehoor.journal.entries import dossier_chain
from gehoor.journal.record import record_all
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import InvalidInput
from gehoor.organisation.models import Department
from gehoor.regulations.terms import CLARIFICATION, PAUSE_REASONS, StartEvent

_WHY = PAUSE_REASONS[CLARIFICATION]


@transaction.atomic
def admit(complaint: Complaint, *, reason: str, by: Actor, at: datetime) -> None:
    """Declare the complaint admissible: the investigation starts. Letter ``admitted``; meets the term ``admissibility``."""
    begin(complaint, ADMIT, by=by, at=at, reason=reason)
    move(complaint, ADMIT, at=at, admitted_at=at)
    end_other_branch(complaint.dossier, admissible=True, by=by, at=at)
    meet(complaint.dossier, "admissibility", by=by, at=at)
    begin_terms(complaint.dossier, StartEvent.ADMISSIBLE, by=by, at=at)
    decision = note_decision(complaint, ADMIT, by=by, at=at, reason=words(reason, field="reason"))
    answer = running(complaint.dossier, "answer")
    due = day_or_later(answer[0].due_on if answer else None)
    message = send_letter(complaint, "admitted", by=by, at=at, text=reason.strip(), answer_due=due)
    note_move(complaint, entries.ADMITTED, by=by, at=at, message=message.pk, **decision)


@transaction.atomic
def reject(
    complaint: Complaint, *, grounds: Sequence[str], reason: str, refer_to: str = "", by: Actor, at: datetime
) -> None:
    """Declare it inadmissible on these grounds (codes of the regulation). Letter ``rejected`` with the second line; closes it.

    ``refer_to``: where to go instead, in words; empty takes what the regulation says for these grounds.
    """
    begin(complaint, REJECT, by=by, at=at, reason=reason, grounds=grounds)
    unknown = set(grounds) - set(rules_of(complaint).grounds)
    if unknown:
        raise InvalidInput("Deze grond staat niet in het reglement van deze klacht.", field="grounds")
    place = refer_to.strip() or place_to_go(complaint, grounds)
    move(complaint, REJECT, at=at)
    nothing_waits(complaint, by=by, at=at)
    meet(complaint.dossier, "admissibility", by=by, at=at)
    end(complaint.dossier, by=by, at=at)
    decision = note_decision(
        complaint, REJECT, by=by, at=at, reason=words(reason, field="reason"), grounds=grounds, refer_to=place
    )
    message = send_letter(
        complaint,
        "rejected",
        by=by,
        at=at,
        grounds=grounds_in_words(complaint, grounds),
        text=reason.strip(),
        refer_to=place,
    )
    note_move(complaint, entries.REJECTED, by=by, at=at, message=message.pk, grounds=list(grounds), **decision)


@transaction.atomic
def requalify(
    complaint: Complaint, *, new_kind: Kind, reason: str, department_id: int | None = None, by: Actor, at: datetime
) -> Dossier:
    """It is no complaint: go on with it as something else, in a new dossier that was received on the same day.

    Returns the new dossier. Letter ``requalified``; closes the complaint.
    """
    begin(complaint, REQUALIFY, by=by, at=at, reason=reason)
    if new_kind is Kind.COMPLAINT:
        raise InvalidInput("Kies wat het dan wel is.", field="new_kind")
    new = _open_as(complaint, new_kind, department_id, by=by, at=at)
    move(complaint, REQUALIFY, at=at)
    nothing_waits(complaint, by=by, at=at)
    meet(complaint.dossier, "admissibility", by=by, at=at)
    end(complaint.dossier, by=by, at=at)
    decision = note_decision(complaint, REQUALIFY, by=by, at=at, reason=words(reason, field="reason"))
    message = send_letter(
        complaint,
        "requalified",
        by=by,
        at=at,
        new_kind=KIND_LABELS[new_kind].lower(),
        new_reference=new.reference,
        text=reason.strip(),
    )
    note_move(
        complaint,
        entries.REQUALIFIED,
        by=by,
        at=at,
        message=message.pk,
        kind=new_kind,
        dossier=new.pk,
        **decision,
    )
    return new


def _open_as(complaint: Complaint, kind: Kind, department_id: int | None, *, by: Actor, at: datetime) -> Dossier:
    """The same words as another kind: received on the day the complaint was, so no clock moves later."""
    old = complaint.dossier
    first = old.thread.messages.order_by("pk").first()
    parties = {row.role: row.party for row in Participant.objects.filter(dossier=old).select_related("party")}
    submission = Submission(
        kind=kind,
        text=first.body if first is not None else old.title,
        reporter=Reporter(),
        medium=old.medium,
        title=old.title,
        place=old.place,
        occurred=old.occurred,
        received_at=old.received_at,
        category_id=old.category_id,
        files=[row.file for row in first.attachments.select_related("file")] if first is not None else [],
    )
    department = None if department_id is None else _existing(department_id)
    new, _ = open_dossier(
        submission,
        by=by,
        at=at,
        arises_from=old,
        party=parties.get(Participant.Role.REPORTER),
        represented=parties.get(Participant.Role.REPRESENTED),
        department=department,
    )
    record_all([received_fact(new, submission)], dossier_chain(new.pk), by=by, at=at)
    begin_rows(new, _terms_as(kind, old, new, at=at), by=by, at=at)
    return new


def _terms_as(kind: Kind, old: Dossier, new: Dossier, *, at: datetime) -> list[Deadline]:
    """The term of the new kind, from the same receipt; beside it that of the complaint when it ends earlier, as was promised."""
    day, code = local_date(old.received_at), TERM_OF_KIND.get(kind)
    if code is None:
        return []
    own = deadline_rows(new, {code: day}, at=at)
    latest = next((row.due_on for row in own if row.term == code), None)
    promised = deadline_rows(new, {"answer": day}, at=at)
    return [*own, *(row for row in promised if not later_than(row.due_on, latest))]


def _existing(department_id: int) -> Department:
    department = Department.objects.filter(pk=department_id, is_active=True).first()
    if department is None:
        raise InvalidInput("Deze dienst bestaat niet (meer).", field="department")
    return department


@transaction.atomic
def send_to_first_line(complaint: Complaint, *, reason: str, by: Actor, at: datetime) -> None:
    """Let the department concerned try first, in the term ``first_line``. It gets a task, and does not see the complaint.

    Meets the term ``admissibility``: the complainant hears in time what happens with the complaint. The term ``answer`` runs on.
    """
    begin(complaint, SEND_TO_FIRST_LINE, by=by, at=at, reason=reason)
    department = complaint.concerned_department
    if department is None:
        raise InvalidInput(NEED_SENTENCES[Need.DEPARTMENT], field="department")
    move(complaint, SEND_TO_FIRST_LINE, at=at)
    meet(complaint.dossier, "admissibility", by=by, at=at)
    deadline = start_deadline(complaint.dossier, "first_line", by=by, at=at)
    item = add_work(
        complaint.dossier,
        kind=WorkItem.Kind.TASK,
        title=f"Zoek samen met {complaint.dossier.reporter_name} een oplossing: {words(reason, field='reason')}",
        department=department,
        by=by,
        at=at,
        due_on=deadline.due_on,
    )
    decision = note_decision(complaint, SEND_TO_FIRST_LINE, by=by, at=at, reason=reason.strip())
    message = send_letter(
        complaint,
        "to_first_line",
        by=by,
        at=at,
        department=department.name,
        due_on=day_or_later(deadline.due_on),
        text=reason.strip(),
    )
    note_move(
        complaint,
        entries.SENT_TO_FIRST_LINE,
        by=by,
        at=at,
        message=message.pk,
        work_item=item.pk,
        department=department.pk,
        **decision,
    )


@transaction.atomic
def come_back(complaint: Complaint, *, text: str = "", by: Actor, at: datetime) -> None:
    """The first line did not solve it, says the complainant or the coordinator: the procedure goes on in what is left of ``answer``."""
    begin(complaint, COME_BACK, by=by, at=at)
    move(complaint, COME_BACK, at=at)
    end(complaint.dossier, "first_line", by=by, at=at)
    decision = note_decision(complaint, COME_BACK, by=by, at=at, reason=text.strip())
    note_move(complaint, entries.CAME_BACK, by=by, at=at, **decision)


@transaction.atomic
def ask_clarification(complaint: Complaint, *, question: str, by: Actor, at: datetime) -> None:
    """Ask the complainant what is missing. Letter ``clarification_asked``; the answer clock stops where the regulation lets it."""
    begin(complaint, ASK_CLARIFICATION, by=by, at=at, reason=question)
    question = words(question, field="question")
    move(complaint, ASK_CLARIFICATION, at=at)
    pauses = [pause(complaint.dossier, code, reason=_WHY, by=by, at=at) for code in clocks_to_stop(complaint, at=at)]
    paused = bool(pauses)
    decision = note_decision(complaint, ASK_CLARIFICATION, by=by, at=at, reason=question)
    said = clock_note(paused=paused)
    message = send_letter(complaint, "clarification_asked", by=by, at=at, text=question, clock_note=said)
    DeadlineChange.objects.filter(pk__in=[change.pk for change in pauses]).update(notice=message)
    note_move(complaint, entries.CLARIFICATION_ASKED, by=by, at=at, message=message.pk, paused=paused, **decision)


def clocks_to_stop(complaint: Complaint, *, at: datetime) -> list[str]:
    """The running terms that stand still while the complainant is asked something, as the regulation says. One statement."""
    terms, today = rules_of(complaint).terms, local_date(at)
    rows = [row for row in running(complaint.dossier) if row.due_on is None or row.due_on >= today]
    return [row.term for row in rows if terms[row.term].pauses.allows(CLARIFICATION)]


@transaction.atomic
def clarify(
    complaint: Complaint,
    *,
    text: str,
    by: Actor,
    at: datetime,
    files: Sequence[StoredFile] = (),
    medium: str = Medium.WEB,
) -> None:
    """Take in the answer, by the complainant or noted by the coordinator. The clock goes on."""
    begin(complaint, CLARIFY, by=by, at=at)
    dossier = complaint.dossier
    message = take_in(
        dossier.thread,
        text=words(text),
        author=Author(dossier.reporter_name),
        medium=medium,
        at=at,
        files=files,
    )
    count_message(dossier)
    move(complaint, CLARIFY, at=at)
    for code in {row.term for row in running(dossier) if row.due_on is None}:
        resume(dossier, code, reason=_WHY, by=by, at=at)
    restart(dossier, StartEvent.CLARIFICATION, reason="De klager gaf verduidelijking.", by=by, at=at)
    note_move(complaint, entries.CLARIFIED, by=by, at=at, message=message.pk)
