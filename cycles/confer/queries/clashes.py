"""Times for a 1:1, as far as the calendars here know: what stands against one, and which are free.

Never what the other is doing then.
"""

from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta

from django.utils.translation import gettext as _

from cycles.confer.models import CheckIn
from cycles.plan import queries as plan_queries, slots
from cycles.plan.enums import Reply, SessionState
from cycles.plan.models import Invitation
from teams.models import Person, School

OFFERED = 3
DAYS_AHEAD = 21
STEP = 15

Busy = tuple[date, int, int, int]  # day, person, first minute, minutes


def clashes(
    people: Iterable[Person], school: School, day: date, clock: time, minutes: int, *, but: int | None = None
) -> list[str]:
    """Sentences, none where nothing is known; `but` is the 1:1 that is being moved. 3 queries."""
    two = {person.pk: person.name for person in people}
    told = [] if slots.school_days(school).is_open(day) else [_("School is closed on that day.")]
    busy = _in_the_way(_busy(two, day, day, but), day, slots.minute_of(clock), minutes)
    return told + [_("%(name)s is in another meeting then.") % {"name": two[pk]} for pk in sorted(busy)]


def free_times(
    people: Iterable[Person],
    school: School,
    *,
    today: date,
    minutes: int,
    before: date | None = None,
    but: int | None = None,
) -> list[slots.Slot]:
    """The next few school days, those `before` a day if any are, with a time at which neither has anything here.

    One time a day: the hour at which the two last talked, else the end of the contract day, else an earlier one.
    5 queries.
    """
    two = {person.pk: person.name for person in people}
    calendar, last = slots.school_days(school), today + timedelta(days=DAYS_AHEAD)
    busy, found = _busy(two, today, last, but), list[slots.Slot]()
    starts = [*_starts_of(two), *_starts_within(school, minutes)]
    for ahead in range(1, DAYS_AHEAD + 1):
        day = today + timedelta(days=ahead)
        free = (start for start in starts if not _in_the_way(busy, day, start, minutes))
        start = next(free, None) if calendar.is_open(day) else None
        if start is not None:
            found.append(slots.Slot(day, slots.time_of(start), minutes))
    in_time = [slot for slot in found if before is None or slot.meets_on < before]
    return (in_time or found)[:OFFERED]


def _starts_of(two: dict[int, str]) -> Iterator[int]:
    talks = CheckIn.objects.filter(host__in=two, person__in=two, meets_at__isnull=False).exclude(held=None)
    last = talks.order_by("-meets_on").values_list("meets_at", flat=True).first()
    if last:
        yield slots.minute_of(last)


def _starts_within(school: School, minutes: int) -> Iterator[int]:
    hours = plan_queries.contract_day(school)
    first, last = slots.minute_of(hours.starts_at), slots.minute_of(hours.ends_at) - minutes
    yield from range(last, first - 1, -STEP)


def _in_the_way(busy: Iterable[Busy], day: date, start: int, minutes: int) -> set[int]:
    return {
        person for on, person, first, length in busy if on == day and first < start + minutes and start < first + length
    }


def _busy(two: dict[int, str], first: date, last: date, but: int | None) -> list[Busy]:
    return [*_meetings(two, first, last), *_check_ins(two, first, last, but)]


def _meetings(two: dict[int, str], first: date, last: date) -> Iterator[Busy]:
    """The teams' meetings from one day to another."""
    asked = Invitation.objects.filter(
        person__in=two,
        session__meets_on__range=(first, last),
        session__state__in=[SessionState.SCHEDULED, SessionState.MEETING],
    ).exclude(reply=Reply.NO)
    columns = ("session__meets_on", "person_id", "session__meets_at", "session__minutes")
    for day, person, clock, minutes in asked.values_list(*columns):
        if clock:
            yield day, person, slots.minute_of(clock), minutes


def _check_ins(two: dict[int, str], first: date, last: date, but: int | None) -> Iterator[Busy]:
    rows = CheckIn.objects.filter(meets_on__range=(first, last), held=None, is_cancelled=False)
    rows = rows.exclude(pk=but) if but else rows
    both = rows.filter(host__in=two) | rows.filter(person__in=two)
    columns = ("meets_on", "host_id", "person_id", "meets_at", "minutes")
    for day, host, person, clock, minutes in both.values_list(*columns):
        if day and clock:
            yield from ((day, one, slots.minute_of(clock), minutes) for one in (host, person) if one in two)
