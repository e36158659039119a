"""The question to the data protection officer, and the answer."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from procrastinate.contrib.django import app

from gehoor.dossiers.actions.messages import written
from gehoor.dossiers.actions.tasks import add_work
from gehoor.dossiers.entries import WORK_DONE
from gehoor.dossiers.models import WorkItem
from gehoor.dossiers.scope import visible
from gehoor.journal.entries import dossier_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import Conflict, InvalidInput
from gehoor.mishaps import entries
from gehoor.mishaps.access import JUDGE
from gehoor.mishaps.models import BreachReport, Mishap
from gehoor.organisation.access import actors_with, require
from gehoor.organisation.queries import contact_point, staff_by_id

TITLE = "Beoordeel of dit een datalek is"


@dataclass(frozen=True)
class Question:
    """What who made the mistake knows of it. ``sure``: thinks that it is a breach; ``whom``: who saw it; ``which``: what data."""

    sure: bool
    happened: str
    whom: str
    which: str
    since_on: date


@dataclass(frozen=True)
class Judgement:
    """What the DPO says."""

    verdict: str
    reasons: str
    told_authority: bool = False
    told_people: bool = False


def ask_dpo(mishap: Mishap, asked: Question, *, by: Actor, at: datetime) -> BreachReport:
    """A task and a mail for who judges breaches and may see this dossier; without anybody like that the contact point has the task."""
    if asked.since_on > local_date(at):
        raise InvalidInput("Deze dag is nog niet gekomen.", field="since_on")
    judges = [one for one in actors_with(JUDGE) if one.id and visible(one).filter(pk=mishap.dossier_id).exists()]
    judge = staff_by_id([judges[0].id or 0]).get(judges[0].id or 0) if judges else None
    item = add_work(
        mishap.dossier,
        kind=WorkItem.Kind.BREACH,
        title=TITLE,
        department=mishap.dossier.department if judge else contact_point(),
        assignee=judge,
        by=by,
        at=at,
        due_on=local_date(at),
    )
    report = BreachReport.objects.create(
        mishap=mishap,
        work_item=item,
        sure=asked.sure,
        happened=written(asked.happened, field="happened"),
        whom=written(asked.whom, field="whom"),
        which=written(asked.which, field="which"),
        since_on=asked.since_on,
        by_id=by.staff_id,
        at=at,
    )
    record(entries.REPORTED, dossier_chain(mishap.dossier_id), by=by, at=at, report=report.pk)
    task = app.configure_task("gehoor.mishaps.jobs.tell_judge", queue="mail")
    for one in judges:
        task.defer(report_id=report.pk, staff_id=one.id)
    return report


@transaction.atomic
def judge_breach(report: BreachReport, said: Judgement, *, by: Actor, at: datetime) -> None:
    """The DPO writes down whether it is a breach, who was told and why; the task is done. Twice raises Conflict."""
    require(by, JUDGE)
    if said.verdict not in set(BreachReport.Verdict):
        raise InvalidInput("Kies of dit een datalek is.", field="verdict")
    told = said.verdict == BreachReport.Verdict.BREACH
    judged = BreachReport.objects.filter(pk=report.pk, judged_at=None).update(
        verdict=said.verdict,
        told_authority=told and said.told_authority,
        told_people=told and said.told_people,
        reasons=written(said.reasons, field="reasons", sentence="Schrijf waarom."),
        judged_by_id=by.staff_id,
        judged_at=at,
    )
    if not judged:
        raise Conflict("Over deze melding is al geoordeeld.")
    dossier_id = report.mishap.dossier_id
    label = f"Oordeel van de DPO: {BreachReport.Verdict(said.verdict).label}."
    WorkItem.objects.filter(pk=report.work_item_id, done_at=None).update(
        done_at=at, done_by_id=by.staff_id, outcome=label
    )
    record(entries.JUDGED, dossier_chain(dossier_id), by=by, at=at, report=report.pk, verdict=said.verdict)
    record(WORK_DONE, dossier_chain(dossier_id), by=by, at=at, work_item=report.work_item_id)
