"""The same few people in every test: one per role, and one at another school.

`build_people(today)` makes two schools in two networks. Everybody's password is `PASSWORD`.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.utils.text import slugify

from teams.enums import CycleKind, Position, Role, TeamKind
from teams.models import (
    Appointment,
    Membership,
    Network,
    Person,
    School,
    SchoolYear,
    SupervisionLink,
    Team,
    Term,
    UipGoal,
)

PASSWORD = "solstice-test-people"


@dataclass(frozen=True)
class People:
    """Two schools (`school`, `other_school`), `year`, its two terms, an ILT and a teacher team each, a goal."""

    network: Network
    other_network: Network
    school: School
    other_school: School
    year: SchoolYear
    fall: Term
    spring: Term
    ilt: Team
    team: Team
    other_team: Team  # another teacher team at `school`
    foreign_ilt: Team  # the ILT of `other_school`
    foreign_team: Team
    goal: UipGoal
    leader: Person  # school leader, on the ILT
    lead: Person  # senior team lead of `team`, on the ILT
    teacher: Person  # member of `team`
    member: Person  # member of `team` too
    facilitator: Person  # member of the ILT who facilitates sessions
    colleague: Person  # staff of `school`, member of `other_team` only
    superintendent: Person
    partner: Person
    district: Person
    steward: Person
    outsider: Person  # teacher of `foreign_team`
    other_leader: Person  # leader of `other_school`


def _person(name: str) -> Person:
    email = f"{slugify(name).replace('-', '.')}@example.org"
    return Person.objects.create_user(email=email, name=name, password=PASSWORD)


def _join(team: Team, person: Person, position: Position, since: date) -> None:
    Membership.objects.create(team=team, person=person, position=position, starts_on=since)


def build_people(today: date) -> People:
    """Make them all in the database, with relationships that began a hundred days before `today`."""
    since = today - timedelta(days=100)
    network = Network.objects.create(code="north", name="North Network")
    other_network = Network.objects.create(code="south", name="South Network")
    school = School.objects.create(code="0101", name="Juniper Elementary", network=network)
    other_school = School.objects.create(code="0202", name="Cottonwood Middle", network=other_network)
    year = SchoolYear.objects.create(
        name=f"{since.year}-{(since.year + 1) % 100:02}",
        starts_on=since,
        ends_on=since + timedelta(days=300),
    )
    fall = Term.objects.create(
        year=year,
        name="Fall",
        starts_on=since,
        ends_on=today + timedelta(days=20),
        closes=CycleKind.MID_YEAR,
    )
    spring = Term.objects.create(
        year=year,
        name="Spring",
        starts_on=today + timedelta(days=21),
        ends_on=since + timedelta(days=290),
        closes=CycleKind.END_OF_YEAR,
    )

    def team(at: School, kind: TeamKind, name: str) -> Team:
        return Team.objects.create(
            school=at,
            kind=kind,
            name=name,
            usual_weekday=3,
            usual_time=time(15, 30),
            usual_minutes=60,
        )

    ilt, foreign_ilt = (
        team(school, TeamKind.ILT, "ILT"),
        team(other_school, TeamKind.ILT, "ILT"),
    )
    grade4, grade5 = (
        team(school, TeamKind.TEACHER, "Grade 4"),
        team(school, TeamKind.TEACHER, "Grade 5"),
    )
    foreign_team = team(other_school, TeamKind.TEACHER, "Grade 7")

    leader, lead, teacher = (
        _person("Rosa Delgado"),
        _person("Sam O'Brien"),
        _person("Teresa Núñez"),
    )
    member, facilitator, colleague = (
        _person("Malik Johnson"),
        _person("Fay Lindqvist"),
        _person("Cora Webb"),
    )
    superintendent, partner = _person("Ines Park"), _person("Noor Haddad")
    district, steward = _person("Dana Kim"), _person("Stuart Bell")
    outsider, other_leader = _person("Olu Adeyemi"), _person("Lena Fischer")

    for person in (lead, teacher, member, facilitator, colleague):
        Appointment.objects.create(person=person, role=Role.STAFF, school=school, starts_on=since)
    Appointment.objects.create(person=leader, role=Role.LEADER, school=school, starts_on=since)
    Appointment.objects.create(person=outsider, role=Role.STAFF, school=other_school, starts_on=since)
    Appointment.objects.create(person=other_leader, role=Role.LEADER, school=other_school, starts_on=since)
    Appointment.objects.create(
        person=superintendent,
        role=Role.SUPERINTENDENT,
        network=network,
        starts_on=since,
    )
    Appointment.objects.create(person=partner, role=Role.PARTNER, network=network, starts_on=since)
    Appointment.objects.create(person=district, role=Role.DISTRICT, starts_on=since)
    Appointment.objects.create(person=steward, role=Role.STEWARD, starts_on=since)
    for person in (leader, facilitator):
        _join(ilt, person, Position.MEMBER, since)
    _join(ilt, lead, Position.SENIOR_LEAD, since)
    _join(grade4, lead, Position.SENIOR_LEAD, since)
    for person in (teacher, member):
        _join(grade4, person, Position.MEMBER, since)
        SupervisionLink.objects.create(supervisor=lead, supervisee=person, school=school, starts_on=since)
    _join(grade5, colleague, Position.LEAD, since)
    _join(foreign_team, outsider, Position.MEMBER, since)
    _join(foreign_ilt, other_leader, Position.MEMBER, since)
    goal = UipGoal.objects.create(
        school=school,
        year=year,
        title="Raise grade 4 math to 50% at or above grade level",
        owner=leader,
    )
    return People(
        network=network,
        other_network=other_network,
        school=school,
        other_school=other_school,
        year=year,
        fall=fall,
        spring=spring,
        ilt=ilt,
        team=grade4,
        other_team=grade5,
        foreign_ilt=foreign_ilt,
        foreign_team=foreign_team,
        goal=goal,
        leader=leader,
        lead=lead,
        teacher=teacher,
        member=member,
        facilitator=facilitator,
        colleague=colleague,
        superintendent=superintendent,
        partner=partner,
        district=district,
        steward=steward,
        outsider=outsider,
        other_leader=other_leader,
    )
