"""How one step stands today: a state of the house's chips, to be put in words by the page."""

from datetime import date, datetime
from enum import StrEnum

from django.utils import timezone

from cycles.plan.enums import AFTER_MEETING, BEFORE_MEETING, SessionState
from cycles.plan.models import Milestone, ReflectionSession

from .circle import People


class Standing(StrEnum):
    """In the order of a step's life."""

    LATER = "later"
    TODAY = "today"
    DUE_NOW = "due now"  # its day was past already when it was planned: nobody was late
    LATE = "late"
    AFTER = "after"  # its day has come, but the meeting it follows has not been held
    MISSED = "missed"  # the meeting was held without it
    DONE = "done"


def standing(session: ReflectionSession, milestone: Milestone, waiting: People | None, *, now: datetime) -> Standing:
    """No query; `session` with its school, `waiting` are those on whom the step waits, None where it is done."""
    if milestone.done_at or waiting is None:
        return Standing.DONE
    if milestone.kind in BEFORE_MEETING and session.has_begun:
        return Standing.MISSED
    today: date = timezone.localtime(now, session.cycle.school.zone).date()
    if milestone.due_on > today:
        return Standing.LATER
    if session.state != SessionState.MET and (milestone.kind in AFTER_MEETING or milestone.days > 0):
        return Standing.AFTER
    if milestone.due_on == today:
        return Standing.TODAY
    return Standing.DUE_NOW if milestone.due_on < milestone.planned_on else Standing.LATE
