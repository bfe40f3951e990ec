"""A simulated year of a district: everything arrives once, in its minute, and nothing after it was called off."""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from email.utils import parseaddr
from typing import Any
from zoneinfo import ZoneInfo

from django.core.mail.backends.base import BaseEmailBackend
from django.test import override_settings

from teams import notices, outbox
from teams.enums import NoticeState
from teams.models import Notice, NoticeHours, Person, School, Team
from tests.faults import year_world as year
from tests.faults.year_world import AFTER, BEFORE, CANCELLED, HABITS, INVITED, ZONES, Key, Session, World
from tests.measuring import measure

# Friday evening to Monday evening in Denver
OUTAGE = (datetime(2026, 10, 3, 1, tzinfo=UTC), datetime(2026, 10, 6, 1, 10, tzinfo=UTC))
MOVES = (datetime(2026, 10, 20, 7, tzinfo=UTC), datetime(2027, 2, 16, 7, tzinfo=UTC))
KINDS = (INVITED, *BEFORE, AFTER, CANCELLED)
URGENT = (INVITED, CANCELLED)
TOKEN = re.compile(r"#(\S+)/(\d+)/(\d+)/(\d+)#")


class Capture(BaseEmailBackend):
    """A mail server inside the process: what came, to whom, in which minute of the simulated year."""

    now: datetime
    posted: list[tuple[str, str, str, datetime]]

    def send_messages(self, messages: Sequence[Any]) -> int:
        for message in messages:
            header = message.extra_headers["Message-ID"]
            Capture.posted.append((header, parseaddr(message.to[0])[1], message.body, Capture.now))
        return len(messages)


@dataclass
class Found:
    """What went wrong, counted in notices."""

    notices: int = 0
    doubled: int = 0
    after_cancellation: int = 0
    lost: int = 0
    unasked: int = 0
    off_minute: int = 0
    unmarked: int = 0
    minutes: int = 0

    @property
    def broken(self) -> int:
        """Each is a broken promise; of those in another minute than theirs, one in a thousand may be."""
        spared = self.notices // 1000
        missed = max(0, self.off_minute - spared)
        return self.doubled + self.after_cancellation + self.lost + self.unasked + missed + self.unmarked


@dataclass
class Year:
    """The outbox and the world beside it, moved by the same clock."""

    world: World
    schools: list[School]
    people: list[Person]
    sessions: dict[int, Session] = field(default_factory=dict)
    pending: list[tuple[datetime, int, str, Any, Any]] = field(default_factory=list)

    def run(self) -> int:
        """From due minute to due minute; returns at how many the clock stopped."""
        stops, position = 0, 0
        self.pending.sort(key=lambda event: event[:2])
        while (now := self._next(position)) is not None:
            while position < len(self.pending) and self.pending[position][0] <= now:
                self._happen(*self.pending[position])
                position += 1
            self.world.pass_to(now)
            Capture.now = now
            if not OUTAGE[0] <= now < OUTAGE[1]:
                outbox.send_due(lambda: Capture.now)
            stops += 1
        return stops

    def _next(self, position: int) -> datetime | None:
        """The next minute for which something is planned, due by the outbox, or due by the world."""
        waiting = Notice.objects.filter(state=NoticeState.DUE).order_by("due_at").values_list("due_at", flat=True)[:1]
        asked = [*waiting, *(minute for minute, _key in self.world.queue[:1])]
        if position < len(self.pending):
            asked.append(self.pending[position][0])
        if not asked:
            return None
        after = Capture.now
        now = min(asked)
        if OUTAGE[0] <= max(now, after) < OUTAGE[1] and (position >= len(self.pending) or now <= after):
            later = [self.pending[position][0]] if position < len(self.pending) else []
            return min([*later, OUTAGE[1]])
        return max(now, after)

    def _happen(self, at: datetime, number: int, what: str, day: Any, clock: Any) -> None:
        if what == "zone":
            School.objects.filter(pk=self.schools[number].pk).update(zone_name=day)
            self.schools[number].zone_name = day
            notices.follow_zones(at=at)
            self.world.move_zone(number, day, at)
            return
        session = self.sessions[number]
        session.version += 1
        session.day, session.clock, session.is_cancelled = day, clock, what == "cancel"
        notices.void(_thing(session), at=at, reason="The meeting was moved.")
        if session.is_cancelled:
            self.world.cancel(session, at)
            self._put(session, CANCELLED, at, at)
            return
        self.world.announce(session, at)
        school = self.schools[session.school]
        self._put(session, INVITED, at, at)
        for kind, days in BEFORE.items():
            self._put(session, kind, notices.morning_of(school, day - timedelta(days=days)), at)
        self._put(session, AFTER, year.ends(session, ZoneInfo(school.zone_name)), at)

    def _put(self, session: Session, kind: str, due_at: datetime, at: datetime) -> None:
        invited = [self.people[number] for number in self.world.people(session.school)]
        school, occurrence = self.schools[session.school], str(session.version)
        notices.put_many(
            kind, thing=_thing(session), people=invited, due_at=due_at, at=at, occurrence=occurrence, school=school
        )


def _thing(session: Session) -> Team:
    return Team(pk=session.number)


def built(schools: int, sessions: int, staff: int, seed: int) -> Year:
    """Schools in all zones, people with their habits, sessions with their lives."""
    draw = random.Random(seed)
    zones = [ZONES[number % len(ZONES)] for number in range(schools)]
    places = School.objects.bulk_create(
        [School(code=f"y{number}", name=f"School {number}", zone_name=zone) for number, zone in enumerate(zones)]
    )
    habits = [draw.choice(HABITS) for _ in range(schools * staff)]
    people = Person.objects.bulk_create(
        [Person(email=f"y{number}@example.org", name=f"Yara {number}") for number in range(schools * staff)]
    )
    clocks = [[time(minutes // 60, minutes % 60) for minutes in habit] for habit in habits]
    NoticeHours.objects.bulk_create(
        [
            NoticeHours(person=person, digest_at=own[0], quiet_from=own[1], quiet_to=own[2])
            for person, own, habit in zip(people, clocks, habits, strict=True)
            if habit != HABITS[0]
        ]
    )
    made = Year(World(zones, habits, staff, OUTAGE), places, people)
    for number in range(schools * sessions):
        day = year.school_day(draw, year.FIRST + timedelta(days=70 if number % 3 else 10), year.LAST)
        clock = time(draw.randrange(7, 21), draw.choice((0, 15, 30, 45)))
        session = Session(number, number % schools, day, clock)
        made.sessions[number] = session
        lived = year.events(draw, session, zones[session.school])
        made.pending += [(at, number, *rest) for at, *rest in lived]
    made.pending += [(MOVES[0], 2, "zone", "America/New_York", None), (MOVES[1], 0, "zone", "America/Denver", None)]
    return made


def registered(sessions: dict[int, Session]) -> None:
    def wanted(rows: Sequence[Notice]) -> set[int]:
        return {row.pk for row in rows if _is_on(sessions[int(row.thing.partition(":")[2])], row)}

    def render(row: Notice) -> notices.Mail:
        number = int(row.person.email[1:].partition("@")[0])
        text = f"#{row.kind}/{row.thing.partition(':')[2]}/{number}/{row.occurrence}#"
        return notices.Mail(subject="Reminder", text=text)

    for kind in KINDS:
        stale = None if kind in URGENT else year.STALE
        notices.register(
            kind,
            label=kind,
            still_wanted=lambda row: bool(wanted([row])),
            wanted_among=wanted,
            render=render,
            is_optional=kind not in URGENT,
            stale_after=stale,
        )


def _is_on(session: Session, row: Notice) -> bool:
    return str(session.version) == row.occurrence and session.is_cancelled == (row.kind == CANCELLED)


def arrivals(posted: Sequence[tuple[str, str, str, datetime]]) -> Iterator[tuple[Key, datetime]]:
    for _header, address, text, minute in posted:
        for kind, session, person, version in TOKEN.findall(text):
            assert address == f"y{person}@example.org"
            yield (kind, int(session), int(person), int(version)), minute


def compared(made: Year, stops: int) -> Found:
    """What came, against what the world says should have come."""
    world, found = made.world, Found(minutes=stops)
    copies = Counter(header for header, *_rest in Capture.posted)
    came = list(arrivals(Capture.posted))
    times = Counter(key for key, _minute in came)
    minutes = dict(came)
    found.notices = len(world.done) + len(world.skipped) + len(world.taken_back)
    found.doubled = sum(times.values()) - len(times) + sum(copies.values()) - len(copies)
    found.after_cancellation = sum(
        1 for key, minute in came if key in world.taken_back and minute >= world.taken_back[key]
    )
    found.lost = len([key for key in world.done if key not in minutes]) + len(world.wants)
    found.unasked = len([key for key in minutes if key not in world.done and key not in world.taken_back])
    found.off_minute = len([key for key, minute in minutes.items() if world.done.get(key, minute) != minute])
    skipped = Notice.objects.filter(state=NoticeState.VOID, reason__startswith="Skipped").count()
    sent = Notice.objects.filter(state=NoticeState.SENT).count()
    found.unmarked = abs(skipped - len(world.skipped)) + abs(sent - len(minutes))
    return found


def lived(*, schools: int, sessions: int, staff: int, seed: int = 1) -> Found:
    """A year of so many schools with so many sessions of so many people each."""
    for rows in (Notice.objects.all(), Person.objects.filter(email__startswith="y"), School.objects.all()):
        rows.delete()
    made = built(schools, sessions, staff, seed)
    registered(made.sessions)
    Capture.posted, Capture.now = [], datetime(2026, 6, 1, tzinfo=UTC)
    try:
        with override_settings(EMAIL_BACKEND="tests.faults.notices_year.Capture"):
            return compared(made, made.run())
    finally:
        for kind in KINDS:
            del notices.KINDS[kind]


@measure("notices.year", unit="broken promises", against="limit", goal=0, runs=1)
def notices_year() -> tuple[float, float]:
    """200 schools, 14 sessions, 12 people, 4 notices each, and what moving and cancelling adds."""
    found = lived(schools=200, sessions=14, staff=12)
    assert found.notices >= 200 * 14 * 12 * 4, found
    return found.broken, 0
