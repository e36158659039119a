"""A city with a mailroom."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from gehoor.mailroom.actions.reading import read_mail
from gehoor.mailroom.actions.storing import keep
from gehoor.mailroom.models import RawMail
from tests.city import MONDAY, City, small_city
from tests.mailroom.dovecot import dovecot, dovecot_home  # noqa: F401 - fixtures

TakeIn = Callable[..., RawMail]


@pytest.fixture
def city(db: None, settings: Settings, tmp_path: Path) -> City:
    settings.GEHOOR_FILES_ROOT = tmp_path / "files"
    return small_city()


@pytest.fixture
def take_in(city: City) -> TakeIn:
    """Keep and read one mail; its row afterwards."""

    def do(content: bytes, *, at: datetime = MONDAY, acknowledge: bool = True) -> RawMail:
        row, _ = keep(content, at=at, acknowledge=acknowledge)
        read_mail(row.pk, at=at)
        return RawMail.objects.select_related("dossier", "message", "file").get(pk=row.pk)

    return do
