"""What a checked workbook asks for. School codes are spelled as the site spells them, e-mails in small letters."""

from dataclasses import dataclass, field
from datetime import date, time


@dataclass(frozen=True)
class SchoolLine:
    row: int
    code: str
    name: str
    network: str
    zone: str
    uses_uip: bool
    uses_slo: bool
    uses_leap: bool


@dataclass(frozen=True)
class TermLine:
    row: int
    year: str
    code: str
    name: str
    kind: str
    starts_on: date
    ends_on: date
    closes: str


@dataclass(frozen=True)
class PersonLine:
    row: int
    code: str
    name: str
    email: str
    role: str
    number: str
    supervisor: str


@dataclass(frozen=True)
class TeamLine:
    """`people` are (e-mail, position)."""

    row: int
    code: str
    name: str
    kind: str
    people: list[tuple[str, str]]
    weekday: int | None
    time: time | None
    minutes: int
    place: str


@dataclass(frozen=True)
class GoalLine:
    row: int
    code: str
    year: str
    title: str
    target: str
    owner: str


@dataclass
class Plan:
    schools: list[SchoolLine] = field(default_factory=list)
    terms: list[TermLine] = field(default_factory=list)
    people: list[PersonLine] = field(default_factory=list)
    teams: list[TeamLine] = field(default_factory=list)
    goals: list[GoalLine] = field(default_factory=list)
