"""When a session could meet: the team's usual slot, half as long again, in the weeks around the term's close.

A simple search over at most eight weeks of days; the leader confirms or changes what it finds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from teams.enums import BlockKind
from teams.models import CalendarBlock, School, Team

WEEKS_AROUND = 4
EXTENDED = 1.5
USUAL_TIME = time(15, 30)
WEDNESDAY = 2
# teams meet before the ILT, whose meeting opens with their briefs
TEAM_DAYS_BEFORE_CLOSE = 10
ILT_DAYS_BEFORE_CLOSE = 3
CLOSING_KINDS = (BlockKind.BREAK, BlockKind.HOLIDAY)


@dataclass(frozen=True)
class Slot:
    """A proposed time on the school's wall clock."""

    meets_on: date
    meets_at: time
    minutes: int


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


def school_days(school: School) -> SchoolDays:
    """The school's own blocks and the district's. One query."""
    blocks = CalendarBlock.objects.filter(kind__in=CLOSING_KINDS)
    rows: Iterable[CalendarBlock] = blocks.filter(school=school) | blocks.filter(school=None)
    return SchoolDays(tuple((block.starts_on, block.ends_on) for block in rows))


def extended_minutes(team: Team) -> int:
    """Half as long again as the team usually meets, in steps of five minutes, at most eight hours."""
    return min(480, 5 * round(team.usual_minutes * EXTENDED / 5))


def propose(team: Team, *, closes_on: date, today: date, days: SchoolDays) -> Slot | None:
    """The open day nearest to shortly before the close, on the team's usual weekday; None when all are past."""
    weekday = WEDNESDAY if team.usual_weekday is None else team.usual_weekday
    target = closes_on - timedelta(days=ILT_DAYS_BEFORE_CLOSE if team.is_ilt else TEAM_DAYS_BEFORE_CLOSE)
    around = (closes_on + timedelta(days=shift) for shift in range(-7 * WEEKS_AROUND, 7 * WEEKS_AROUND + 1))
    open_days = [day for day in around if day > today and days.is_open(day)]
    usual = [day for day in open_days if day.weekday() == weekday] or open_days
    if not usual:
        return None
    best = min(usual, key=lambda day: (abs(day - target), day))
    return Slot(best, team.usual_time or USUAL_TIME, extended_minutes(team))
