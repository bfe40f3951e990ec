"""A time zone's rules as a VTIMEZONE (RFC 5545, 3.6.5), from the zone data that the school's clock goes by.

An onset is written as the wall clock stood before the change. What returns on the same Sunday each year is written as
a rule, which Outlook needs; what does not, day by day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Kind:
    """Which change of the clock: offsets before and after, the name of what begins."""

    before: timedelta
    after: timedelta
    name: str
    is_daylight: bool


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The first moments (UTC) with another offset: looked for day by day, then halved down to the second."""
    days = [start + timedelta(days=count) for count in range((end - start).days + 1)]
    for early, late in pairwise(days):
        if _offset(zone, early) == _offset(zone, late):
            continue
        low, high = early, late
        while high - low > SECOND:
            middle = low + timedelta(seconds=(high - low).total_seconds() // 2)
            low, high = (middle, high) if _offset(zone, middle) == _offset(zone, early) else (low, middle)
        yield high


def _kind(zone: ZoneInfo, moment: datetime, before: timedelta) -> Kind:
    local = moment.astimezone(zone)
    return Kind(before, _offset(zone, moment), local.tzname() or zone.key, bool(local.dst()))


def _weekday(onsets: list[datetime]) -> str:
    """ "2SU" or "-1SU" where all of `onsets` fall on that day of the same month at the same time; else empty."""
    if len({(onset.month, onset.weekday(), onset.time()) for onset in onsets}) > 1 or len(onsets) < 2:
        return ""
    years = [onset.year for onset in onsets]
    if years != list(range(years[0], years[-1] + 1)):
        return ""
    counts = {(onset.day - 1) // 7 + 1 for onset in onsets}
    is_last = all((onset + timedelta(days=7)).month != onset.month for onset in onsets)
    if len(counts) > 1 and not is_last:
        return ""
    return f"{-1 if is_last else counts.pop()}{DAYS[onsets[0].weekday()]}"


def _part(kind: Kind, onsets: list[datetime]) -> TimezoneStandard | TimezoneDaylight:
    """One observance that begins at each of `onsets` (wall clock before the change)."""
    part = TimezoneDaylight() if kind.is_daylight else TimezoneStandard()
    part.add("dtstart", onsets[0])
    weekday = _weekday(onsets)
    if weekday:
        part.add("rrule", {"freq": "yearly", "bymonth": onsets[0].month, "byday": weekday})
    elif onsets[1:]:
        part.add("rdate", onsets[1:])
    part.add("tzname", kind.name)
    part.add("tzoffsetfrom", kind.before)
    part.add("tzoffsetto", kind.after)
    return part


@lru_cache(maxsize=256)
def rules(name: str, first: int, last: int) -> bytes:
    """The zone `name` as a VTIMEZONE that holds from year `first` to `last`. Kept: a district's schools share it."""
    zone = ZoneInfo(name)
    start, end = datetime(first - 1, 1, 1, tzinfo=UTC), datetime(last + 2, 1, 1, tzinfo=UTC)
    standing = _offset(zone, start)
    found: dict[Kind, list[datetime]] = {}
    for moment in _changes(zone, start, end):
        before = _offset(zone, moment - SECOND)
        found.setdefault(_kind(zone, moment, before), []).append((moment + before).replace(tzinfo=None))
    book = Timezone()
    book.add("tzid", name)
    book.add_component(_part(_kind(zone, start, standing), [datetime(first - 1, 1, 1)]))  # noqa: DTZ001  a wall clock
    for kind, onsets in found.items():
        book.add_component(_part(kind, onsets))
    return bytes(book.to_ical())
