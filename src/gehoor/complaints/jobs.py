"""Work for the worker: what the clock asks of complaints."""

from procrastinate.contrib.django import app

from gehoor.complaints.actions.sweeping import (
    ask_for_coordinators,
    hand_back_silences,
    keep_all_independent,
    tell_late_complaints,
)
from gehoor.kernel.clock import now


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="complaints_sweep")
def sweep(timestamp: int) -> None:
    """Tell complainants who are late, hand back silences, keep handlers independent and coordinators present."""
    tell_late_complaints(at=now())
    hand_back_silences(at=now())
    keep_all_independent(at=now())
    ask_for_coordinators(at=now())
