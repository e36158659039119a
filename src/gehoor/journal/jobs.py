"""What the journal does by itself."""

from procrastinate.contrib.django import app

from gehoor.journal.checkpoints import checkpoint
from gehoor.kernel.clock import now


@app.periodic(cron="7 * * * *")
@app.task(name="journal.seal", queueing_lock="journal.seal")
def seal(timestamp: int) -> None:
    """Make a checkpoint every hour. Running twice is harmless: the second finds nothing new."""
    checkpoint(at=now())
