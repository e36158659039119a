"""Work for the worker: what the clock and the sweeper ask."""

from procrastinate.contrib.django import app

from gehoor.dossiers.actions.drafts import forget_old_drafts
from gehoor.dossiers.actions.sweeping import report_failed_mail, tell_silences
from gehoor.kernel.clock import now
from gehoor.organisation.actions import forget_hits


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="dossiers_sweep")
def sweep(timestamp: int) -> None:
    """Tell citizens of silences; make tasks of mail that failed."""
    tell_silences(at=now())
    report_failed_mail(at=now())


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="dossiers_forget")
def forget(timestamp: int) -> None:
    """Delete drafts and counters that have had their day."""
    forget_old_drafts(at=now())
    forget_hits(at=now())
