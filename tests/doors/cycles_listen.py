"""Doors of `cycles`, listening through the year: maps, rounds, learning cycles."""

from typing import Any

from tests.cycles.listen.making import answer, ask, map_of, write
from tests.doors.table import EVERYONE, row


def things(people: Any) -> dict[str, Any]:
    """`map` is the teacher's, handed in to the lead, who has answered; `ahead` the round of Grade 5's lead."""
    found = ask(people)
    own = write(found, people.teacher, hand_in=True)
    answer(found, people.lead)
    return {"map": own, "begun": map_of(found, people.member), "round": found, "term": people.fall}


NOT_LEADING = EVERYONE.replace("leader", "").replace(" other_", "")
ROWS = [
    row("cycles:maps", ok=EVERYONE),
    row("cycles:map", "map", ok="teacher"),
    row("cycles:map", "begun", ok="member"),
    row("cycles:map-print", "begun", ok="member"),
    *(
        row(f"cycles:map-{change}", "map", ok="teacher", post=True)
        for change in ("save", "hand-in", "take-up", "delete")
    ),
    row("cycles:map-read", "map", ok="lead", post=True),
    row("cycles:map-round", "round", ok="lead"),
    row("cycles:naming-choose", "round", ok="lead", post=True),
    row("cycles:heard", "round", ok="lead teacher member"),
    row("cycles:heard-save", "round", ok="lead", post=True),
    row("cycles:learning-cycles", ok="leader other_leader", no=NOT_LEADING),
    row("cycles:learning-cycles-set", "term", ok="leader other_leader", no=NOT_LEADING, post=True),
]
