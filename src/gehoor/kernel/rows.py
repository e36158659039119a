"""Rows that come from the database as JSON, several tables in one statement."""

from datetime import date, datetime
from typing import Any


def dated(row: dict[str, Any]) -> dict[str, Any]:
    """JSON has no dates: give columns named ``…_on`` a date and ``at``/``…_at`` a datetime again."""
    for name, value in row.items():
        if isinstance(value, str) and name.endswith("_on"):
            row[name] = date.fromisoformat(value)
        elif isinstance(value, str) and (name == "at" or name.endswith("_at")):
            row[name] = datetime.fromisoformat(value)
    return row
