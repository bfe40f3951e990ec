"""Doors of `surveys`: one row for each address, see `table.py`."""

from typing import Any

from tests.doors.table import row


def things(people: Any) -> dict[str, Any]:
    """What the rows ask for, beside the attributes of `people`."""
    return {}


ROWS = [
    row(
        "surveys:findings",
        ok="leader other_leader superintendent district",
        no="lead teacher member facilitator partner steward outsider",
    )
]
