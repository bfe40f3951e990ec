"""Doors of `surveys`: one row for each address, see `table.py`."""

from typing import Any

from tests.doors.table import row
from tests.surveys.making import closed, crowd, opened


def things(people: Any) -> dict[str, Any]:
    """`survey` asks the teacher and seven others; of `told`, which is over, the lead is the one reader."""
    voters = crowd(16)
    survey = opened(people.school, [people.teacher, *voters[:7]])
    return {
        "survey": survey,
        "box": survey,
        "foreign_survey": opened(people.other_school, [people.outsider, *voters[8:15]]),
        "told": closed(opened(people.school, voters[:8], reader=people.lead)),
        "school_told": closed(opened(people.school, voters[:8])),
    }


ROWS = [
    row(
        "surveys:findings",
        ok="leader other_leader superintendent district",
        no="lead teacher member facilitator partner steward outsider",
    ),
    row("surveys:sheet", "survey", ok="teacher"),
    row("surveys:sheet-draw", "survey", ok="teacher", post=True),
    row("surveys:sheet-confirm", "survey", ok="teacher", post=True),
    row("surveys:ballot", "box", public=True, post=True),
    row("surveys:results", "told", ok="lead"),
    row("surveys:results", "school_told", ok="leader superintendent"),
]
