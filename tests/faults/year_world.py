"""A school year as a plain model beside the outbox: who should get what in which minute, counted without its code."""

import heapq
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONES = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
    "America/Anchorage", "Pacific/Honolulu",
)  # fmt: skip
# the person's hour, quiet from, quiet to, as clock minutes; most people never choose
HABITS = ((390, 1200, 360), (390, 1200, 360), (390, 1200, 360), (345, 1140, 300), (435, 1320, 420), (960, 0, 0))
INVITED, WEEK, EVE, AFTER, CANCELLED = "year-invited", "year-week", "year-eve", "year-after", "year-cancelled"
BEFORE = {WEEK: 7, EVE: 1}
FIRST, LAST = date(2026, 8, 17), date(2027, 6, 4)
STALE = timedelta(days=2)


@dataclass
class Session:
    """A meeting: `version` rises with each change; `told` says whom an invitation should have reached."""

    number: int
    school: int
    day: date
    clock: time
    version: int = 0
    is_cancelled: bool = False


@dataclass
class Want:
    """What should arrive, in that minute by UTC unless something happens before."""

    minute: datetime
    day: date | None = None


Key = tuple[str, int, int, int]  # kind, session, person, version


@dataclass
class World:
    """`wants` is what should still arrive, `done` what should have; `skipped` what an outage made stale."""

    zones: list[str]
    habits: list[tuple[int, int, int]]
    staff: int
    outage: tuple[datetime, datetime]
    wants: dict[Key, Want] = field(default_factory=dict)
    done: dict[Key, datetime] = field(default_factory=dict)
    skipped: set[Key] = field(default_factory=set)
    taken_back: dict[Key, datetime] = field(default_factory=dict)
    queue: list[tuple[datetime, Key]] = field(default_factory=list)

    def _expect(self, key: Key, want: Want) -> None:
        self.wants[key] = want
        heapq.heappush(self.queue, (want.minute, key))

    def people(self, school: int) -> range:
        return range(school * self.staff, (school + 1) * self.staff)

    def _is_quiet(self, person: int, zone: ZoneInfo, moment: datetime) -> bool:
        _hour, start, end = self.habits[person]
        local = moment.astimezone(zone)
        clock = local.hour * 60 + local.minute
        return start <= clock < end if start <= end else not end <= clock < start

    def _hour(self, person: int, zone: ZoneInfo, day: date) -> datetime:
        hour = self.habits[person][0]
        return datetime(day.year, day.month, day.day, hour // 60, hour % 60, tzinfo=zone).astimezone(UTC)

    def awake(self, person: int, zone: ZoneInfo, moment: datetime) -> datetime:
        """That minute, or the person's next hour where it is quiet."""
        if not self._is_quiet(person, zone, moment):
            return moment
        today = moment.astimezone(zone).date()
        hours = (self._hour(person, zone, today + timedelta(days=days)) for days in (0, 1))
        return next(hour for hour in hours if hour > moment)

    def _planned(self, session: Session, kind: str, person: int, at: datetime) -> Want:
        zone = ZoneInfo(self.zones[session.school])
        if kind in (INVITED, CANCELLED):
            return Want(at)
        if kind == AFTER:
            return Want(self.awake(person, zone, ends(session, zone)))
        day = session.day - timedelta(days=BEFORE[kind])
        return Want(self._hour(person, zone, day), day)

    def announce(self, session: Session, at: datetime) -> None:
        """A new time: what was planned for an earlier one is void."""
        self._take_back(session, at)
        for person in self.people(session.school):
            for kind in (INVITED, WEEK, EVE, AFTER):
                want = self._planned(session, kind, person, at)
                self._expect((kind, session.number, person, session.version), want)

    def cancel(self, session: Session, at: datetime) -> None:
        self._take_back(session, at)
        for person in self.people(session.school):
            self._expect((CANCELLED, session.number, person, session.version), Want(at))

    def _take_back(self, session: Session, at: datetime) -> None:
        for person in self.people(session.school):
            for kind in (INVITED, WEEK, EVE, AFTER, CANCELLED):
                key = (kind, session.number, person, session.version - 1)
                if self.wants.pop(key, None):
                    self.taken_back[key] = at

    def move_zone(self, school: int, name: str, at: datetime) -> None:
        """What is asked for a day keeps its hour on the new clocks; what is asked for a moment may now be quiet."""
        self.zones[school] = name
        zone, people = ZoneInfo(name), self.people(school)
        for key, want in list(self.wants.items()):
            if key[2] in people and want.minute > at:
                person = key[2]
                minute = self._hour(person, zone, want.day) if want.day else self.awake(person, zone, want.minute)
                self._expect(key, Want(minute, want.day))

    def pass_to(self, now: datetime) -> None:
        """Everything up to this minute has arrived, or waits for the end of the outage."""
        if self.outage[0] <= now < self.outage[1]:
            return
        while self.queue and self.queue[0][0] <= now:
            minute, key = heapq.heappop(self.queue)
            if key in self.wants and self.wants[key].minute == minute:
                self._arrive(key, self.wants.pop(key))

    def _arrive(self, key: Key, want: Want) -> None:
        start, end = self.outage
        if not start <= want.minute < end:
            self.done[key] = want.minute
        elif key[0] in (INVITED, CANCELLED):
            self.done[key] = end
        elif end - want.minute > STALE:
            self.skipped.add(key)
        else:
            self._expect(key, Want(self.awake(key[2], ZoneInfo(self.zones[key[2] // self.staff]), end), want.day))


def ends(session: Session, zone: ZoneInfo) -> datetime:
    """An hour after it begins."""
    local = datetime.combine(session.day, session.clock, tzinfo=zone) + timedelta(hours=1)
    return local.astimezone(UTC)


def school_day(draw: random.Random, first: date, last: date) -> date:
    day = first + timedelta(days=draw.randrange((last - first).days))
    return day - timedelta(days=max(0, day.weekday() - 4))


def minute_of(draw: random.Random, day: date) -> datetime:
    """Any minute of that day: people plan at night too."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=draw.randrange(24 * 60))


def events(draw: random.Random, session: Session, zone: str) -> Iterator[tuple[datetime, str, date, time]]:
    """A session's life: planned, moved now and then, one in ten cancelled. Never after it has begun."""
    begins = datetime.combine(session.day, time(6), tzinfo=ZoneInfo(zone)).astimezone(UTC)
    planned = minute_of(draw, session.day - timedelta(days=draw.randrange(10, 60)))
    yield planned, "plan", session.day, session.clock
    at, day = planned, session.day
    while draw.random() < 0.3:
        at = minute_of(draw, (at + timedelta(days=draw.randrange(1, 20))).date())
        if at >= begins:
            return
        day = max(school_day(draw, day, day + timedelta(days=15)), at.date() + timedelta(days=10))
        begins = datetime.combine(day, time(6), tzinfo=ZoneInfo(zone)).astimezone(UTC)
        yield at, "move", day, time(draw.randrange(7, 21), draw.choice((0, 15, 30, 45)))
    if draw.random() < 0.1:
        at = minute_of(draw, (at + timedelta(days=draw.randrange(1, 30))).date())
        if at < begins:
            yield at, "cancel", day, session.clock
