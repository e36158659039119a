"""A files folder of the test's own."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Protocol

import pytest
from django.test import override_settings

from gehoor.files.actions import store
from gehoor.files.models import StoredFile
from tests.files.samples import MORNING, NOOR


class Keep(Protocol):
    """Keeps bytes as a citizen's upload."""

    def __call__(self, content: bytes, name: str = "bijlage") -> StoredFile: ...


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with override_settings(GEHOOR_FILES_ROOT=tmp_path / "files"):
        yield tmp_path / "files"


@pytest.fixture
def keep(db: None, folder: Path) -> Keep:
    def kept(content: bytes, name: str = "bijlage") -> StoredFile:
        return store(BytesIO(content), name=name, by=NOOR, at=MORNING)

    return kept


def files_in(folder: Path) -> list[Path]:
    """Every file under a folder."""
    return [path for path in folder.rglob("*") if path.is_file()]
