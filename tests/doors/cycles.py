"""Doors of `cycles`: one row for each address, see `table.py`."""

from typing import Any

from tests.doors.table import EVERYONE, row  # noqa: F401


def things(people: Any) -> dict[str, Any]:
    """What the rows ask for, beside the attributes of `people`."""
    return {}


ROWS = []
