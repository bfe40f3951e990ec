"""Who is in the demo district."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, time
from itertools import count
from pathlib import Path

from django.contrib.auth.hashers import make_password

from teams.enums import Position, Role, TeamKind
from teams.models import Appointment, Membership, Network, Person, School, SupervisionLink, Team

PASSWORD = "solstice-demo"  # noqa: S105  printed at every start of the demo
DOMAIN = "mesaverde.example"
_NAMES = json.loads((Path(__file__).parent / "names.json").read_text(encoding="utf-8"))
_PLAIN = str.maketrans("áéíóúñÁ'", "aeiounA_")

SCHOOLS = (
    ("0520", "Juniper Elementary", "east", ("Grade 2", "Grade 3", "Grade 4", "Grade 5"), (2, 3, 4, 5)),
    ("0731", "Cottonwood Creek Elementary", "east", ("Grade 2", "Grade 3", "Grade 4", "Grade 5"), (2, 3, 4, 5)),
    ("0944", "Ridgeline Middle", "west", ("Grade 6", "Grade 7", "Grade 8", "Specials"), (6, 7, 8, 7)),
)
NETWORKS = {"east": "East Mesa Network", "west": "West Mesa Network"}
TEAM_SIZE = 8


@dataclass
class DemoSchool:
    """One school with its people by place."""

    school: School
    leader: Person
    assistant: Person
    ilt: Team
    teams: list[Team]
    grades: tuple[int, ...]
    leads: list[Person] = field(default_factory=list)
    members: list[list[Person]] = field(default_factory=list)


@dataclass
class DemoDistrict:
    schools: list[DemoSchool]
    superintendents: dict[str, Person]
    partner: Person
    district: Person
    steward: Person


def _names() -> Iterator[str]:
    """Every given name with a family name, never the same pair twice."""
    given, family = _NAMES["given"], _NAMES["family"]
    for number in count():
        yield f"{given[number % len(given)]} {family[(number * 7 + number // len(given)) % len(family)]}"


def _email(name: str) -> str:
    return f"{name.translate(_PLAIN).replace('_', '').replace(' ', '.').lower()}@{DOMAIN}"


def _join(team: Team, person: Person, position: Position, since: date) -> None:
    Membership.objects.create(team=team, person=person, position=position, starts_on=since)


def _make_team(school: School, kind: TeamKind, name: str, weekday: int) -> Team:
    at = time(7, 30) if kind == TeamKind.ILT else time(15, 15)
    return Team.objects.create(
        school=school,
        kind=kind,
        name=name,
        usual_weekday=weekday,
        usual_time=at,
        usual_minutes=60,
        usual_place="Library" if kind == TeamKind.ILT else f"Room {210 + weekday}",
    )


def _make_school(
    row: tuple[str, str, str, tuple[str, ...], tuple[int, ...]],
    network: Network,
    appoint: Callable[..., Person],
    since: date,
) -> DemoSchool:
    code, name, _network, team_names, grades = row
    school = School.objects.create(code=code, name=name, network=network)
    leader, assistant = appoint(Role.LEADER, school), appoint(Role.STAFF, school)
    demo = DemoSchool(
        school=school,
        leader=leader,
        assistant=assistant,
        ilt=_make_team(school, TeamKind.ILT, "ILT", 1),
        teams=[_make_team(school, TeamKind.TEACHER, title, day) for day, title in enumerate(team_names)],
        grades=grades,
    )
    for team in demo.teams:
        _fill_team(demo, team, [appoint(Role.STAFF, school) for _number in range(TEAM_SIZE)], since)
    for person in (leader, assistant):
        _join(demo.ilt, person, Position.MEMBER, since)
    return demo


def _fill_team(demo: DemoSchool, team: Team, people: list[Person], since: date) -> None:
    """The first of `people` leads the team, sits on the ILT and evaluates the others; the leader evaluates the lead."""
    lead, *others = people
    demo.leads.append(lead)
    demo.members.append(others)
    _join(team, lead, Position.SENIOR_LEAD, since)
    _join(demo.ilt, lead, Position.SENIOR_LEAD, since)
    SupervisionLink.objects.create(supervisor=demo.leader, supervisee=lead, school=demo.school, starts_on=since)
    for person in others:
        _join(team, person, Position.MEMBER, since)
        SupervisionLink.objects.create(supervisor=lead, supervisee=person, school=demo.school, starts_on=since)


def make_people(since: date) -> DemoDistrict:
    """Everybody, appointed from `since`."""
    names, numbers = _names(), count(4100)
    sealed = make_password(PASSWORD)  # once: sealing is slow on purpose

    def person() -> Person:
        name = next(names)
        return Person.objects.create(
            email=_email(name), name=name, password=sealed, employee_number=f"{next(numbers):06}"
        )

    def appoint(role: Role, school: School | None = None, network: Network | None = None) -> Person:
        somebody = person()
        Appointment.objects.create(person=somebody, role=role, school=school, network=network, starts_on=since)
        return somebody

    networks = {code: Network.objects.create(code=code, name=name) for code, name in NETWORKS.items()}
    schools = [_make_school(row, networks[row[2]], appoint, since) for row in SCHOOLS]
    return DemoDistrict(
        schools=schools,
        superintendents={code: appoint(Role.SUPERINTENDENT, network=network) for code, network in networks.items()},
        partner=appoint(Role.PARTNER, network=networks["east"]),
        district=appoint(Role.DISTRICT),
        steward=appoint(Role.STEWARD),
    )
