"""How a complaint begins: filed at once, one step from the first line, or named by whoever does the triage."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from gehoor.complaints import entries
from gehoor.complaints.actions.barring import bar_concerned, choose_coordinator
from gehoor.complaints.actions.letters import first_letter
from gehoor.complaints.actions.moving import shown_in_lists
from gehoor.complaints.conflicts import concerned_in, least_busy, nobody_concerned
from gehoor.complaints.models import Complaint, Grievance, NamedPerson
from gehoor.complaints.procedure import Step
from gehoor.complaints.wording import day_or_later
from gehoor.correspondence.actions import Addressee, make_link
from gehoor.correspondence.models import Medium, Message
from gehoor.dossiers.actions.deadlines import Fact, deadline_rows, met_fact, started_fact
from gehoor.dossiers.actions.first_line import close_as_complaint
from gehoor.dossiers.actions.intake import (
    KeyUsed,
    Receipt,
    Reporter,
    Submission,
    check,
    missing_identity,
    open_dossier,
    party_of,
    received_before,
)
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.lifecycle import Step as DossierStep
from gehoor.dossiers.models import Deadline, Dossier, Participant, WorkItem
from gehoor.dossiers.wording import day_in_words
from gehoor.files.models import StoredFile
from gehoor.journal.entries import Value, dossier_chain
from gehoor.journal.record import record, record_all
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import Conflict, InvalidInput, NotAllowed
from gehoor.organisation.access import require
from gehoor.organisation.models import Department
from gehoor.organisation.queries import answering_departments, contact_point, staff_named
from gehoor.parties.models import Party

RUNNING = ("admissibility", "answer")
TERMS = ("acknowledgement", *RUNNING)
MOST_NAMES = 20
ANONYMOUS = "Een klacht kan niet anoniem. Zeg wie je bent: dan mogen we ze behandelen en kunnen we je antwoorden."


def lodge(submission: Submission, *, by: Actor, at: datetime) -> Receipt:
    """File a formal complaint at once: on the portal, or registered by staff (``dossiers.register``).

    ``submission.kind`` is COMPLAINT; its ``named``, ``wished_outcome`` and ``concerned_department_id`` are used. The same key twice
    gives the same complaint. Raises InvalidInput (``field`` says which) when the regulation asks for more than was given.
    """
    if by.kind is not ActorKind.CITIZEN:
        require(by, "dossiers.register", department_id=next(iter(by.department_ids), None))
    submission = replace(submission, kind=Kind.COMPLAINT, is_first_line=False)
    if submission.reporter.anonymous and missing_identity(submission, day=local_date(submission.received_at or at)):
        raise InvalidInput(ANONYMOUS, field="name")
    try:
        return _lodge(submission, by=by, at=at)
    except KeyUsed:
        return received_before(submission)


@transaction.atomic
def _lodge(submission: Submission, *, by: Actor, at: datetime) -> Receipt:
    coordinators = least_busy("complaints.coordinate")
    dossier, message = open_dossier(
        submission,
        by=by,
        at=at,
        department=owner_of_complaints(coordinators),
        first_terms=RUNNING,
        shown=_shown(at=at),
    )
    reporter = submission.reporter
    to = Addressee(reporter.name.strip(), reporter.email.strip(), reporter.address.strip())
    _begin(dossier, message, submission, coordinators, to=to, by=by, at=at)
    return Receipt(dossier, make_link(dossier.thread_id, at=at))


@transaction.atomic
def lodge_from(
    dossier: Dossier,
    *,
    text: str = "",
    wished_outcome: str = "",
    named: Sequence[str] = (),
    completed: Reporter | None = None,
    files: Sequence[StoredFile] = (),
    medium: str = Medium.WEB,
    by: Actor,
    at: datetime,
) -> Complaint:
    """One step from a first-line dossier to a formal complaint, by its reporter or by staff who hears them say so.

    Everything told goes along. Its clock starts now. Twice gives the same complaint, as long as that is open.
    ``completed`` fills in what the regulation asks of a complainant and is missing (see ``queries.missing_for_complaint``).
    The first-line dossier stays open while work remains (it is not answered yet, or has an open task), otherwise it is closed.
    """
    _require_own_or_register(by, dossier)
    running = _lock_and_find(dossier)
    if running is not None:
        return running
    party, represented = _parties(dossier)
    party = _completed(dossier, party, completed, at=at)
    submission = _carried(dossier, text=text, medium=medium, files=files)
    submission = replace(submission, wished_outcome=wished_outcome, named=tuple(named), received_at=None)
    complaint = _lodge_for(dossier, submission, party, represented, by=by, at=at)
    if _work_remains(dossier):
        return complaint
    close_as_complaint(dossier, by=by, at=at)
    return complaint


@transaction.atomic
def name_as_complaint(
    dossier: Dossier, *, concerned_department_id: int | None = None, by: Actor, at: datetime
) -> Complaint:
    """Triage says: what came in is a formal complaint. Its clocks run from the receipt of the dossier, which is closed."""
    require(by, "dossiers.triage")
    running = _lock_and_find(dossier)
    if running is not None:
        return running
    party, represented = _parties(dossier)
    if party is None:
        raise InvalidInput("Deze melder is anoniem, en een klacht kan niet anoniem. Behandel het als melding.")
    submission = _carried(dossier, text="", medium=dossier.medium, files=())
    submission = replace(submission, received_at=dossier.received_at, concerned_department_id=concerned_department_id)
    complaint = _lodge_for(dossier, submission, party, represented, by=by, at=at)
    if dossier.is_open:
        close_as_complaint(dossier, by=by, at=at)
    return complaint


def _require_own_or_register(by: Actor, dossier: Dossier) -> None:
    if by.kind is ActorKind.CITIZEN:
        if dossier.pk not in by.dossier_ids:
            raise NotAllowed("Dit is niet jouw dossier.")
        return
    require(by, "dossiers.register", department_id=dossier.department_id)


def _lock_and_find(dossier: Dossier) -> Complaint | None:
    """Lock the dossier and find the open complaint that arises from it already: of two clicks, one makes it."""
    row = Dossier.objects.select_for_update().get(pk=dossier.pk)
    for name in ("kind", "step", "arises_from_id", "handler_id", "version"):
        setattr(dossier, name, getattr(row, name))
    if dossier.kind == Kind.COMPLAINT:
        raise Conflict("Dit is al een klacht.")
    open_ones = Complaint.objects.filter(dossier__arises_from=dossier).exclude(step=Step.CLOSED)
    return open_ones.select_related("dossier", "dossier__thread").first()


def _parties(dossier: Dossier) -> tuple[Party | None, Party | None]:
    """The reporter, and whom the reporter speaks for."""
    rows = {row.role: row.party for row in Participant.objects.filter(dossier=dossier).select_related("party")}
    return rows.get(Participant.Role.REPORTER), rows.get(Participant.Role.REPRESENTED)


def _completed(dossier: Dossier, party: Party | None, given: Reporter | None, *, at: datetime) -> Party | None:
    """The reporter with what was missing filled in; raises InvalidInput when the regulation still asks for more.

    What was known is never overwritten: whoever holds the link cannot become somebody else.
    """
    known = reporter_of(party)
    if given is not None:
        fields = ("name", "email", "phone", "address", "contact_name")
        known = replace(known, **{name: getattr(known, name) or getattr(given, name) for name in fields})
    check(Submission(Kind.COMPLAINT, text="–", reporter=known), at=at)
    if party is None:
        return party_of(known, at=at)
    for name in ("name", "email", "phone", "address", "contact_name"):
        setattr(party, name, getattr(known, name))
    party.save(update_fields=["name", "email", "phone", "address", "contact_name"])
    return party


def reporter_of(party: Party | None) -> Reporter:
    """A known party as if it had just been given."""
    if party is None:
        return Reporter()
    return Reporter(party.name, party.email, party.phone, party.address, party.kind, party.contact_name)


def _carried(dossier: Dossier, *, text: str, medium: str, files: Sequence[StoredFile]) -> Submission:
    """What was told in the first line, as the beginning of the complaint. Its conversation stays readable there."""
    first = Message.objects.filter(thread=dossier.thread_id, direction="in", withdrawn_at=None).order_by("pk").first()
    told = first.body if first is not None else dossier.title
    carried = [row.file for row in first.attachments.select_related("file")] if first is not None else []
    return Submission(
        kind=Kind.COMPLAINT,
        text="\n\n".join(part for part in (text.strip(), told) if part),
        reporter=Reporter(),
        medium=medium,
        title=dossier.title,
        place=dossier.place,
        occurred=dossier.occurred,
        category_id=dossier.category_id,
        concerned_department_id=None,
        files=[*carried, *(file for file in files if file not in carried)],
    )


def _lodge_for(
    first_line: Dossier,
    submission: Submission,
    party: Party | None,
    represented: Party | None,
    *,
    by: Actor,
    at: datetime,
) -> Complaint:
    concerned = submission.concerned_department_id or _concerned_of(first_line)
    submission = replace(submission, concerned_department_id=concerned)
    coordinators = least_busy("complaints.coordinate")
    dossier, message = open_dossier(
        submission,
        by=by,
        at=at,
        arises_from=first_line,
        party=party,
        represented=represented,
        department=owner_of_complaints(coordinators),
        first_terms=RUNNING,
        shown=_shown(at=at),
    )
    record(entries.BECAME_COMPLAINT, dossier_chain(first_line.pk), by=by, at=at, complaint=dossier.pk)
    to = Addressee("") if party is None else Addressee(party.name, party.email, party.address)
    return _begin(dossier, message, submission, coordinators, to=to, by=by, at=at)


def _concerned_of(first_line: Dossier) -> int | None:
    """The department that had the matter; at the contact point nobody is concerned yet, except by the category."""
    if first_line.department_id != contact_point().pk:
        return first_line.department_id
    return None if first_line.category is None else first_line.category.department_id


def _work_remains(dossier: Dossier) -> bool:
    """The lamp still has to be repaired: not answered yet, or with an open task."""
    if dossier.step in (DossierStep.CLOSED, DossierStep.ANSWERED):
        tasks = WorkItem.objects.filter(dossier=dossier, done_at=None)
        return dossier.step == DossierStep.CLOSED or tasks.exists()
    return True


def owner_of_complaints(coordinators: Iterable[Actor]) -> Department:
    """Which department answers for a complaint: the coordinator's, so that the one complained about has no part in it.

    Without a coordinator who belongs to a department: the contact point.
    """
    ids = {pk for person in coordinators for pk in person.department_ids}
    return next((one for one in answering_departments() if one.pk in ids), None) or contact_point()


def _shown(*, at: datetime) -> dict[str, Any]:
    """What lists show of a complaint that was just filed; the acknowledgement is its second message."""
    return {**shown_in_lists(Step.ADMISSIBILITY, None, at=at), "message_count": 2}


def _begin(
    dossier: Dossier,
    message: Message,
    submission: Submission,
    coordinators: Collection[Actor],
    *,
    to: Addressee,
    by: Actor,
    at: datetime,
) -> Complaint:
    """The complaint itself: terms, points, names, bars, coordinator, acknowledgement. All in the caller's transaction."""
    complaint = Complaint(
        dossier=dossier,
        concerned_department_id=submission.concerned_department_id,
        wished_outcome=submission.wished_outcome.strip(),
        acknowledged_at=at,
    )
    independence = _open_independent(complaint, submission.named, coordinators, at=at)
    point = Grievance.objects.create(
        complaint=complaint, number=1, text=message.body, wished_outcome=complaint.wished_outcome
    )
    rows = deadline_rows(dossier, dict.fromkeys(TERMS, local_date(dossier.received_at)))
    met = [row for row in rows if row.term == "acknowledgement"]
    for row in met:
        row.met_on = local_date(at)  # the acknowledgement leaves with this transaction
    Deadline.objects.bulk_create(rows)
    letter = _acknowledge(complaint, rows, to=to, by=by, at=at)
    added: dict[str, Value] = {"grievance": point.pk, "number": 1}
    facts: list[Fact] = [
        (entries.LODGED, _lodged(complaint)),
        (entries.GRIEVANCE_ADDED, added),
        *(started_fact(row) for row in rows),
        *independence,
        (entries.ACKNOWLEDGED, {"message": letter.pk}),
        *(met_fact(row) for row in met),
    ]
    record_all(facts, dossier_chain(dossier.pk), by=by, at=at)
    return complaint


def _open_independent(
    complaint: Complaint, named: Sequence[str], coordinators: Collection[Actor], *, at: datetime
) -> list[Fact]:
    """Store the complaint and who was named in it, bar whoever is concerned, and give it a coordinator who is not.

    Where nobody can be concerned yet, that is one statement.
    """
    known = [*named, complaint.concerned_department_id, complaint.dossier.arises_from_id]
    if not any(known):
        chosen = choose_coordinator(complaint, nobody_concerned(complaint), coordinators)
        complaint.save(force_insert=True)
        return chosen
    complaint.save(force_insert=True)
    _name(complaint, named)
    concerned = concerned_in(complaint)
    barred = bar_concerned(complaint, concerned, present=(), at=at)
    chosen = choose_coordinator(complaint, concerned, coordinators)
    complaint.save(update_fields=["coordinator"])
    return [*barred, *chosen]


def _lodged(complaint: Complaint) -> dict[str, Value]:
    dossier = complaint.dossier
    return {
        "step": Step.ADMISSIBILITY,
        "department": dossier.department_id,
        "concerned": complaint.concerned_department_id,
        "medium": dossier.medium,
        "regulation_version": dossier.regulation_version_id,
        "arises_from": dossier.arises_from_id,
    }


def _acknowledge(complaint: Complaint, rows: Sequence[Deadline], *, to: Addressee, by: Actor, at: datetime) -> Message:
    due = {row.term: row.due_on for row in rows}
    return first_letter(
        complaint,
        "complaint_acknowledged",
        to=to,
        by=by,
        at=at,
        received_on=day_in_words(local_date(complaint.dossier.received_at)),
        admissibility_due=day_or_later(due.get("admissibility")),
        answer_due=day_or_later(due.get("answer")),
    )


def _name(complaint: Complaint, names: Sequence[str]) -> None:
    """Note the names that were given, each matched to a colleague when it is exactly one."""
    given = list(dict.fromkeys(" ".join(name.split())[:200] for name in names if name.strip()))
    if len(given) > MOST_NAMES:
        raise InvalidInput(f"Geef hoogstens {MOST_NAMES} namen.", field="named")
    if not given:
        return
    NamedPerson.objects.bulk_create(
        NamedPerson(complaint=complaint, text=name, staff=found[0] if len(found) == 1 else None)
        for name, found in zip(given, staff_named(*given), strict=True)
    )
