"""Made-up districts to plan: schools with teams, shared people, rooms, breaks, superintendents; plain values only."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta

CLOSES = (date(2026, 12, 18), date(2027, 5, 27), date(2025, 12, 19))
ZONE = "America/Denver"


@dataclass
class Meeting:
    """A team's meeting; `fixed` where somebody has set its time already."""

    key: int
    school: int
    is_ilt: bool
    weekday: int | None
    at: time | None
    minutes: int
    people: frozenset[int]
    place: str
    fixed: tuple[date, time] | None = None


@dataclass
class District:
    """`closed` and `testing` are (first, last) by school; 0 stands for the whole district."""

    closes_on: date
    today: date
    closed: dict[int, list[tuple[date, date]]]
    testing: list[tuple[date, date]]
    day: tuple[time, time]
    schools: dict[int, list[Meeting]] = field(default_factory=dict)


class _Keys:
    def __init__(self) -> None:
        self.people, self.meetings = 0, 0

    def person(self) -> int:
        self.people += 1
        return self.people

    def crew(self, count: int) -> list[int]:
        return [self.person() for _ in range(count)]

    def meeting(self) -> int:
        self.meetings += 1
        return self.meetings


def district(seed: int, *, schools: int) -> District:
    """A district of so many schools in networks of eight, the same for the same seed."""
    chance, keys = random.Random(seed), _Keys()
    closes_on = chance.choice(CLOSES)
    made = District(
        closes_on=closes_on,
        today=closes_on - timedelta(days=chance.choice((42, 42, 35, 20))),
        closed={0: list(_breaks(closes_on))},
        testing=[(closes_on - timedelta(days=9), closes_on - timedelta(days=2))],
        day=(time(7, 30), time(15, 30)),
    )
    superintendent = keys.person()
    travelling = keys.crew(max(1, schools // 3))
    for school in range(1, schools + 1):
        if school % 8 == 1:
            superintendent = keys.person()
        made.schools[school] = _school(chance, keys, school, superintendent, travelling)
        if chance.random() < 0.3:
            first = closes_on - timedelta(days=chance.randint(3, 20))
            made.closed[school] = [(first, first + timedelta(days=chance.randint(0, 2)))]
        _fix_some(chance, made, school)
    return made


def _breaks(closes_on: date) -> Iterator[tuple[date, date]]:
    yield closes_on + timedelta(days=3), closes_on + timedelta(days=16)
    yield closes_on - timedelta(days=23), closes_on - timedelta(days=21)
    yield closes_on - timedelta(days=11), closes_on - timedelta(days=11)


def _school(
    chance: random.Random, keys: _Keys, school: int, superintendent: int, travelling: list[int]
) -> list[Meeting]:
    leader, coach, specialists = keys.person(), keys.person(), keys.crew(chance.randint(2, 5))
    rooms = ["Library", "Room 12", "Conference room", ""][: chance.randint(1, 4)]
    weekday, at = chance.randint(0, 4), chance.choice((time(15, 30), time(14, 15), time(7, 30), time(10, 10)))
    teams, leads = [], []
    for _ in range(chance.randint(3, 12)):
        crew = keys.crew(chance.randint(3, 8))
        leads.append(crew[0])
        crew += [one for one in specialists if chance.random() < 0.4]
        crew += [
            person for person, share in ((coach, 0.5), (leader, 0.3), (superintendent, 0.1)) if chance.random() < share
        ]
        crew += [chance.choice(travelling)] if chance.random() < 0.15 else []
        teams.append(
            Meeting(
                key=keys.meeting(), school=school, is_ilt=False, people=frozenset(crew), place=chance.choice(rooms),
                weekday=None if chance.random() < 0.1 else weekday if chance.random() < 0.7 else chance.randint(0, 4),
                at=None if chance.random() < 0.1 else at, minutes=chance.choice((70, 90, 90, 135)),
            )
        )  # fmt: skip
    ilt = {leader, coach, *leads} | ({superintendent} if chance.random() < 0.8 else set())
    teams.append(Meeting(keys.meeting(), school, True, weekday, at, 135, frozenset(ilt), rooms[0]))
    return teams


def _fix_some(chance: random.Random, made: District, school: int) -> None:
    """One school in six has a teacher team's meeting already, early enough for everybody."""
    if chance.random() < 0.17:
        meeting = made.schools[school][0]
        day = made.closes_on - timedelta(days=chance.randint(12, 19))
        if day > made.today and is_open(made, school, day):
            meeting.fixed = (day, time(9, 0))


def is_open(made: District, school: int, day: date) -> bool:
    closed = [*made.closed[0], *made.closed.get(school, [])]
    return day.weekday() < 5 and not any(first <= day <= last for first, last in closed)
