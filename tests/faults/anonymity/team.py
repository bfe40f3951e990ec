"""A school of its own with one team, its lead, its leader and its meeting, for a game that is played on it."""

from datetime import timedelta

from django.utils import timezone

from cycles.plan.models import Cycle, ReflectionSession
from teams.enums import CycleKind, Position, Role, TeamKind
from teams.models import Appointment, Membership, Person, School, SchoolYear, Team, Term
from tests.cycles.making import schedule


def build_team(size: int) -> tuple[ReflectionSession, list[Person], Person, Person]:
    """The meeting, the members, the lead who facilitates it, and the school's leader, who is not in the team."""
    today = timezone.localdate()
    since, until = today - timedelta(days=100), today + timedelta(days=100)
    school = School.objects.create(code="team", name="Team School")
    team = Team.objects.create(school=school, kind=TeamKind.TEACHER, name="Team")
    made = [Person(email=f"teacher{n}@example.org", name=f"Teacher {n}", password="!") for n in range(size + 2)]
    *members, lead, leader = Person.objects.bulk_create(made)
    positions = [*((one, Position.MEMBER) for one in members), (lead, Position.LEAD)]
    Membership.objects.bulk_create(
        Membership(team=team, person=one, starts_on=since, position=position) for one, position in positions
    )
    roles = [*((one, Role.STAFF) for one in (*members, lead)), (leader, Role.LEADER)]
    Appointment.objects.bulk_create(
        Appointment(person=one, school=school, starts_on=since, role=role) for one, role in roles
    )
    year = SchoolYear.objects.create(name="Team", starts_on=since, ends_on=until)
    term = Term.objects.create(
        year=year, school=school, name="Team", starts_on=since, ends_on=until, closes=CycleKind.MID_YEAR
    )
    cycle = Cycle.objects.create(school=school, year=year, term=term, kind=term.closes, opened_at=timezone.now())
    return schedule(cycle, team, facilitator=lead), members, lead, leader
