"""Districts are planned school after school, as the calendar opens them; a checker that knows no search judges."""

from collections import defaultdict
from collections.abc import Callable
from datetime import time
from zoneinfo import ZoneInfo

from cycles.plan.slots import USUAL_TIME, Block, Booking, Frame, Slot, Want, minute_of, place, room_key
from teams.enums import BlockKind
from tests.faults.districts import ZONE, District, Meeting, district
from tests.faults.slot_checker import Plan, placeable, wrongs
from tests.measuring import measure

WEDNESDAY = 2
Planner = Callable[[Frame, list[Want], list[Booking]], dict[int, Slot]]


def frame_of(made: District, school: int) -> Frame:
    closed = [*made.closed[0], *made.closed.get(school, [])]
    blocks = [Block(BlockKind.BREAK, "Break", first, last) for first, last in closed]
    blocks += [Block(BlockKind.TESTING, "Testing", first, last) for first, last in made.testing]
    opens, shuts = (minute_of(clock) for clock in made.day)
    return Frame(ZoneInfo(ZONE), made.closes_on, made.today, tuple(blocks), opens, shuts)


def want_of(meeting: Meeting) -> Want:
    return Want(
        key=meeting.key, is_ilt=meeting.is_ilt, weekday=WEDNESDAY if meeting.weekday is None else meeting.weekday,
        starts=minute_of(meeting.at or USUAL_TIME), minutes=meeting.minutes, has_usual=meeting.at is not None,
        people=meeting.people, place=meeting.place,
    )  # fmt: skip


def booking_of(frame: Frame, meeting: Meeting, slot: tuple[object, time], school: int) -> Booking:
    day, clock = slot
    begins = frame.moment(day, minute_of(clock))
    return Booking(
        key=meeting.key, day=day, begins=begins, ends=begins + meeting.minutes, people=meeting.people,
        place=room_key(meeting.place) if meeting.school == school else "", is_ours=meeting.school == school,
        is_ilt=meeting.is_ilt,
    )  # fmt: skip


def planned(made: District, plan: Planner = place) -> Plan:
    """Every school in turn; what earlier ones were given counts for those after."""
    given: dict[int, tuple[object, time]] = {}
    by_person: dict[int, set[int]] = defaultdict(set)
    meetings = {one.key: one for group in made.schools.values() for one in group}
    for one in meetings.values():
        for person in one.people:
            by_person[person].add(one.key)
    stands = {key: one.fixed for key, one in meetings.items() if one.fixed}
    for school, group in made.schools.items():
        frame = frame_of(made, school)
        near = {key for one in group for person in one.people for key in by_person[person]} | {one.key for one in group}
        bookings = [booking_of(frame, meetings[key], stands[key], school) for key in sorted(near & stands.keys())]
        found = plan(frame, [want_of(one) for one in group if not one.fixed], bookings)
        given |= {key: (slot.meets_on, slot.meets_at) for key, slot in found.items()}
        stands |= given
    return given


def shortfall(seed: int, *, schools: int, plan: Planner = place) -> float:
    """The share of the meetings that can be placed at all and are not; 1 where anything clashes."""
    made = district(seed, schools=schools)
    given, wanted = planned(made, plan), placeable(made)
    if any(True for _ in wrongs(made, given)):
        return 1.0
    return 1 - len(given.keys() & wanted) / len(wanted)


@measure("plan.slots", unit="share of placeable meetings without a slot", against="limit", goal=1, runs=1)
def plan_slots() -> tuple[float, float]:
    """The worst of 20 districts of 200 schools, against the 2 % that may be left."""
    return max(shortfall(seed, schools=200) for seed in range(20)), 0.02
