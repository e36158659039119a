"""Pages that are made from the code say what the code says."""

import pytest

from gehoor.config import env
from gehoor.config.management.commands.docs import PAGES


@pytest.mark.parametrize("name", PAGES)
def test_a_made_page_is_up_to_date(name: str) -> None:
    assert (env.ROOT / name).read_text(encoding="utf-8") == PAGES[name](), "run ./run docs"
