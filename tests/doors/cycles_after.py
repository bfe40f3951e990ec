"""Doors of `cycles` after the meeting (adjust and share): one row for each address, see `table.py`."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from cycles.adjust import actions as adjust
from cycles.adjust.checked import RecordCheck, RecordWord
from cycles.plan.models import Cycle, Invitation, ReflectionSession
from cycles.share.models import Review, Summary
from teams.enums import CycleKind
from tests.cycles import agreeing
from tests.cycles.making import open_cycle, schedule
from tests.doors.table import EVERYONE, row


def _letter(cycle: Cycle, *, is_published: bool) -> Summary:
    now = timezone.now()
    state = {"state": "published", "published_at": now} if is_published else {}
    return Summary.objects.create(cycle=cycle, title="Letter", drafted_at=now, **state)


def _remark(session: ReflectionSession, by: Any) -> RecordWord:
    """On a record that is open to be checked."""
    at = timezone.now()
    check = RecordCheck.objects.create(session=session, opened_at=at, closes_at=at + timedelta(days=1))
    return RecordWord.objects.create(check_of=check, person=by, text="Mend it", said_at=at)


def things(people: Any) -> dict[str, Any]:
    """What the rows ask for, beside the attributes of `people`.

    `session` is the teacher team's, with a facilitator from the ILT. Its step is the teacher's, its adjustment the
    team's, its advice asked of the superintendent. `summary` is published, `draft` belongs to the cycle after.
    """
    cycle, foreign_cycle = open_cycle(people), open_cycle(people, school=people.other_school)
    session = schedule(cycle, people.team, facilitator=people.facilitator)
    foreign_session = schedule(foreign_cycle, people.foreign_team, facilitator=people.other_leader)
    later = open_cycle(people, kind=CycleKind.END_OF_YEAR)
    schedule(later, people.team, facilitator=people.facilitator)
    summary, adjustment = _letter(cycle, is_published=True), agreeing.adjustment(session)
    ask = {"question": "Right size?", "due_on": None, "by": people.leader, "at": timezone.now()}
    Invitation.objects.filter(session=session, person=people.teacher).update(has_attended=True)
    return {
        "remark": _remark(session, people.teacher),
        "foreign_remark": _remark(foreign_session, people.outsider),
        "cycle": cycle,
        "foreign_cycle": foreign_cycle,
        "session": session,
        "foreign_session": foreign_session,
        "step": agreeing.step(session, people.teacher),
        "foreign_step": _foreign_step(people, foreign_session),
        "adjustment": adjustment,
        "foreign_adjustment": agreeing.adjustment(foreign_session),
        "advice": adjust.ask_advice(adjustment, adviser=people.superintendent, **ask),
        "summary": summary,
        "foreign_summary": _letter(foreign_cycle, is_published=True),
        "draft": _letter(later, is_published=False),
        "review": Review.objects.create(summary=summary, reviewer=people.superintendent),
    }


def _foreign_step(people: Any, session: ReflectionSession) -> Any:
    return agreeing.step(session, people.outsider)


WRITERS = "leader lead facilitator"
MEMBERS = "teacher member"
READERS = f"{WRITERS} {MEMBERS} superintendent"
BUT_STEWARD = EVERYONE.replace(" steward", "")
ROWS = [
    # action steps and the record
    row("cycles:commitments", ok=BUT_STEWARD, no="steward"),
    row("cycles:step-settle", "step", ok=f"{WRITERS} teacher", no="member superintendent district", post=True),
    row("cycles:record", "session", ok=READERS),
    row("cycles:step-new", "session", ok=WRITERS, no=f"{MEMBERS} superintendent"),
    row("cycles:step-take", "session", ok=WRITERS, no=f"{MEMBERS} superintendent", post=True),
    row("cycles:disposition-record", "session", ok=WRITERS, no=f"{MEMBERS} superintendent", post=True),
    # no packet is frozen for this session, so there is nothing to check its record against
    row("cycles:revalidation", "session", no=READERS),
    row("cycles:revalidation-record", "session", no=READERS, post=True),
    # who was there says something of the record, who led mends and answers
    row("cycles:record-confirm", "session", ok="teacher", no=f"{WRITERS} member superintendent", post=True),
    row("cycles:record-remark", "session", ok="teacher", no=f"{WRITERS} member superintendent", post=True),
    row("cycles:record-mend", "session", ok=WRITERS, no=f"{MEMBERS} superintendent", post=True),
    row(
        "cycles:remark-answer",
        args={"pk": "session", "word_pk": "remark"},
        ok=WRITERS,
        no=f"{MEMBERS} superintendent",
        post=True,
    ),
    # adjustments and advice
    row("cycles:adjustment-new", "session", ok=WRITERS, no=f"{MEMBERS} superintendent"),
    row("cycles:adjustment-propose", "session", ok=WRITERS, no=f"{MEMBERS} superintendent", post=True),
    row("cycles:adjustments", ok=BUT_STEWARD, no="steward"),
    row("cycles:adjustment", "adjustment", ok=f"{READERS} district"),
    row("cycles:adjustment-ask", "adjustment", ok=WRITERS, no=f"{MEMBERS} superintendent district", post=True),
    *(
        row(
            f"cycles:adjustment-{change}",
            "adjustment",
            ok="leader lead",
            no=f"facilitator {MEMBERS} superintendent district",
            post=True,
        )
        for change in ("decide", "reopen")
    ),
    row("cycles:advice-give", "advice", ok="superintendent", no=f"{WRITERS} {MEMBERS} district", post=True),
    # the summary
    row("cycles:summary-draft", "cycle", ok=WRITERS, no=f"{MEMBERS} superintendent", post=True),
    row("cycles:summary", "summary", ok=f"{READERS} district"),
    row("cycles:summary", "draft", ok=WRITERS),
    row("cycles:summary-edit", "draft", ok=WRITERS),
    row("cycles:summary-edit", "summary", ok=WRITERS, no=f"{MEMBERS} superintendent district", then=302),
    row("cycles:summary-save", "draft", ok=WRITERS, post=True),
    row("cycles:summary-redraft", "draft", ok=WRITERS, post=True),
    row("cycles:summary-publish", "draft", ok="leader", no="lead facilitator", post=True),
    row("cycles:summary-pdf", "summary", ok=f"{READERS} district"),
    row("cycles:summary-docx", "summary", ok=f"{READERS} district"),
    # reviews
    row("cycles:reviews", ok="superintendent", no=EVERYONE.replace(" superintendent", "")),
    row("cycles:review", "review", ok="superintendent", no=f"{WRITERS} {MEMBERS} district"),
    row("cycles:review-respond", "review", ok="superintendent", no=f"{WRITERS} {MEMBERS} district", post=True),
]
