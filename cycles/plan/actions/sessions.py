"""Giving a session its time, and calling it off."""

from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_noop

from cycles.plan import asking, notices, tasks
from cycles.plan.enums import SESSION_STEPS, Reply, SessionState
from cycles.plan.models import ReflectionSession
from cycles.plan.signals import session_cancelled, session_timed
from teams import audit
from teams.models import Person

from .around import plan_around
from .invitations import invite_members, invite_parts, whole_session
from .refusals import SessionMoved, SessionOver

MAY_BE_SCHEDULED = [state for state, steps in SESSION_STEPS.items() if SessionState.SCHEDULED in steps]
MAY_BE_CANCELLED = [state for state, steps in SESSION_STEPS.items() if SessionState.CANCELLED in steps]


def _differs(session: ReflectionSession, values: dict[str, Any]) -> bool:
    return any(getattr(session, name) != value for name, value in values.items())


@transaction.atomic
def schedule_session(
    session: ReflectionSession,
    *,
    meets_on: date,
    meets_at: time,
    minutes: int,
    place: str,
    facilitator: Person,
    version: int,
    by: Person,
    at: datetime,
    video_link: str = "",
    deputy: Person | None = None,
    note_taker: Person | None = None,
    timekeeper: Person | None = None,
) -> ReflectionSession:
    """Give the session its time, place and people, or change them; returns it as it stands.

    Everyone invited is told once: an invitation to those who know nothing yet, one change to the others. What was
    unsent is void. `version` is the one the person saw: another one refuses with `SessionMoved`, a meeting that has
    begun with `SessionOver`. Saying again what stands changes nothing.
    """
    values = {
        "meets_on": meets_on,
        "meets_at": meets_at,
        "minutes": minutes,
        "place": place,
        "video_link": video_link,
        "facilitator": facilitator,
        "deputy": deputy,
        "note_taker": note_taker,
        "timekeeper": timekeeper,
        "state": SessionState.SCHEDULED,
    }
    before = whole_session(session)
    if before.version == version and not _differs(before, values):
        return before
    # a facilitator chosen here is the planned one, in nobody's place
    stands_in_for = before.stands_in_for if before.facilitator_id == facilitator.pk else None
    _step(session, MAY_BE_SCHEDULED, version=version, changed_at=at, stands_in_for=stands_in_for, **values)
    return _follow_time(before, [facilitator, deputy, note_taker, timekeeper], by=by, at=at)


def _follow_time(
    before: ReflectionSession, parts: list[Person | None], *, by: Person, at: datetime
) -> ReflectionSession:
    """All that hangs on a session's time and people: invitations, steps around it, mails, proposals of others."""
    after = whole_session(before)
    leavers = invite_members(after, at)
    invite_parts(after, parts)
    if (before.meets_on, before.meets_at) != (after.meets_on, after.meets_at):
        after.invitations.exclude(reply=Reply.NONE).update(reply=Reply.NONE, reason="", replied_at=None)
    plan_around(after, at=at)
    session_timed.send(ReflectionSession, session=after, at=at)
    notices.announce_time(after, _asked(after), leavers=leavers, at=at)
    if before.state == SessionState.CANCELLED:
        asking.remind_all(after, at=at)
    tasks.ring_for_proposals(after.cycle_id)
    audit.record("session scheduled", after, by=by, at=at, school=after.cycle.school)
    return after


def _step(session: ReflectionSession, allowed: list[SessionState], *, version: int, **values: Any) -> None:
    """Compare-and-set on state and version."""
    rows = ReflectionSession.objects.filter(pk=session.pk, version=version, state__in=allowed)
    if rows.update(version=F("version") + 1, **values):
        return
    now = whole_session(session)
    raise SessionOver if now.state not in allowed else SessionMoved(now)


def _asked(session: ReflectionSession) -> list[Person]:
    return list(Person.objects.filter(invitations__session=session, is_active=True))


@transaction.atomic
def cancel_session(session: ReflectionSession, *, by: Person, at: datetime) -> None:
    """Call the meeting off: nobody is reminded of it any more, and those who were told are told."""
    now = whole_session(session)
    _step(session, MAY_BE_CANCELLED, version=now.version, changed_at=at, state=SessionState.CANCELLED)
    after = whole_session(session)
    notices.announce_cancellation(after, _asked(after), at=at)
    asking.forget_all(after, at=at, reason=gettext_noop("The meeting was cancelled."))
    session_cancelled.send(ReflectionSession, session=after, at=at)
    tasks.ring_for_proposals(after.cycle_id)
    audit.record("session cancelled", after, by=by, at=at, school=after.cycle.school)
