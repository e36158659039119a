"""Work for the worker: mail out."""

from procrastinate.contrib.django import app

from gehoor.correspondence.sending import send_next
from gehoor.kernel.clock import now


@app.task(queue="mail")
def send(*, message_id: int) -> None:
    """A message was put in the outbox: send the one that waited longest. May run twice."""
    send_next(at=now())


@app.periodic(cron="* * * * *")
@app.task(queue="mail", queueing_lock="send_due")
def send_due(timestamp: int) -> None:
    """Send what should have left by now: retries, and whatever a lost job forgot."""
    while send_next(at=now()):
        pass
