"""The worker: what was deferred is done, and what a dead worker held is taken up again."""

import time
from collections.abc import Callable

from django.core.management import call_command
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from gehoor.config import jobs
from tests.live import LiveGehoor


def count(**where: object) -> int:
    """How many jobs there are like that."""
    return ProcrastinateJob.objects.filter(**where).count()


def wait_for(what: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_deferred_job_is_gone_after_a_rollback(fresh_db: str) -> None:
    with transaction.atomic():
        jobs.retry_stalled.configure(queueing_lock=None).defer(timestamp=0)
        transaction.set_rollback(True)
    assert count() == 0


def test_a_worker_does_what_was_deferred(live_gehoor: LiveGehoor) -> None:
    job = jobs.retry_stalled.configure(queueing_lock=None).defer(timestamp=0)
    live_gehoor.worker()
    wait_for(lambda: count(id=job) == 0)


def test_a_job_of_a_worker_that_died_is_taken_up_again(fresh_db: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )
        (worker,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id, attempts) "
            "VALUES ('default', 'somebody.works', '{}', 'doing', %s, 0) RETURNING id",
            [worker],
        )
        (job,) = cursor.fetchone()
    jobs.retry_stalled(timestamp=0)
    assert ProcrastinateJob.objects.get(id=job).status == "todo"


def test_every_schedule_is_known_to_the_worker() -> None:
    names = {task for task, _ in app.periodic_registry.periodic_tasks}
    assert "config.retry_stalled" in names


def test_one_worker_can_clear_what_is_there_and_stop(fresh_db: str) -> None:
    job = jobs.retry_stalled.configure(queueing_lock=None).defer(timestamp=0)
    call_command("worker", once=True)
    assert count(id=job) == 0  # done, and what is done is not kept
