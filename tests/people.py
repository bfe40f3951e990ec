"""The same few people in every test: one per role, and one at another school.

`build_people(today)` makes two schools in two networks. Everybody's password is `PASSWORD`.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.contrib.auth.hashers import make_password
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


def _persons(*names: str) -> list[Person]:
    sealed = make_password(PASSWORD)
    emails = [f"{slugify(name).replace('-', '.')}@example.org" for name in names]
    return Person.objects.bulk_create(
        Person(email=email, name=name, password=sealed) for email, name in zip(emails, names, strict=True)
    )


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

    usual = {"usual_weekday": 3, "usual_time": time(15, 30), "usual_minutes": 60}
    ilt, foreign_ilt, grade4, grade5, foreign_team = Team.objects.bulk_create(
        Team(school=at, kind=kind, name=name, **usual)
        for at, kind, name in (
            (school, TeamKind.ILT, "ILT"),
            (other_school, TeamKind.ILT, "ILT"),
            (school, TeamKind.TEACHER, "Grade 4"),
            (school, TeamKind.TEACHER, "Grade 5"),
            (other_school, TeamKind.TEACHER, "Grade 7"),
        )
    )
    leader, lead, teacher, member, facilitator, colleague = _persons(
        "Rosa Delgado", "Sam O'Brien", "Teresa Núñez", "Malik Johnson", "Fay Lindqvist", "Cora Webb"
    )
    superintendent, partner, district, steward, outsider, other_leader = _persons(
        "Ines Park", "Noor Haddad", "Dana Kim", "Stuart Bell", "Olu Adeyemi", "Lena Fischer"
    )

    staff = [(person, Role.STAFF, {"school": school}) for person in (lead, teacher, member, facilitator, colleague)]
    Appointment.objects.bulk_create(
        Appointment(person=person, role=role, starts_on=since, **where)
        for person, role, where in (
            *staff,
            (leader, Role.LEADER, {"school": school}),
            (outsider, Role.STAFF, {"school": other_school}),
            (other_leader, Role.LEADER, {"school": other_school}),
            (superintendent, Role.SUPERINTENDENT, {"network": network}),
            (partner, Role.PARTNER, {"network": network}),
            (district, Role.DISTRICT, {}),
            (steward, Role.STEWARD, {}),
        )
    )
    Membership.objects.bulk_create(
        Membership(team=team, person=person, position=position, starts_on=since)
        for team, person, position in (
            (ilt, leader, Position.MEMBER),
            (ilt, facilitator, Position.MEMBER),
            (ilt, lead, Position.SENIOR_LEAD),
            (grade4, lead, Position.SENIOR_LEAD),
            (grade4, teacher, Position.MEMBER),
            (grade4, member, Position.MEMBER),
            (grade5, colleague, Position.LEAD),
            (foreign_team, outsider, Position.MEMBER),
            (foreign_ilt, other_leader, Position.MEMBER),
        )
    )
    SupervisionLink.objects.bulk_create(
        SupervisionLink(supervisor=lead, supervisee=person, school=school, starts_on=since)
        for person in (teacher, member)
    )
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
