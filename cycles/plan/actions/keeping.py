"""What the clock does around meetings: it dates, reminds successors, and freezes what nobody froze."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q

from cycles.plan import around
from cycles.plan.enums import MilestoneKind, SessionState
from cycles.plan.models import Milestone, ReflectionSession
from teams import audit
from teams.notices import local_moment

from .around import plan_around
from .packets import ask_for_packet

EVENING = time(17, 0)


def keep_plans(*, at: datetime) -> int:
    """Run hourly: returns for how many meetings something was done. Safe to run at any time, and many at once.

    Meetings that were planned before there were steps get them; those on whom tomorrow's steps wait by now are
    reminded as well (a new lead); a packet that nobody froze on its day is asked for that evening.
    """
    return _plan_missing(at) + _remind_successors(at) + _ask_for_due_packets(at)


def _plan_missing(at: datetime) -> int:
    bare = ReflectionSession.objects.filter(
        state=SessionState.SCHEDULED, meets_on__gte=at.date(), milestones__isnull=True
    )
    found = list(bare.select_related("cycle__school", "cycle__year", "team"))
    for session in found:
        with transaction.atomic():
            plan_around(session, at=at)
            around.remind(session, at=at)
    return len(found)


def _near(at: datetime, earliest: date, latest: date) -> list[Milestone]:
    """Steps of those days that are not done, with their sessions. 1 query."""
    live = Q(session__state__in=[SessionState.SCHEDULED, SessionState.MET])
    rows = Milestone.objects.filter(live, done_at=None, due_on__range=(earliest, latest))
    return list(rows.select_related("session__cycle__school", "session__team").order_by("pk"))


def _remind_successors(at: datetime) -> int:
    tomorrow = at.date() + timedelta(days=1)
    kinds: dict[ReflectionSession, list[str]] = {}
    for row in _near(at, at.date(), tomorrow):
        kinds.setdefault(row.session, []).append(row.kind)
    for session, due in kinds.items():
        around.remind(session, at=at, kinds=due)
    return len(kinds)


def _ask_for_due_packets(at: datetime) -> int:
    """Those whose day has come to its evening at the school, while the meeting is still ahead."""
    rows = _near(at, at.date() - timedelta(days=30), at.date())
    due = [row.session for row in rows if row.kind == MilestoneKind.PACKET and _is_due(row, at)]
    for session in due:
        ask_for_packet(session, by=None, at=at)
        audit.record("packet freeze due", session, by=None, at=at, school=session.cycle.school)
    return len(due)


def _is_due(row: Milestone, at: datetime) -> bool:
    """Neither frozen, nor asked for, nor failed once: a failure is for people to see and to ask again."""
    session = row.session
    is_open = session.packet_id is None and session.freeze_asked_at is None and session.freeze_failed_at is None
    return (
        is_open and around.is_ripe(session, row, at) and local_moment(session.cycle.school, row.due_on, EVENING) <= at
    )
