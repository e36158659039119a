"""Questions of the ombudsman to the city, each with its own last day, and the answers."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gehoor.complaints import entries
from gehoor.complaints.actions.moving import hold, note, require_coordinator, words
from gehoor.complaints.models import Complaint, Question, Referral
from gehoor.complaints.procedure import Step
from gehoor.complaints.wording import rules_of
from gehoor.dossiers.actions.deadlines import (
    begin_rows,
    deadline_rows,
    end_rows,
    meet_rows,
    refresh_due,
    running,
)
from gehoor.dossiers.actions.tasks import add_work
from gehoor.dossiers.entries import DEADLINE_ENDED, DEADLINE_MET, WORK_DONE
from gehoor.dossiers.models import Deadline, WorkItem
from gehoor.files.models import StoredFile
from gehoor.journal.entries import dossier_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import Conflict, NotFound, RuleViolation
from gehoor.regulations.terms import OMBUDSMAN_QUESTION, StartEvent, Term, begun_by

TERM = OMBUDSMAN_QUESTION
MOST_QUESTIONS = 50
ALL_STEPS = frozenset(Step)


@transaction.atomic
def ask_city(referral: Referral, *, text: str, by: Actor, at: datetime) -> Question:
    """The ombudsman asks the city something: work for the coordinator, with the last day that the regulation gives."""
    if by.kind is not ActorKind.OMBUDSMAN or by.scope("ombuds.view") is None:
        raise NotFound("We vinden deze klacht niet.")
    complaint = referral.complaint
    hold(complaint, ALL_STEPS)
    if not Referral.objects.filter(pk=referral.pk, ended_at=None, opened_at__isnull=False).exists():
        raise Conflict("Dit dossier is niet (meer) bij jou.")
    text = words(text, sentence="Schrijf eerst je vraag.")
    number = Question.objects.filter(referral=referral).count() + 1
    if number > MOST_QUESTIONS:
        raise RuleViolation(f"Je stelde al {MOST_QUESTIONS} vragen over deze klacht.")
    deadline = _deadline(complaint, by=by, at=at)
    due_on = None if deadline is None else deadline.due_on
    item = add_work(
        complaint.dossier,
        kind=WorkItem.Kind.QUESTION,
        title=f"Antwoord op vraag {number} van de ombudsman: {_shortened(text)}",
        department=complaint.dossier.department,
        assignee=complaint.coordinator,
        due_on=due_on,
        by=by,
        at=at,
    )
    question = Question.objects.create(
        referral=referral,
        number=number,
        text=text,
        asked_by_id=by.staff_id,
        asked_at=at,
        deadline=deadline,
        work_item=item,
    )
    note(complaint, entries.QUESTION_ASKED, by=by, at=at, question=question.pk, number=number)
    return question


def _deadline(complaint: Complaint, *, by: Actor, at: datetime) -> Deadline | None:
    """The clock of the answer; none when the regulation gives no term for it."""
    if TERM not in rules_of(complaint).terms:
        return None
    rows = deadline_rows(complaint.dossier, {TERM: local_date(at)}, on=StartEvent.REFERRAL, at=at)
    own = [row for row in rows if row.term == TERM]
    begin_rows(complaint.dossier, own, by=by, at=at)
    return own[0]


def begin_referral_terms(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """What the regulation counts from the referral begins, each time: for the ombudsman, and for an answer that is still to come."""
    dossier, terms = complaint.dossier, rules_of(complaint).terms
    codes = [code for code in begun_by(terms, StartEvent.REFERRAL) if _still_to_come(complaint, terms[code])]
    there = {row.term for row in running(dossier)}
    started = dict.fromkeys((code for code in codes if code not in there), local_date(at))
    begin_rows(dossier, deadline_rows(dossier, started, on=StartEvent.REFERRAL, at=at), by=by, at=at)


def _still_to_come(complaint: Complaint, term: Term) -> bool:
    return term.met_by == TERM or Step(complaint.step) not in (Step.REACTION, Step.CLOSING, Step.CLOSED)


def _beside(complaint: Complaint) -> list[Deadline]:
    """The clocks that counted from the referral itself and that an answer to the ombudsman meets."""
    terms = rules_of(complaint).terms
    return [row for row in running(complaint.dossier) if terms[row.term].met_by == TERM]


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 200 else line[:199].rstrip() + "…"


@transaction.atomic
def answer_ombudsman(
    complaint: Complaint, number: int, *, text: str, by: Actor, at: datetime, files: Sequence[StoredFile] = ()
) -> None:
    """The coordinator answers; the ombudsman reads it, with the files. The work and the clock are done with it."""
    hold(complaint, ALL_STEPS)
    require_coordinator(by, complaint)
    rows = Question.objects.filter(referral__complaint=complaint, referral__ended_at=None, number=number)
    question = rows.select_related("work_item").first()
    if question is None:
        raise NotFound("We vinden deze vraag niet.")
    answer = words(text, sentence="Schrijf eerst je antwoord.")
    given = rows.filter(answered_at=None).update(answer=answer, answered_by_id=by.staff_id, answered_at=at)
    if not given:
        raise Conflict("Deze vraag is al beantwoord.")
    question.files.set(files)
    note(complaint, entries.QUESTION_ANSWERED, by=by, at=at, question=question.pk, number=number)
    _work_done(question, outcome="Beantwoord.", by=by, at=at)
    if question.deadline_id is not None:
        today = local_date(at)
        Deadline.objects.filter(pk=question.deadline_id).update(met_on=today)
        chain = dossier_chain(complaint.pk)
        record(DEADLINE_MET, chain, by=by, at=at, deadline=question.deadline_id, term=TERM, met_on=today)
        refresh_due(complaint.dossier)
    if not Question.objects.filter(referral=question.referral_id, answered_at=None).exists():
        meet_rows(complaint.dossier, _beside(complaint), by=by, at=at)


def end_questions(referral: Referral, *, by: Actor, at: datetime) -> None:
    """The ombudsman gave a conclusion: what was not answered is not asked any more."""
    complaint = referral.complaint
    for question in Question.objects.filter(referral=referral, answered_at=None).select_related("work_item"):
        _work_done(question, outcome="Niet meer nodig: de ombudsman gaf zijn besluit.", by=by, at=at)
        if question.deadline_id is not None:
            Deadline.objects.filter(pk=question.deadline_id).update(ended_on=local_date(at))
            chain = dossier_chain(complaint.pk)
            record(DEADLINE_ENDED, chain, by=by, at=at, deadline=question.deadline_id, term=TERM)
            refresh_due(complaint.dossier)
    end_rows(complaint.dossier, _beside(complaint), by=by, at=at)


def _work_done(question: Question, *, outcome: str, by: Actor, at: datetime) -> None:
    item = question.work_item
    done_by = by.id if by.is_staff else None
    done = WorkItem.objects.filter(pk=item.pk, done_at=None).update(done_at=at, done_by_id=done_by, outcome=outcome)
    if done:
        record(WORK_DONE, dossier_chain(item.dossier_id), by=by, at=at, work_item=item.pk)
