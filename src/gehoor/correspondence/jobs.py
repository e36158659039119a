"""Work for the worker: mail out."""

from procrastinate.contrib.django import app

from gehoor.correspondence import actions
from gehoor.kernel.clock import now


@app.task(queue="mail")
def send(*, message_id: int) -> None:
    """Try to send one message. May run twice."""
    actions.send_message(message_id, at=now())


@app.periodic(cron="* * * * *")
@app.task(queue="mail", queueing_lock="send_due")
def send_due(timestamp: int) -> None:
    """Send what should have left by now: retries, and whatever a lost job forgot."""
    for message_id in actions.due_messages(at=now()):
        actions.send_message(message_id, at=now())
