"""What a search is given: the school's calendar around a term's close, and the meetings that want a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _

from teams.enums import BlockKind

from .days import CLOSING_KINDS, Block

WEEKS_AROUND = 4
USUAL_TIME = time(15, 30)
WEDNESDAY = 2
# teams meet before the ILT, whose meeting opens with their briefs
TEAM_DAYS_BEFORE_CLOSE = 10
TEAM_DAYS_BEFORE_ILT = 7
ILT_DAYS_BEFORE_CLOSE = 3
STEP = 30  # minutes between the starts that are tried
TESTING = BlockKind.TESTING


def minute_of(clock: time) -> int:
    """Minutes after midnight."""
    return clock.hour * 60 + clock.minute


def time_of(minute: int) -> time:
    return time(minute // 60, minute % 60)


def clock(minute: int) -> str:
    """ "3:30 PM", for minutes after midnight."""
    return formats.time_format(time_of(minute % 1440), _("g:i A"))


@lru_cache(maxsize=4096)
def _noon_offset(zone: ZoneInfo, day: date) -> int:
    # clocks change at night, so that noon's offset holds for the whole working day
    offset = datetime.combine(day, time(12), tzinfo=zone).utcoffset() or timedelta()
    return int(offset.total_seconds()) // 60


def moment(zone: ZoneInfo, day: date, minute: int) -> int:
    """Minutes of the world's clock, comparable between schools in different zones."""
    return day.toordinal() * 1440 + minute - _noon_offset(zone, day)


@dataclass(frozen=True)
class Want:
    """A meeting that wants a time. `people` are keys of persons; `starts` is minutes after midnight."""

    key: int
    is_ilt: bool
    weekday: int
    starts: int
    minutes: int
    has_usual: bool
    people: frozenset[int]
    place: str
    not_before: date | None = None


@dataclass(frozen=True)
class Frame:
    """A school's days around the close of a term. `day_starts` and `day_ends` bound the contract day, in minutes."""

    zone: ZoneInfo
    closes_on: date
    today: date
    blocks: tuple[Block, ...]
    day_starts: int
    day_ends: int
    ilt_on: date | None = None

    @property
    def first(self) -> date:
        return self.closes_on - timedelta(weeks=WEEKS_AROUND)

    @property
    def last(self) -> date:
        return self.closes_on + timedelta(weeks=WEEKS_AROUND)

    def closing(self, day: date) -> Block | None:
        """The break or holiday of that day."""
        return next((one for one in self.blocks if one.kind in CLOSING_KINDS and one.covers(day)), None)

    def testing(self, day: date) -> Block | None:
        return next((one for one in self.blocks if one.kind == TESTING and one.covers(day)), None)

    def is_open(self, day: date) -> bool:
        return day.weekday() < 5 and self.closing(day) is None

    @cached_property
    def open_days(self) -> tuple[date, ...]:
        """Days ahead in the weeks around the close on which the school is open."""
        days = (self.first + timedelta(days=shift) for shift in range(14 * WEEKS_AROUND + 1))
        return tuple(day for day in days if day > self.today and self.is_open(day))

    def target(self, want: Want) -> date:
        """The day that a meeting is best near to."""
        if self.ilt_on is not None:
            return self.ilt_on if want.is_ilt else self.ilt_on - timedelta(days=TEAM_DAYS_BEFORE_ILT)
        return self.closes_on - timedelta(days=ILT_DAYS_BEFORE_CLOSE if want.is_ilt else TEAM_DAYS_BEFORE_CLOSE)

    def weekday(self, want: Want) -> int:
        return self.ilt_on.weekday() if self.ilt_on is not None and want.is_ilt else want.weekday

    def nominal(self, want: Want) -> date:
        """The team's usual weekday nearest to its target, whether it is open or not."""
        target = self.target(want)
        return target + timedelta(days=(self.weekday(want) - target.weekday() + 3) % 7 - 3)

    def moment(self, day: date, minute: int) -> int:
        return moment(self.zone, day, minute)

    def is_beyond(self, starts: int, minutes: int) -> bool:
        """Whether it reaches beyond the contract day, and so needs the leader's word."""
        return starts < self.day_starts or starts + minutes > self.day_ends

    def starts(self, want: Want) -> list[int]:
        """Other starts than the usual one, nearest first: none reaches further beyond the day than the usual slot."""
        latest = max(self.day_ends, want.starts + want.minutes) - want.minutes
        return sorted(
            (start for start in range(want.starts % STEP, 1440, STEP)
             if self.day_starts <= start <= latest and start != want.starts),
            key=lambda start: (abs(start - want.starts), start),
        )  # fmt: skip

    def candidates(self, want: Want) -> Iterator[tuple[date, int]]:
        """Every slot that a meeting may have, best first: near its day, on its weekday, at its hour."""
        days = [day for day in self.open_days if want.not_before is None or day >= want.not_before]
        target, weekday = self.target(want) if want.not_before is None else want.not_before, self.weekday(want)
        days.sort(key=lambda day: (abs((day - target).days) + 8 * (day.weekday() != weekday), day))
        for day in days:
            yield day, want.starts
        others = self.starts(want)
        for day in days:
            for start in others:
                yield day, start


def basis_of(frame: Frame, want: Want) -> str:
    """Names what a proposal is made from; another basis asks for another proposal."""
    return f"{want.weekday} {want.starts} {want.minutes} {frame.target(want)} {want.not_before or ''}".strip()
