"""Doors of `cycles`, the people around a meeting: passes, feedback from outside, who came, who steps in."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from cycles.plan import access
from cycles.plan.models import Invitation, Pass
from tests import moments
from tests.cycles.making import open_cycle, schedule
from tests.doors.table import row

LINK = {"token": "=door"}


def things(people: Any) -> dict[str, Any]:
    """`session` is the teacher team's in five days, the member its deputy, the teacher its note-taker.

    `given` is the partner's pass, who is asked for feedback; there is a link too.
    """
    session = schedule(open_cycle(people), people.team, days=5, facilitator=people.facilitator)
    session.deputy, session.note_taker = people.member, people.teacher
    session.save()
    foreign = schedule(open_cycle(people, school=people.other_school), people.foreign_team, days=5)
    asked = {"allows_feedback": True, "answers_by": moments.today() + timedelta(days=2)}
    Pass.objects.create(
        session=session, name="Maria Ortiz", token_hash=access.link_hash("door"), given_at=timezone.now(), **asked
    )
    return {
        "session": session,
        "foreign_session": foreign,
        "invitation": Invitation.objects.get(session=session, person=people.lead),
        "foreign_invitation": Invitation.objects.get(session=foreign),
        "given": _given(session, people.partner, **asked),
        "foreign_given": _given(foreign, people.steward, **asked),
    }


def _given(session: Any, person: Any, **allows: Any) -> Pass:
    return Pass.objects.create(session=session, person=person, given_at=timezone.now(), **allows)


PLANS = {"ok": "leader lead", "no": "teacher member facilitator superintendent"}
TICKS = {"ok": "leader facilitator member teacher", "no": "lead superintendent"}
TEAM = {"ok": "lead teacher member", "no": "leader facilitator superintendent"}
ROWS = [
    row("cycles:guests", "session", **PLANS),
    row("cycles:guest-invite", "session", **PLANS, post=True),
    row("cycles:feedback-ask", "session", **PLANS, post=True),
    row("cycles:pass-renew", "given", **PLANS, post=True),
    row("cycles:pass-revoke", "given", **PLANS, post=True),
    # who came
    row("cycles:attendance", "session", **TICKS),
    row("cycles:attendance-tick", args={"pk": "session", "invitation_pk": "invitation"}, **TICKS, post=True),
    # who steps in
    row(
        "cycles:facilitator-step-in",
        "session",
        ok="member",
        no="leader lead teacher facilitator superintendent",
        post=True,
    ),
    row("cycles:facilitator-name", "session", **PLANS, post=True),
    *(row(f"cycles:facilitator-{change}", "session", **TEAM, post=True) for change in ("claim", "unclaim", "confirm")),
    row(
        "cycles:facilitator-hand-back",
        "session",
        ok="leader facilitator",
        no="lead teacher member superintendent",
        post=True,
    ),
    row(
        "cycles:session-go-ahead",
        "session",
        ok="leader facilitator member",
        no="lead teacher superintendent",
        post=True,
    ),
    # one's own questions: by signing in, or by a link
    row("cycles:feedback", args={"pk": "given"}, ok="partner"),
    row("cycles:feedback-save", args={"pk": "given", "question": "=well"}, ok="partner", post=True),
    row("cycles:feedback-send", args={"pk": "given"}, ok="partner", post=True),
    row("cycles:feedback-back", args={"pk": "given"}, ok="partner", post=True),
    row("cycles:link", args=LINK, public=True),
    row("cycles:link-save", args={**LINK, "question": "=well"}, public=True, post=True),
    row("cycles:link-send", args=LINK, public=True, post=True),
    row("cycles:link-back", args=LINK, public=True, post=True),
]
