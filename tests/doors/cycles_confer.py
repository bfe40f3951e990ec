"""Doors of 1:1s: one row for each address, see `table.py`."""

from typing import Any

from tests.cycles.confer.talks import arrange
from tests.cycles.making import open_cycle, schedule
from tests.doors.table import EVERYONE, row


def things(people: Any) -> dict[str, Any]:
    """`talk` is of lead and teacher around their team's meeting, `school_talk` of leader and superintendent."""
    cycle = open_cycle(people)
    session, ilt_session = schedule(cycle, people.team), schedule(cycle, people.ilt)
    return {
        "session": session,
        "talk": arrange(people.lead, people.teacher, session),
        "school_talk": arrange(people.leader, people.superintendent, ilt_session),
    }


TWO = "lead teacher"
TO_LEAD = {"pk": "session", "person_pk": "lead"}
NO_LINES = "leader superintendent"
AT_WORK = "leader lead teacher member facilitator district outsider other_leader"
NOT_DATING = "lead teacher member facilitator superintendent partner steward outsider"
FOCUS = ("save", "agree")
CHANGES = ("move", "cancel", "hold", "tick")
ROWS = [
    row("cycles:check-ins", ok=EVERYONE),
    row("cycles:my-notes", ok=EVERYONE),
    row("cycles:check-in-new", args={"person_pk": "teacher"}, ok="lead"),
    row("cycles:check-in-new", args={"person_pk": "leader"}, ok="lead superintendent partner"),
    row("cycles:check-in-arrange", args={"person_pk": "lead"}, ok="leader teacher member facilitator", post=True),
    row("cycles:check-in", "talk", ok=TWO),
    row("cycles:check-in", "school_talk", ok="leader superintendent"),
    row("cycles:check-in-time", "talk", ok=TWO),
    *(row(f"cycles:check-in-{change}", "talk", ok=TWO, post=True) for change in CHANGES),
    row("cycles:check-in-note-save", args={"pk": "talk", "name": "=private"}, ok=TWO, post=True),
    row(
        "cycles:check-in-note-save",
        args={"pk": "school_talk", "name": "=shared"},
        ok="leader superintendent",
        post=True,
    ),
    *(row(f"cycles:focus-{change}", "school_talk", ok="leader superintendent", post=True) for change in FOCUS),
    row("cycles:raise", "session", ok="lead teacher member", no=NO_LINES),
    *(
        row(f"cycles:raise-{change}", args=TO_LEAD, ok="teacher member", no=NO_LINES, post=True)
        for change in ("write", "agree", "decline")
    ),
    *(row(f"cycles:leap-{page}", ok=AT_WORK, no="superintendent partner steward") for page in ("talks", "lines")),
    row(
        "cycles:leap-dates-set", args={"kind": "=mid_year"}, ok="leader other_leader district", no=NOT_DATING, post=True
    ),
]
