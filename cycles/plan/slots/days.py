"""Days of a school: open, closed, in a testing window."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from teams.enums import BlockKind
from teams.models import CalendarBlock, School, Team

EXTENDED = 1.5
CLOSING_KINDS = (BlockKind.BREAK, BlockKind.HOLIDAY)


@dataclass(frozen=True)
class Slot:
    """A time on the school's wall clock."""

    meets_on: date
    meets_at: time
    minutes: int


@dataclass(frozen=True)
class Block:
    """Days with a name: a break, a holiday, a testing window. Both ends count."""

    kind: str
    name: str
    first: date
    last: date

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class SchoolDays:
    """Which days a school is open: Monday to Friday, without breaks and holidays."""

    closed: tuple[tuple[date, date], ...]

    def is_open(self, day: date) -> bool:
        return day.weekday() < 5 and not any(first <= day <= last for first, last in self.closed)

    def before(self, day: date, count: int) -> date:
        """The `count`-th school day before `day`; after two months of closed days, the plain calendar day."""
        left = count
        for back in range(1, 62):
            earlier = day - timedelta(days=back)
            left -= self.is_open(earlier)
            if left == 0:
                return earlier
        return day - timedelta(days=count)


def blocks_at(school: School) -> tuple[Block, ...]:
    """The school's own blocks and the district's, by day. One query."""
    blocks = CalendarBlock.objects.all()
    rows: Iterable[CalendarBlock] = (blocks.filter(school=school) | blocks.filter(school=None)).order_by("starts_on")
    return tuple(Block(row.kind, row.name, row.starts_on, row.ends_on) for row in rows)


def school_days(school: School) -> SchoolDays:
    """The school's own closed days and the district's. One query."""
    return SchoolDays(tuple((one.first, one.last) for one in blocks_at(school) if one.kind in CLOSING_KINDS))


def extended_minutes(team: Team) -> int:
    """Half as long again as the team usually meets, in steps of five minutes, at most eight hours."""
    return min(480, 5 * round(team.usual_minutes * EXTENDED / 5))
