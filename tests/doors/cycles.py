"""Doors of `cycles`: one row for each address, see `table.py`."""

from typing import Any

from cycles.plan.models import Invitation
from cycles.prepare.models import Prompt
from tests.cycles.making import open_cycle, schedule
from tests.doors.table import EVERYONE, row


def things(people: Any) -> dict[str, Any]:
    """What the rows ask for, beside the attributes of `people`.

    `session` is the teacher team's, scheduled, with a facilitator from outside the team; nobody else is invited.
    """
    cycle, foreign_cycle = open_cycle(people), open_cycle(people, school=people.other_school)
    prompt, lead_prompt = (
        Prompt.objects.filter(template__kind=kind, template__cycle_kind="mid_year").first()
        for kind in ("teacher", "lead")
    )
    session = schedule(cycle, people.team, facilitator=people.facilitator)
    foreign_session = schedule(foreign_cycle, people.foreign_team)
    return {
        "cycle": cycle,
        "foreign_cycle": foreign_cycle,
        "session": session,
        "foreign_session": foreign_session,
        "invitation": Invitation.objects.get(session=session, person=people.teacher),
        "foreign_invitation": Invitation.objects.get(session=foreign_session, person=people.outsider),
        "prompt": prompt,
        "foreign_prompt": prompt,
        "lead_prompt": lead_prompt,
    }


TEAM = "lead teacher member"
BESIDE = "leader facilitator superintendent"
NOT_PLANNING = "teacher member facilitator superintendent"
NOT_LEADING = "lead teacher member facilitator superintendent partner district steward outsider"
ROWS = [
    # today, the board, the session page
    row("cycles:today", ok=EVERYONE),
    row("cycles:board", ok=EVERYONE.replace(" steward", ""), no="steward"),
    row("cycles:session", "session", ok=f"{TEAM} {BESIDE}"),
    # prepare
    row("cycles:prepare", "session", ok=TEAM, no=BESIDE),
    row("cycles:prepare-mine", "session", ok=TEAM, no=BESIDE),
    row("cycles:prepare-shared", "session", ok="lead leader facilitator", no="teacher member superintendent"),
    row("cycles:answer-save", ok="teacher member", no=BESIDE, args={"pk": "session", "prompt_pk": "prompt"}, post=True),
    row("cycles:answer-save", ok="lead", no=BESIDE, args={"pk": "session", "prompt_pk": "lead_prompt"}, post=True),
    row("cycles:reflection-submit", "session", ok=TEAM, no=BESIDE, post=True),
    row("cycles:reflection-reopen", "session", ok=TEAM, no=BESIDE, post=True),
    # plan
    row("cycles:cycle", "cycle", ok="leader lead facilitator superintendent", no="teacher member"),
    row("cycles:cycle-open", ok="leader other_leader", no=NOT_LEADING, post=True),
    row("cycles:cycle-close", "cycle", ok="leader", no="lead teacher member facilitator superintendent", post=True),
    row("cycles:schedule", "session", ok="leader lead", no=NOT_PLANNING),
    row("cycles:session-schedule", "session", ok="leader lead", no=NOT_PLANNING, post=True),
    row("cycles:session-cancel", "session", ok="leader lead", no=NOT_PLANNING, post=True),
    row("cycles:guest-invite", "session", ok="leader lead", no=NOT_PLANNING, post=True),
    row("cycles:session-calendar", "session", ok=f"{TEAM} {BESIDE}"),
    row("cycles:packet", "session", ok=f"{TEAM} leader superintendent", no="facilitator"),
    row("cycles:packet-state", "session", ok=f"{TEAM} leader superintendent", no="facilitator"),
    row("cycles:packet-freeze", "session", ok="leader lead", no=NOT_PLANNING, post=True),
    row("cycles:invitation-reply", "invitation", ok="teacher", post=True),
]
