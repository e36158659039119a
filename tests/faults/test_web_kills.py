"""Nothing that was answered is lost, nothing is there by half: ``kill -9`` of the site while people send."""

import random
import threading

import pytest
from django.core.management import call_command
from pytest_django import Settings

from tests.city import small_city
from tests.faults.storm import Storm, what_is_wrong
from tests.live import LiveGehoor


def _storm(gehoor: LiveGehoor, settings: Settings, *, senders: int, each: int, kills: int) -> Storm:
    small_city()
    settings.GEHOOR_FILES_ROOT = gehoor.data / "files"
    storm = Storm(gehoor.port, senders, each)
    killed: list[bool] = []

    def kill(done: threading.Event) -> None:
        while len(killed) < kills and not done.wait(random.uniform(0.3, 1.2)):
            gehoor.kill()
            gehoor.start()
            killed.append(True)

    storm.blow(kill)
    assert killed
    return storm


def test_a_site_that_is_killed_loses_nothing_it_answered(live_gehoor: LiveGehoor, settings: Settings) -> None:
    storm = _storm(live_gehoor, settings, senders=4, each=2, kills=2)
    assert len(storm.notes) == 8
    assert what_is_wrong(storm.notes) == []
    call_command("verify")


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_forty_kills_among_hundreds_of_senders_lose_nothing(live_gehoor: LiveGehoor, settings: Settings) -> None:
    storm = _storm(live_gehoor, settings, senders=8, each=40, kills=40)
    assert len(storm.notes) == 320
    assert what_is_wrong(storm.notes) == []
    call_command("verify")
