"""The judgement and the answer of a complaint that is told afterwards: see :mod:`retelling`."""

from datetime import date, datetime
from typing import Any

from gehoor.complaints import entries
from gehoor.complaints.actions.committing import late_task
from gehoor.complaints.actions.retelling import ComplaintHistory
from gehoor.complaints.answering_words import final_answer, label_of_finding
from gehoor.complaints.answering_words import proposal as proposal_words
from gehoor.complaints.models import Answer, Judgement, Proposal
from gehoor.complaints.procedure import (
    ACCEPT,
    ADVISE,
    AGREE,
    CLOSE,
    DECIDE,
    DIFFER,
    NO_REACTION,
    REFUSE,
    SEND_PROPOSAL,
    SUBMIT_DRAFT,
    Reaction,
)
from gehoor.complaints.promised import Commitment
from gehoor.complaints.wording import day_or_later, rules_of
from gehoor.dossiers.actions.retelling import Told
from gehoor.dossiers.entries import WORK_ADDED, WORK_DONE
from gehoor.dossiers.lifecycle import WaitsFor
from gehoor.dossiers.models import WorkItem
from gehoor.dossiers.wording import day_in_words
from gehoor.kernel.actors import SYSTEM, Actor
from gehoor.kernel.clock import local_date
from gehoor.organisation.models import Department
from gehoor.organisation.queries import department_names
from gehoor.regulations.terms import StartEvent

_REACTED = {
    Reaction.ACCEPTED: (ACCEPT, entries.ACCEPTED),
    Reaction.REFUSED: (REFUSE, entries.REFUSED),
    Reaction.NONE: (NO_REACTION, entries.NO_REACTION),
}


def answer_written(told: ComplaintHistory, *, by: Actor, at: datetime, **texts: str) -> None:
    """Texts of the answer were written, or written anew."""
    if not told.answers:
        told.answers.append(Answer(complaint=told.complaint, written_at=at))
    answer = told.answers[0]
    changed = [name for name, text in texts.items() if getattr(answer, name) != text]
    if not changed:
        return
    for name in changed:
        setattr(answer, name, texts[name])
    answer.written_by_id, answer.written_at = by.staff_id, at
    if answer.approved_at is not None:
        answer.approved_by_id, answer.approved_at = by.staff_id, at
    told.history.note(entries.ANSWER_WRITTEN, by=by, at=at, parts=changed)


def _approved(told: ComplaintHistory, *, by: Actor, at: datetime) -> None:
    for answer in told.answers:
        answer.approved_by_id, answer.approved_at = by.staff_id, at


def draft_submitted(told: ComplaintHistory, finding: str, text: str, *, by: Actor, at: datetime) -> None:
    """The handler ended the investigation."""
    draft = Judgement(
        complaint=told.complaint, draft_finding=finding, draft_text=text, drafted_by_id=by.staff_id, drafted_at=at
    )
    told.judgements.append(draft)
    told.history.end("account", by=by, at=at)
    told.move(SUBMIT_DRAFT, entries.DRAFT_SUBMITTED, by=by, at=at, reason=text, judgement=draft)


def agreed(told: ComplaintHistory, *, by: Actor, at: datetime) -> None:
    """The coordinator agreed with the draft."""
    draft = told.judgements[-1]
    draft.decided_finding, draft.decided_at = draft.draft_finding, at
    _approved(told, by=by, at=at)
    told.move(AGREE, entries.AGREED, by=by, at=at, judgement=draft)


def differed(told: ComplaintHistory, finding: str, text: str, *, by: Actor, at: datetime) -> None:
    """The coordinator saw it otherwise."""
    draft = told.judgements[-1]
    draft.differs, draft.other_finding, draft.other_text = True, finding, text
    draft.differed_by_id, draft.differed_at = by.staff_id, at
    told.move(DIFFER, entries.DIFFERED, by=by, at=at, reason=text, judgement=draft)


def advised(told: ComplaintHistory, text: str, *, by: Actor, at: datetime) -> None:
    """The algemeen directeur gave advice."""
    draft = told.judgements[-1]
    draft.advice_text, draft.advised_by_id, draft.advised_at = text, by.staff_id, at
    told.move(ADVISE, entries.ADVISED, by=by, at=at, reason=text, judgement=draft)


def decided(told: ComplaintHistory, finding: str, reason: str, *, by: Actor, at: datetime) -> None:
    """The coordinator decided after the advice."""
    draft = told.judgements[-1]
    draft.decided_finding, draft.decided_at = finding, at
    _approved(told, by=by, at=at)
    told.move(DECIDE, entries.DECIDED, by=by, at=at, reason=reason, judgement=draft, finding=finding)


def proposed(told: ComplaintHistory, text: str, *, by: Actor, at: datetime) -> None:
    """The city proposed a solution."""
    answer_written(told, by=by, at=at, remedy=text)
    told.history.meet("answer", by=by, at=at)
    (deadline,) = told.history.start({"reaction": local_date(at)}, on=StartEvent.PROPOSAL, by=by, at=at)
    answer = proposal_words(told.complaint, told.points, told.texts(), frame=told.frame())
    message = told.letter("proposal", by=by, at=at, answer=answer, due_on=day_or_later(deadline.due_on))
    proposal = Proposal(
        complaint=told.complaint, text=text, message=message, sent_at=at, sent_by_id=by.staff_id, deadline=deadline
    )
    told.proposals.append(proposal)
    for row in told.commitments:
        row.told_at = at
    told.move(SEND_PROPOSAL, entries.PROPOSED, by=by, at=at, reason=text, proposal=proposal, message=message)


def reacted(told: ComplaintHistory, reaction: Reaction, text: str, *, by: Actor, at: datetime) -> None:
    """The complainant accepted or refused, or let the term pass."""
    proposal = told.proposals[-1]
    proposal.reaction, proposal.reaction_text, proposal.reacted_at = reaction, text, at
    row, entry = _REACTED[reaction]
    told.move(row, entry, by=by, at=at, reason=text, proposal=proposal)
    if reaction is Reaction.NONE:
        told.history.end("reaction", by=by, at=at)
    else:
        told.history.meet("reaction", by=by, at=at)


def reaction_passed(told: ComplaintHistory, *, at: datetime) -> None:
    """The term to react is over: the coordinator has the next move."""
    row = told.history.running("reaction")[-1]
    row.warned_on = local_date(at)
    told.show(at=at, waits_for=WaitsFor.COORDINATOR)
    told.history.note(entries.REACTION_PASSED, by=SYSTEM, at=at, deadline=row)


def concluded_with_letter(
    told: ComplaintHistory, finding: str, resolution: str, *, measures: str, learnt: str, by: Actor, at: datetime
) -> None:
    """Closed with a letter that says everything."""
    answer_written(told, by=by, at=at, remedy=measures, learnt=learnt)
    norms = list(dict.fromkeys(code for point in told.points for code in point.norms))
    complaint = told.complaint
    complaint.finding, complaint.resolution, complaint.norms = finding, resolution, norms
    complaint.measures, complaint.learnt = measures, learnt
    told.history.end(by=by, at=at)
    for row in told.commitments:
        _follow(told, row, by=by, at=at)
    message = told.letter(
        "closing",
        by=by,
        at=at,
        answer=final_answer(
            complaint,
            told.points,
            told.texts(),
            frame=told.frame(),
            reaction=Reaction(told.proposals[-1].reaction),
            finding=label_of_finding(complaint, finding),
            resolution=rules_of(complaint).resolutions[resolution].label,
        ),
    )
    kept: dict[str, Any] = {"message": message, "finding": finding, "resolution": resolution, "norms": norms}
    told.move(CLOSE, entries.CLOSED, by=by, at=at, reason=measures, **kept)


def promised(
    told: ComplaintHistory, text: str, department: Department, due_on: date, *, by: Actor, at: datetime
) -> None:
    """The city noted what it still does after its answer."""
    number = len(told.commitments) + 1
    row = Commitment(
        complaint=told.complaint,
        number=number,
        text=text,
        department=department,
        due_on=due_on,
        by_id=by.staff_id,
        at=at,
    )
    told.commitments.append(row)
    told.history.note(entries.COMMITMENT_ADDED, by=by, at=at, commitment=row, number=number, due_on=due_on)


def _work(told: ComplaintHistory, item: WorkItem, *, by: Actor, at: datetime) -> WorkItem:
    told.work.append(item)
    told.history.note(WORK_ADDED, by=by, at=at, work_item=item, kind=str(item.kind))
    return item


def _done(told: ComplaintHistory, item: WorkItem | None, outcome: str, *, by: Actor, at: datetime) -> None:
    if item is not None:
        item.done_at, item.done_by_id, item.outcome = at, by.staff_id, outcome
        told.history.note(WORK_DONE, by=by, at=at, work_item=item)


def _follow(told: ComplaintHistory, row: Commitment, *, by: Actor, at: datetime) -> None:
    item = WorkItem(
        dossier=told.history.dossier,
        kind=WorkItem.Kind.COMMITMENT,
        title=row.text,
        department_id=row.department_id,
        due_on=row.due_on,
        created_at=at,
        created_by_id=by.staff_id,
    )
    row.told_at, row.work_item = row.told_at or at, _work(told, item, by=by, at=at)
    made: dict[str, Told] = {"commitment": row, "number": row.number, "due_on": row.due_on, "work_item": item}
    told.history.note(entries.COMMITMENT_MADE, by=by, at=at, **made)


def promise_kept(told: ComplaintHistory, row: Commitment, word: str, *, by: Actor, at: datetime) -> None:
    """The department did it, and said so."""
    row.kept_at, row.kept_by_id, row.kept_text = at, by.staff_id, word
    _done(told, row.work_item, word, by=by, at=at)
    _done(told, row.late_item, "De toezegging is nagekomen.", by=by, at=at)
    name = department_names()[row.department_id]
    message = told.history.letter("commitment_kept", at=at, promised=row.text, department=name, text=word)
    kept: dict[str, Told] = {"commitment": row, "number": row.number, "work_item": row.work_item, "message": message}
    told.history.note(entries.COMMITMENT_KEPT, by=by, at=at, **kept)


def promise_late(told: ComplaintHistory, row: Commitment, *, at: datetime) -> None:
    """Its day passed: the complainant was told, the coordinator has a task."""
    row.late_told_at, late, name = at, day_in_words(row.due_on), department_names()[row.department_id]
    row.late_item = _work(
        told,
        WorkItem(
            dossier=told.history.dossier,
            kind=WorkItem.Kind.TASK,
            title=late_task(row.number, late, name),
            department_id=told.history.dossier.department_id,
            assignee_id=told.complaint.coordinator_id,
            due_on=local_date(at),
            created_at=at,
        ),
        by=SYSTEM,
        at=at,
    )
    message = told.letter("commitment_late", by=SYSTEM, at=at, promised=row.text, department=name, due_on=late)
    fact: dict[str, Told] = {"commitment": row, "number": row.number, "due_on": row.due_on, "work_item": row.late_item}
    told.history.note(entries.COMMITMENT_LATE, by=SYSTEM, at=at, message=message, **fact)
