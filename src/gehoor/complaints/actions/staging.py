"""Another treatment of a complaint inside the city, where the regulation has one: by somebody else, with its own clocks."""

from datetime import datetime
from typing import Any

from django.db import transaction

from gehoor.complaints import entries
from gehoor.complaints.actions.barring import keep_independent
from gehoor.complaints.actions.joining import part_all
from gehoor.complaints.actions.letters import send_letter
from gehoor.complaints.actions.moving import note_move, show_on_dossier
from gehoor.complaints.models import Answer, Complaint, EarlierTreatment, Grievance
from gehoor.complaints.wording import day_or_later, next_stage, rules_of
from gehoor.dossiers.actions.deadlines import begin_rows, deadline_rows, meet
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import local_date
from gehoor.regulations.schema import Stage

_ANEW: dict[str, Any] = {
    "finding": "",
    "norms": [],
    "measure": "",
    "reasons": "",
    "decided_by": None,
    "decided_at": None,
}
_KEPT = ("number", "finding", "norms", "measure", "reasons")


@transaction.atomic
def begin_next_stage(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """The complainant did not agree: the next treatment of the regulation begins. The caller moved the complaint, and holds it.

    What was found is kept apart and asked anew of somebody who did not handle it before, where the regulation says so. The clocks
    of the treatment begin today. Letter ``next_stage``, which acknowledges it.
    """
    stage = next_stage(complaint)
    if stage is None:
        return
    part_all(complaint, by=by, at=at)
    _keep_what_was_found(complaint, at=at)
    before = complaint.handler_id
    complaint.stage, complaint.handler_id = complaint.stage + 1, None
    Complaint.objects.filter(pk=complaint.pk).update(stage=complaint.stage, handler=None)
    show_on_dossier(complaint, at=at)
    due_on = _begin_clocks(complaint, stage, by=by, at=at)
    message = send_letter(
        complaint,
        "next_stage",
        by=by,
        at=at,
        stage=f"{stage.label[:1].lower()}{stage.label[1:]}",
        who=_who(stage),
        answer_due=due_on,
    )
    meet(complaint.dossier, "acknowledgement", by=by, at=at)
    note_move(complaint, entries.STAGE_BEGUN, by=by, at=at, number=complaint.stage, staff=before, message=message.pk)
    keep_independent(complaint, by=by, at=at)


def _who(stage: Stage) -> str:
    if stage.another_handler:
        return "Iemand die je klacht nog niet behandelde, onderzoekt ze opnieuw."
    return "We onderzoeken je klacht opnieuw."


def _keep_what_was_found(complaint: Complaint, *, at: datetime) -> None:
    points = Grievance.objects.filter(complaint=complaint)
    stages = list(rules_of(complaint).stages.values())
    EarlierTreatment.objects.create(
        complaint=complaint,
        number=complaint.stage,
        label=stages[complaint.stage - 1].label[:200],
        handler_id=complaint.handler_id,
        points=list(points.values(*_KEPT)),
        ended_at=at,
    )
    points.update(**_ANEW)
    Answer.objects.filter(complaint=complaint).update(approved_by=None, approved_at=None)


def _begin_clocks(complaint: Complaint, stage: Stage, *, by: Actor, at: datetime) -> str:
    """Start the terms of this treatment; the day of its answer as a letter writes it."""
    started = dict.fromkeys(stage.terms, local_date(at))
    rows = deadline_rows(complaint.dossier, started, at=at)
    begin_rows(complaint.dossier, rows, by=by, at=at)
    terms = rules_of(complaint).terms
    days = [row.due_on for row in rows if terms[row.term].met_by == "answer" and row.due_on is not None]
    return day_or_later(min(days, default=None))
