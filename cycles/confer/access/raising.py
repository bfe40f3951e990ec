"""Who may raise a line for a team's meeting: its members, through its leads. Nobody else has the page."""

from django.db.models import Q

from cycles.plan import access as plan_access
from cycles.plan.models import ReflectionSession
from teams import access as teams_access
from teams.enums import LEADING, Role
from teams.models import Appointment, Membership, Person


def raising_leads(session: ReflectionSession) -> list[Person]:
    """The team's leads today, by name: those who carry a line. 1 query."""
    held = Membership.objects.on().filter(team=session.team_id, position__in=LEADING)
    return list(Person.objects.filter(pk__in=held.values("person_id"), is_active=True).order_by("name"))


def raising_members(session: ReflectionSession) -> list[Person]:
    """Who could have written a line: the team's people who neither lead it nor the school, by name. 1 query."""
    joined = Membership.objects.on().filter(team=session.team_id)
    leading = joined.filter(position__in=LEADING)
    leaders = Appointment.objects.on().filter(role=Role.LEADER, school=session.cycle.school_id)
    people = Person.objects.filter(pk__in=joined.values("person_id"), is_active=True)
    apart = Q(pk__in=leading.values("person_id")) | Q(pk__in=leaders.values("person_id"))
    return list(people.exclude(apart).order_by("name"))


def raising_session(person: Person, pk: int) -> ReflectionSession:
    """A meeting of a team of the person's: as its lead, or as a member who may ask for a line. 403 for others."""
    session: ReflectionSession = teams_access.door(plan_access.visible_sessions(person), True, pk)
    belongs = {one.pk for one in (*raising_leads(session), *raising_members(session))}
    teams_access.only_if(person.pk in belongs)
    return session
