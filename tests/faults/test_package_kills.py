"""A worker that is killed while it makes a hand-over package: another one makes it, once, and nothing is left behind."""

import zipfile
from io import BytesIO
from secrets import token_bytes

import pytest
from pytest_django import Settings

from gehoor.complaints import actions
from gehoor.complaints.models import Package
from gehoor.complaints.package.state import package_of
from gehoor.complaints.procedure import ReferralGround
from gehoor.dossiers.actions.messages import hear_reporter
from gehoor.files.actions import MAX_BYTES, store
from gehoor.files.storage import path_of
from gehoor.journal.models import Entry
from tests.city import small_city
from tests.complaints import course
from tests.faults.test_mail_kills import _wait
from tests.live import LiveGehoor


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_worker_that_is_killed_while_it_packs_leaves_it_to_the_next(
    live_gehoor: LiveGehoor, settings: Settings
) -> None:
    settings.GEHOOR_FILES_ROOT = live_gehoor.data / "files"
    found = course.closed(small_city())
    large = [
        store(BytesIO(token_bytes(MAX_BYTES)), name=f"film {number}.bin", by=found.amina, at=found.at)
        for number in range(4)
    ]
    hear_reporter(found.complaint.dossier, text="Kijk zelf.", by=found.amina, at=found.later(), files=large)
    actions.refer(found.complaint, ground=ReferralGround.ANSWER, by=found.amina, at=found.at)
    worker = live_gehoor.worker()
    _wait(lambda: Package.objects.filter(state=Package.State.MAKING, done__gt=0).exists())
    worker.kill()
    worker.wait()
    assert Package.objects.get().state == Package.State.MAKING
    live_gehoor.worker()
    _wait(lambda: package_of(found.complaint).ready, seconds=150)  # a dead worker is noticed within two minutes
    assert Entry.objects.filter(verb="complaints.package_made").count() == 1
    file = package_of(found.complaint).file
    assert file is not None
    with zipfile.ZipFile(path_of(file.public_id)) as archive:
        assert archive.testzip() is None
