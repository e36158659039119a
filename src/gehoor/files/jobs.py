"""What the files room does by itself."""

from procrastinate.contrib.django import app

from gehoor.files.actions import collect_orphans
from gehoor.files.quarantine import look_at_waiting
from gehoor.kernel.clock import now


@app.periodic(cron="* * * * *")
@app.task(name="files.look_at_waiting", queueing_lock="files.look_at_waiting")
def look(timestamp: int) -> None:
    """Ask the virus scanner every minute about what waits for it."""
    look_at_waiting()


@app.periodic(cron="37 3 * * *")
@app.task(name="files.collect_orphans", queueing_lock="files.collect_orphans")
def collect(timestamp: int) -> None:
    """Clear every night what has been on disk for a day without belonging to anything."""
    collect_orphans(at=now())
