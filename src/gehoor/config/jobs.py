"""Work the machine does for itself: jobs of a worker that died are taken up again."""

from asgiref.sync import async_to_sync
from procrastinate.contrib.django import app


@app.periodic(cron="* * * * *")
@app.task(name="config.retry_stalled", queueing_lock="config.retry_stalled", pass_context=False)
def retry_stalled(timestamp: int) -> None:
    """Give back the jobs whose worker has not been heard for half a minute. Each may then run twice; job bodies allow that."""
    _retry_all()


@async_to_sync
async def _retry_all() -> None:
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)
