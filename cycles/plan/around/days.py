"""Counting in school days: from a meeting to what is done around it, and back."""

from collections.abc import Mapping
from datetime import date, timedelta

from cycles.plan.enums import AFTER_MEETING, BEFORE_MEETING, OF_THE_SCHOOL, USUAL_DAYS, MilestoneKind
from cycles.plan.models import MilestoneDefault, ReflectionSession
from cycles.plan.slots import SchoolDays
from teams.enums import TeamKind
from teams.models import School

REACH = 120


def shifted(days: SchoolDays, day: date, count: int, *, not_after: date | None = None) -> date:
    """The school day `count` school days from `day`; negative is before, 0 is `day` itself.

    A day past `not_after` (the last of the school year) becomes the last school day before it, unless `day` is past
    it too. Among four months of closed days, the plain calendar day.
    """
    step = timedelta(days=1 if count > 0 else -1)
    found, left = day, abs(count)
    for _try in range(REACH):
        if left == 0:
            break
        found += step
        left -= days.is_open(found)
    else:
        found = day + timedelta(days=count)
    if not_after is not None and day <= not_after < found:
        return _last_open(days, day, not_after)
    return found


def _last_open(days: SchoolDays, first: date, last: date) -> date:
    while last > first and not days.is_open(last):
        last -= timedelta(days=1)
    return last


def distance(days: SchoolDays, meets_on: date, due_on: date) -> int:
    """How many school days from the meeting; negative before it. The inverse of `shifted` on school days."""
    one = timedelta(days=1)
    if due_on <= meets_on:
        return -sum(days.is_open(due_on + one * back) for back in range((meets_on - due_on).days))
    return sum(days.is_open(meets_on + one * on) for on in range(1, (due_on - meets_on).days + 1))


def usual_days(school: School | None) -> dict[MilestoneKind, int]:
    """The school's own word, else the district's, else the house's. 1 query."""
    told: Mapping[tuple[int | None, str], int] = {
        (row.school_id, row.kind): row.days
        for row in MilestoneDefault.objects.filter(school__isnull=True) | MilestoneDefault.objects.filter(school=school)
    }
    own = school.pk if school else None
    return {kind: told.get((own, kind), told.get((None, kind), days)) for kind, days in USUAL_DAYS.items()}


def kinds_of(session: ReflectionSession) -> list[MilestoneKind]:
    """What is done around this meeting. The letters follow the ILT's, or every team's where no ILT meets. 1 query."""
    if session.team.is_ilt:
        return list(MilestoneKind)
    has_ilt = ReflectionSession.objects.filter(cycle=session.cycle_id, team__kind=TeamKind.ILT).exists()
    return [kind for kind in MilestoneKind if not (has_ilt and kind in OF_THE_SCHOOL)]


def why_not(kind: MilestoneKind, due_on: date, *, meets_on: date, days: SchoolDays) -> str:
    """Why a step cannot be due on that day: "closed", "after" or "before" the meeting; empty where it can."""
    if not days.is_open(due_on):
        return "closed"
    if kind in BEFORE_MEETING and due_on > meets_on:
        return "after"
    return "before" if kind in AFTER_MEETING and due_on < meets_on else ""
