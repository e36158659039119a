"""Work for the worker: what the clock and the sweeper ask."""

from procrastinate.contrib.django import app

from gehoor.dossiers.actions.closing_days import reckon_all
from gehoor.dossiers.actions.drafts import forget_old_drafts
from gehoor.dossiers.actions.inquiry_reminders import remind_outside
from gehoor.dossiers.actions.links import send_new_link
from gehoor.dossiers.actions.sweeping import report_failed_mail, tell_silences
from gehoor.dossiers.actions.warning import warn_of_deadlines
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.clock import now
from gehoor.organisation.actions import forget_hits


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="dossiers_sweep")
def sweep(timestamp: int) -> None:
    """Warn before terms run out; tell citizens of silences; remind who is asked outside; make tasks of mail that failed."""
    warn_of_deadlines(at=now())
    tell_silences(at=now())
    remind_outside(at=now())
    report_failed_mail(at=now())


@app.task
def reckon_anew(*, body_id: int) -> None:
    """Reckon the open terms of a body anew: its closing days changed. May run twice."""
    reckon_all(body_id, at=now())


@app.task(queue="mail")
def new_link(*, reference: str, email: str) -> None:
    """Mail a new tracking link to the stored address, when number and address belong together. May run twice."""
    send_new_link(reference, email, by=Actor(kind=ActorKind.CITIZEN), at=now())


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="dossiers_forget")
def forget(timestamp: int) -> None:
    """Delete drafts and counters that have had their day."""
    forget_old_drafts(at=now())
    forget_hits(at=now())
