"""One row that cannot be swept holds up none behind it."""

import pytest
from django.db import OperationalError

from gehoor.kernel.sweeping import one_by_one


def test_a_row_that_fails_holds_up_none_behind_it(caplog: pytest.LogCaptureFixture) -> None:
    def act(row: int) -> int:
        return 10 // row

    assert one_by_one([0, 2, 5], act) == 7
    assert "failed on 0" in caplog.text


def test_a_database_that_is_away_stops_the_sweep() -> None:
    def act(row: int) -> int:
        raise OperationalError

    with pytest.raises(OperationalError):
        one_by_one([1, 2], act)
