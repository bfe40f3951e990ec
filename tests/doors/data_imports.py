"""Doors of `data_imports`: one row for each address, see `table.py`."""

from typing import Any

from tests.data_imports.making import frozen_packet, read_upload, received_upload
from tests.data_imports.mapped import unmapped_upload
from tests.doors.table import EVERYONE, row


def things(people: Any) -> dict[str, Any]:
    """What the rows ask for, beside the attributes of `people`."""
    return {
        "upload": received_upload(people.school, people.leader),
        "mended": read_upload(people.school, people.leader),
        "foreign_mended": read_upload(people.other_school, people.other_leader),
        "foreign_school": people.other_school,
        "foreign_upload": received_upload(people.other_school, people.other_leader),
        "unmapped": unmapped_upload(people.school, people.leader),
        "foreign_unmapped": unmapped_upload(people.other_school, people.other_leader),
        "frozen": frozen_packet(people.school, None, "B"),
        "foreign_frozen": frozen_packet(people.other_school, None, "B"),
        "own_frozen": frozen_packet(people.school, people.team, "A"),
        "foreign_own_frozen": frozen_packet(people.other_school, people.foreign_team, "A"),
        "foreign_teacher": people.outsider,
    }


IMPORTERS = "leader other_leader district steward"
OTHERS = "lead teacher member facilitator superintendent partner outsider"
LEADERS = "leader other_leader"
NO_LEADERS = "lead teacher member facilitator superintendent partner district steward outsider"
ROWS = [
    row("data_imports:evidence", ok=EVERYONE),
    row("data_imports:upload-new", ok=IMPORTERS, no=OTHERS),
    row("data_imports:upload-create", ok=IMPORTERS, no=OTHERS, post=True),
    *(
        row(
            f"data_imports:upload{part}",
            "upload",
            ok="leader district steward",
            no="lead teacher member facilitator superintendent",
            post=post,
        )
        for part, post in (
            ("", False),
            ("-state", False),
            ("-map", True),
            ("-ask", True),
            ("-confirm", True),
            ("-cancel", True),
            ("-undo", True),
        )
    ),
    row(
        "data_imports:upload-mapping",
        "unmapped",
        ok="leader district steward",
        no="lead teacher member facilitator superintendent",
    ),
    row(
        "data_imports:upload-rejected",
        "mended",
        ok="leader",
        no="lead teacher member facilitator superintendent district steward",
    ),
    *(
        row(f"data_imports:{name}", ok=LEADERS, no=NO_LEADERS, post=post)
        for name, post in (
            ("staff", False),
            ("staff-decide", True),
            ("leap-means", False),
            ("leap-means-save", True),
        )
    ),
    *(
        row(
            f"data_imports:places{part}",
            "school",
            ok="leader district",
            no="lead teacher member facilitator superintendent steward",
            post=post,
        )
        for part, post in (("", False), ("-save", True))
    ),
    row(
        "data_imports:packet",
        "frozen",
        ok="leader superintendent",
        no="lead teacher member facilitator district steward",
    ),
    row("data_imports:leap-mine", ok=EVERYONE),
    row(
        "data_imports:leap-person",
        "teacher",
        ok="leader lead",
        no="teacher member facilitator superintendent district",
    ),
]
