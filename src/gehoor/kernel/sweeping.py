"""What every sweeper shares."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import InterfaceError, OperationalError

Row = TypeVar("Row")

_logger = logging.getLogger(__name__)


def one_by_one(rows: Iterable[Row], act: Callable[[Row], int]) -> int:
    """The sum of what the act returned. A row on which it fails is logged and holds up none behind it; tomorrow it is tried again.

    A database that is away is no fault of a row: that is raised.
    """
    done = 0
    for row in rows:
        try:
            done += act(row)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            _logger.exception("The sweeper failed on %r", row)
    return done
