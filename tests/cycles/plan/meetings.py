"""Meetings that no database knows, for tests of calendar files."""

from datetime import UTC, date, datetime, time
from typing import Any

from cycles.plan import calendar
from cycles.plan.calendar import Attendee
from cycles.plan.models import Cycle, ReflectionSession
from teams.models import School, Team

NOW = datetime(2026, 11, 2, 16, tzinfo=UTC)
DENVER = "America/Denver"
PEOPLE = [Attendee("Teresa Núñez", "teresa@example.org", "yes"), Attendee("O'Brien; Sam", "sam@example.org", "none")]


def school_in(zone: str, name: str = "Juniper, Elementary; North") -> School:
    return School(name=name, code="1", zone_name=zone)


def meeting(day: date | None, clock: time | None, zone: str | School = DENVER, **changes: Any) -> ReflectionSession:
    school = school_in(zone) if isinstance(zone, str) else zone
    values = {"minutes": 90, "place": "Library, room 4", "version": 3, "state": "scheduled", "uid": "u@solstice"}
    team = Team(name=changes.pop("team", "Grade 4"))
    return ReflectionSession(
        pk=7, cycle=Cycle(school=school), team=team, meets_on=day, meets_at=clock, **(values | changes)
    )


def file_of(session: ReflectionSession, method: str = calendar.REQUEST, **changes: Any) -> bytes:
    values = {"attendees": PEOPLE, "at": NOW}
    return calendar.calendar_file(session, method=method, **(values | changes))
