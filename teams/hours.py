"""When a notice that can wait goes out: the person's hour, quiet hours, the school's clocks.

Wall-clock times are the truth and UTC is counted from them, so that daylight saving and a school that changes its zone
leave the hour where people expect it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from .models import NoticeHours, School

MORNING = time(6, 30)


@dataclass(frozen=True)
class Hours:
    """A person's hour for what can wait, and from when to when they are left in peace."""

    digest_at: time = MORNING
    quiet_from: time = time(20)
    quiet_to: time = time(6)

    @property
    def clocks(self) -> tuple[time, time, time]:
        return self.digest_at, self.quiet_from, self.quiet_to

    def _is_between(self, clock: time) -> bool:
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= clock < self.quiet_to
        return clock >= self.quiet_from or clock < self.quiet_to

    @property
    def is_contrary(self) -> bool:
        """The hour itself would be quiet: nothing could ever go out. The form refuses it."""
        return self._is_between(self.digest_at)

    def is_quiet(self, clock: time) -> bool:
        """Whether the clock shows a quiet hour; `quiet_to` itself is none. From and to alike: never."""
        return self._is_between(clock) and not self.is_contrary

    def next_hour(self, after: datetime, zone: ZoneInfo) -> datetime:
        """The person's next hour after a moment."""
        today = after.astimezone(zone).date()
        hour = local_moment(zone, today, self.digest_at)
        return hour if hour > after else local_moment(zone, today + timedelta(days=1), self.digest_at)

    def awake(self, asked: datetime, zone: ZoneInfo, at: datetime) -> datetime:
        """When something that is asked for a moment may go out: then or, where that is quiet, at the next hour."""
        moment = max(asked, at)
        if self.is_quiet(moment.astimezone(zone).time()):
            return self.next_hour(moment, zone)
        return asked

    def on_day(self, day: date, clock: time, zone: ZoneInfo, at: datetime) -> datetime:
        """When something that is asked for a day goes out: at the person's hour; where it is past, at `clock`."""
        hour = local_moment(zone, day, self.digest_at)
        return hour if hour > at else self.awake(local_moment(zone, day, clock), zone, at)


USUAL = Hours()


def hours_of(people: Iterable[int]) -> dict[int, Hours]:
    """Those of the people, by key, who chose their own. One query."""
    rows = NoticeHours.objects.filter(person_id__in=list(people))
    return {row.person_id: Hours(row.digest_at, row.quiet_from, row.quiet_to) for row in rows}


def zone_of(school: School | None) -> ZoneInfo:
    """The school's zone; the district's for what belongs to no school."""
    return school.zone if school else ZoneInfo(settings.TIME_ZONE)


def local_moment(place: School | ZoneInfo, day: date, clock: time) -> datetime:
    """That wall-clock time there. A skipped one means the next valid one, a doubled one the first."""
    zone = place.zone if isinstance(place, School) else place
    return datetime.fromtimestamp(datetime.combine(day, clock, tzinfo=zone).timestamp(), tz=zone)


def morning_of(school: School, day: date) -> datetime:
    """What is due in the morning of that day at the school; each person gets it at their own hour."""
    return local_moment(school, day, MORNING)


def is_local(moment: datetime, school: School | None) -> bool:
    """Whether a moment was told on the school's own clocks, and so holds there whatever the zone becomes."""
    return school is not None and isinstance(moment.tzinfo, ZoneInfo) and moment.tzinfo.key == school.zone_name
