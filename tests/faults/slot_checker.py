"""Checks a plan by brute force, knowing nothing of the search: every pair, every rule, plain clock times."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import combinations

from tests.faults.districts import District, Meeting, is_open

Plan = Mapping[int, tuple[date, time]]  # by the meeting's key
AROUND = timedelta(days=28)


def _span(meeting: Meeting, day: date, at: time) -> tuple[datetime, datetime]:
    begins = datetime.combine(day, at)
    return begins, begins + timedelta(minutes=meeting.minutes)


def _overlap(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def collide(one: Meeting, other: Meeting) -> bool:
    """Whether the two can never be at the same time."""
    same_room = one.school == other.school and one.place != "" and one.place == other.place
    return same_room or bool(one.people & other.people)


def fits_the_day(made: District, meeting: Meeting, day: date, at: time) -> bool:
    """Open, ahead, near the close, and no further beyond the contract day than the usual slot reaches."""
    opens, shuts = made.day
    usual = meeting.at or time(15, 30)
    _, usual_end = _span(meeting, day, usual)
    begins, ends = _span(meeting, day, at)
    latest = max(datetime.combine(day, shuts), usual_end)
    is_inside = at == usual or (begins >= datetime.combine(day, opens) and ends <= latest)
    return made.today < day and abs(day - made.closes_on) <= AROUND and is_open(made, meeting.school, day) and is_inside


def wrongs(made: District, plan: Plan) -> Iterator[str]:
    """Everything that is wrong with a plan, fixed meetings included."""
    meetings = {meeting.key: meeting for group in made.schools.values() for meeting in group}
    whole = {key: meeting.fixed for key, meeting in meetings.items() if meeting.fixed} | dict(plan)
    for key, (day, at) in plan.items():
        if not fits_the_day(made, meetings[key], day, at):
            yield f"{key} may not be on {day} at {at}"
    by_day: dict[date, list[int]] = defaultdict(list)
    for key, (day, _at) in whole.items():
        by_day[day].append(key)
    for day, keys in by_day.items():
        spans = {key: _span(meetings[key], day, whole[key][1]) for key in keys}
        for one, other in combinations(keys, 2):
            if _overlap(spans[one], spans[other]) and collide(meetings[one], meetings[other]):
                yield f"{one} and {other} clash on {day}"
    for group in made.schools.values():
        ilt = next((one for one in group if one.is_ilt and one.key in whole), None)
        late = [one.key for one in group if ilt and not one.is_ilt and one.key in whole
                and whole[one.key][0] >= whole[ilt.key][0]]  # fmt: skip
        yield from (f"{key} is not before its ILT" for key in late)


def placeable(made: District) -> set[int]:
    """Meetings without a time that some slot would suit if nobody else were to be placed."""
    meetings = [meeting for group in made.schools.values() for meeting in group]
    fixed = [meeting for meeting in meetings if meeting.fixed]
    return {meeting.key for meeting in meetings if not meeting.fixed and _has_slot(made, meeting, fixed)}


def _has_slot(made: District, meeting: Meeting, fixed: list[Meeting]) -> bool:
    rivals = [_span(other, *other.fixed) for other in fixed if other.fixed and collide(meeting, other)]
    days = (made.closes_on - AROUND + timedelta(days=shift) for shift in range(57))
    starts = [meeting.at or time(15, 30), *(time(minute // 60, minute % 60) for minute in range(0, 1440, 15))]
    return any(
        fits_the_day(made, meeting, day, at) and not any(_overlap(_span(meeting, day, at), rival) for rival in rivals)
        for day in days
        for at in starts
    )
