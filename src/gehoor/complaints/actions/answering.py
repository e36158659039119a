"""The answer of the city, in its parts: drafted by the handler, approved by the coordinator with the judgement."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from gehoor.complaints import entries
from gehoor.complaints.actions.moving import hold, note, require_coordinator, require_handler_or_coordinator
from gehoor.complaints.facts import TEXTS
from gehoor.complaints.models import Answer, Complaint
from gehoor.complaints.procedure import Step
from gehoor.dossiers.actions.messages import optional
from gehoor.kernel.actors import Actor

WRITING = frozenset({Step.INVESTIGATION, Step.JUDGEMENT, Step.PROPOSAL, Step.CLOSING})


@transaction.atomic
def write_answer(complaint: Complaint, texts: Mapping[str, str], *, by: Actor, at: datetime) -> Answer:
    """Keep the texts of the answer (``summary``, ``remedy``, ``outstanding``, ``learnt``); those not given stay.

    By the handler while investigating, by the coordinator until it leaves. Who changes an approved answer is the one who approves.
    """
    hold(complaint, WRITING)
    if complaint.step == Step.INVESTIGATION:
        require_handler_or_coordinator(by, complaint)
    else:
        require_coordinator(by, complaint)
    return keep_texts(complaint, texts, by=by, at=at)


def keep_texts(complaint: Complaint, texts: Mapping[str, str], *, by: Actor, at: datetime) -> Answer:
    """The same inside an action that holds the complaint and knows who may. Nothing is written when nothing changes."""
    answer = of(complaint) or Answer(complaint=complaint, written_at=at)
    given = {name: optional(texts[name], field=name) for name in TEXTS if name in texts}
    changed = [name for name, text in given.items() if getattr(answer, name) != text]
    if not changed:
        return answer
    for name in changed:
        setattr(answer, name, given[name])
    answer.written_by_id, answer.written_at = by.id if by.is_staff else None, at
    if answer.approved_at is not None:
        answer.approved_by_id, answer.approved_at = answer.written_by_id, at
    answer.save()
    note(complaint, entries.ANSWER_WRITTEN, by=by, at=at, parts=changed)
    return answer


def approve(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """The coordinator stands for the answer; what it must have is a need of the move."""
    Answer.objects.filter(complaint=complaint).update(approved_by_id=by.id, approved_at=at)


def take_over(complaint: Complaint, main: Complaint, *, by: Actor, at: datetime) -> None:
    """What is still to come and what the city learns holds for a joined complaint too, unless its own answer says otherwise."""
    judged, own = of(main), of(complaint) or Answer()
    if judged is None:
        return
    shared = {"outstanding": judged.outstanding, "learnt": judged.learnt}
    keep_texts(complaint, {name: getattr(own, name) or text for name, text in shared.items()}, by=by, at=at)
    approve(complaint, by=by, at=at)


def of(complaint: Complaint) -> Answer | None:
    """The answer as it is now, when anything was written."""
    return Answer.objects.filter(complaint=complaint).first()
