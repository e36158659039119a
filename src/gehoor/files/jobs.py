"""What the files room does by itself."""

from procrastinate.contrib.django import app

from gehoor.files.actions import collect_orphans
from gehoor.kernel.clock import now


@app.periodic(cron="37 3 * * *")
@app.task(name="files.collect_orphans", queueing_lock="files.collect_orphans")
def collect(timestamp: int) -> None:
    """Clear every night what has been on disk for a day without belonging to anything."""
    collect_orphans(at=now())
