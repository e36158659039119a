"""The investigation: points, the department's account, findings, the draft."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import zip_longest

from django.db import transaction
from django.db.models import Max

from gehoor.complaints import entries
from gehoor.complaints.actions.answering import keep_texts
from gehoor.complaints.actions.barring import keep_independent
from gehoor.complaints.actions.exhibiting import number_exhibits
from gehoor.complaints.actions.first_talk import end_first_talk
from gehoor.complaints.actions.moving import (
    begin,
    hold,
    move,
    note,
    note_decision,
    note_move,
    require_coordinator,
    require_handler,
    require_handler_or_coordinator,
    staff_id_of,
    words,
)
from gehoor.complaints.conflicts import CANNOT_SPEAK_FOR_IT, concerned_in
from gehoor.complaints.models import Account, Complaint, Exhibit, Grievance, Judgement
from gehoor.complaints.procedure import SUBMIT_DRAFT, Step
from gehoor.complaints.wording import rules_of
from gehoor.dossiers.actions.deadlines import end, new_deadlines, refresh_due
from gehoor.dossiers.entries import DEADLINE_MET
from gehoor.dossiers.models import Deadline
from gehoor.journal.entries import dossier_chain
from gehoor.journal.record import record, record_all
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound, RuleViolation
from gehoor.organisation.access import require
from gehoor.organisation.models import Department

UNTIL_JUDGEMENT = frozenset({Step.ADMISSIBILITY, Step.CLARIFICATION, Step.FIRST_LINE, Step.INVESTIGATION})
DECIDING = frozenset({Step.JUDGEMENT, Step.PROPOSAL})
UNTIL_ANSWER = UNTIL_JUDGEMENT | DECIDING
MOST_POINTS = 50


def _require_points(by: Actor, complaint: Complaint) -> None:
    """Handler or coordinator word the points until the judgement; from then on until the answer only the coordinator."""
    if complaint.step in DECIDING:
        require_coordinator(by, complaint)
    else:
        require_handler_or_coordinator(by, complaint)


@transaction.atomic
def add_grievance(complaint: Complaint, *, text: str, wished_outcome: str = "", by: Actor, at: datetime) -> Grievance:
    """Add a numbered point, by handler or coordinator, until the answer leaves (after the investigation only the coordinator)."""
    hold(complaint, UNTIL_ANSWER)
    _require_points(by, complaint)
    return _add(complaint, text, wished_outcome, by=by, at=at)


def _add(complaint: Complaint, text: str, wished_outcome: str, *, by: Actor, at: datetime) -> Grievance:
    last = Grievance.objects.filter(complaint=complaint).aggregate(last=Max("number"))["last"] or 0
    if last >= MOST_POINTS:
        raise InvalidInput(f"Een klacht heeft hoogstens {MOST_POINTS} punten.")
    point = Grievance.objects.create(
        complaint=complaint, number=last + 1, text=words(text), wished_outcome=wished_outcome.strip()
    )
    note(complaint, entries.GRIEVANCE_ADDED, by=by, at=at, grievance=point.pk, number=point.number)
    return point


def _point(complaint: Complaint, number: int) -> Grievance:
    point = Grievance.objects.filter(complaint=complaint, number=number).first()
    if point is None:
        raise NotFound("We vinden dit punt niet bij deze klacht.")
    return point


@transaction.atomic
def edit_grievance(
    complaint: Complaint, number: int, *, text: str, wished_outcome: str = "", by: Actor, at: datetime
) -> Grievance:
    """Word a point better. What the complainant wrote stays in the first message."""
    hold(complaint, UNTIL_ANSWER)
    _require_points(by, complaint)
    point = _point(complaint, number)
    point.text, point.wished_outcome = words(text), wished_outcome.strip()
    point.save(update_fields=["text", "wished_outcome"])
    note(complaint, entries.GRIEVANCE_EDITED, by=by, at=at, grievance=point.pk, number=number)
    return point


@transaction.atomic
def split_grievance(
    complaint: Complaint,
    number: int,
    *,
    texts: Sequence[str],
    wishes: Sequence[str] | None = None,
    by: Actor,
    at: datetime,
) -> list[Grievance]:
    """Make several points of one: the first text stays under its number, the others get the next numbers.

    ``wishes``: the wished outcome of each part; without them the first keeps the one of the whole and the others have none.
    A finding that was given falls away, because it was about the whole.
    """
    hold(complaint, UNTIL_ANSWER)
    _require_points(by, complaint)
    first = _point(complaint, number)
    parts = list(zip_longest(texts, [first.wished_outcome] if wishes is None else wishes, fillvalue=""))
    parts = [(text, wish) for text, wish in parts if text.strip()]
    if len(parts) < 2:
        raise InvalidInput("Geef minstens twee punten.", field="texts")
    first.text, first.wished_outcome = words(parts[0][0]), parts[0][1].strip()
    first.finding, first.norms, first.measure, first.reasons, first.exhibits = "", [], "", "", []
    first.decided_by, first.decided_at = None, None
    first.save()
    note(complaint, entries.GRIEVANCE_SPLIT, by=by, at=at, grievance=first.pk, number=number, parts=len(parts))
    return [first, *(_add(complaint, text, wish, by=by, at=at) for text, wish in parts[1:])]


@transaction.atomic
def ask_account(complaint: Complaint, *, department_id: int, question: str, by: Actor, at: datetime) -> Account:
    """Ask a department for its side, in the term ``account``. It sees the question and nothing else."""
    hold(complaint, {Step.INVESTIGATION})
    require_handler_or_coordinator(by, complaint)
    department = Department.objects.filter(pk=department_id, is_active=True).first()
    if department is None:
        raise InvalidInput("Deze dienst bestaat niet (meer).", field="department")
    if Account.objects.filter(complaint=complaint, department=department, answered_at=None).exists():
        raise Conflict("Deze dienst moet nog antwoorden op een vorige vraag.")
    rows, facts = new_deadlines(complaint.dossier, {"account": local_date(at)})
    if not rows:
        raise RuleViolation("Het reglement van deze klacht heeft geen termijn voor het relaas van de dienst.")
    account = Account.objects.create(
        complaint=complaint,
        department=department,
        question=words(question, field="question"),
        asked_by_id=staff_id_of(by),
        asked_at=at,
        deadline=rows[0],
    )
    record_all(facts, dossier_chain(complaint.pk), by=by, at=at)
    note(complaint, entries.ACCOUNT_ASKED, by=by, at=at, account=account.pk, department=department.pk)
    refresh_due(complaint.dossier)
    return account


@transaction.atomic
def give_account(account: Account, *, text: str, by: Actor, at: datetime) -> None:
    """A member of that department (``complaints.account``) answers; never the handler of the complaint."""
    require(by, "complaints.account", department_id=account.department_id)
    complaint = account.complaint
    hold(complaint)
    if by.id == complaint.handler_id:
        raise NotAllowed("Je onderzoekt deze klacht. Een collega geeft het relaas van de dienst.")
    if {conflict.code for conflict in concerned_in(complaint).conflicts_of(by.id)} & CANNOT_SPEAK_FOR_IT:
        raise NotAllowed("De klacht gaat over jou. Een collega geeft het relaas van de dienst.")
    given = Account.objects.filter(pk=account.pk, answered_at=None).update(
        answer=words(text), answered_by_id=by.id, answered_at=at
    )
    if not given:
        raise Conflict("Deze vraag is al beantwoord.")
    note(complaint, entries.ACCOUNT_GIVEN, by=by, at=at, account=account.pk)
    _meet_one(complaint, account.deadline_id, by=by, at=at)
    keep_independent(complaint, by=by, at=at)


def _meet_one(complaint: Complaint, deadline_id: int, *, by: Actor, at: datetime) -> None:
    """Each department has its own deadline: meet this one only."""
    today = local_date(at)
    met = Deadline.objects.filter(pk=deadline_id, met_on=None, ended_on=None).update(met_on=today)
    if met:
        chain = dossier_chain(complaint.pk)
        record(DEADLINE_MET, chain, by=by, at=at, deadline=deadline_id, term="account", met_on=today)
        refresh_due(complaint.dossier)


@transaction.atomic
def answer_grievance(
    complaint: Complaint,
    number: int,
    *,
    finding: str,
    reasons: str,
    norms: Sequence[str] = (),
    measure: str = "",
    exhibits: Sequence[int] = (),
    by: Actor,
    at: datetime,
) -> Grievance:
    """Give a point its finding and the reasons; (deels) gegrond asks for at least one norm and a measure.

    ``exhibits``: the numbers of what the finding leans on; the letter cites them.

    By the handler while investigating; by the coordinator when deciding otherwise (judgement, proposal).
    """
    hold(complaint, DECIDING | {Step.INVESTIGATION})
    if complaint.step in DECIDING:
        require_coordinator(by, complaint)
    else:
        require_handler(by, complaint)
    check_judgement(complaint, finding, norms, measure)
    point = _point(complaint, number)
    point.finding, point.norms, point.measure = finding, list(dict.fromkeys(norms)), measure.strip()
    point.exhibits = _cited(complaint, exhibits, by=by, at=at)
    point.reasons = words(reasons, field="reasons", sentence="Leg uit waarom.")
    point.decided_by_id, point.decided_at = by.id, at
    point.save()
    note(
        complaint,
        entries.GRIEVANCE_ANSWERED,
        by=by,
        at=at,
        grievance=point.pk,
        number=number,
        finding=finding,
        norms=point.norms,
    )
    return point


def _cited(complaint: Complaint, numbers: Sequence[int], *, by: Actor, at: datetime) -> list[int]:
    if not numbers:
        return []
    number_exhibits(complaint, by=by, at=at)
    known = set(Exhibit.objects.filter(complaint=complaint).values_list("number", flat=True))
    if set(numbers) - known:
        raise InvalidInput("Kies stukken uit de lijst.", field="exhibits")
    return sorted(set(numbers))


def check_judgement(complaint: Complaint, finding: str, norms: Sequence[str], measure: str) -> None:
    """Raise InvalidInput unless finding and norms are of the regulation, and (deels) gegrond has the norm and the measure
    it asks for."""
    rules = rules_of(complaint)
    chosen = rules.findings.get(finding)
    if chosen is None:
        raise InvalidInput("Kies een bevinding.", field="finding")
    if set(norms) - set(rules.norms):
        raise InvalidInput("Kies normen uit de lijst.", field="norms")
    if chosen.founded and rules.judgement.norm_required and not norms:
        raise InvalidInput(f"Bij “{chosen.label}” hoort minstens één norm.", field="norms")
    if chosen.founded and rules.judgement.measure_required and not measure.strip():
        raise InvalidInput(f"Bij “{chosen.label}” hoort een maatregel: wat doet de stad eraan?", field="measure")


@transaction.atomic
def submit_draft(
    complaint: Complaint,
    *,
    finding: str,
    text: str,
    answer: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """The handler ends the investigation with a draft judgement of the whole, and the draft of the answer in its parts."""
    begin(complaint, SUBMIT_DRAFT, by=by, at=at)
    if finding not in rules_of(complaint).findings:
        raise InvalidInput("Kies een bevinding.", field="finding")
    judgement = Judgement.objects.create(
        complaint=complaint,
        draft_finding=finding,
        draft_text=words(text),
        drafted_by_id=staff_id_of(by),
        drafted_at=at,
    )
    keep_texts(complaint, answer or {}, by=by, at=at)
    move(complaint, SUBMIT_DRAFT, at=at)
    end(complaint.dossier, "account", by=by, at=at)
    end_first_talk(complaint, "Niet meer nodig. Het onderzoek is afgerond.", by=by, at=at)
    decision = note_decision(complaint, SUBMIT_DRAFT, by=by, at=at, reason=judgement.draft_text)
    note_move(complaint, entries.DRAFT_SUBMITTED, by=by, at=at, judgement=judgement.pk, **decision)
