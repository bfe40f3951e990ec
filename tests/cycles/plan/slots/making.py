"""A school's weeks before Friday, December 18, 2026, and meetings that want a time in them."""

from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from cycles.plan.slots import Block, Booking, Frame, Slot, Want, minute_of
from cycles.plan.slots.search import booked
from teams.enums import BlockKind

CLOSE = date(2026, 12, 18)  # a Friday
TODAY = date(2026, 11, 9)
THURSDAY = date(2026, 12, 10)  # the usual day of a team near its target
LAST_THURSDAY = date(2026, 12, 17)  # and of the ILT
NAMES = {1: "Malik Johnson", 2: "Rosa Delgado"}


def frame(*blocks: Block, **changes: Any) -> Frame:
    values = {
        "zone": ZoneInfo("America/Denver"), "closes_on": CLOSE, "today": TODAY, "blocks": blocks,
        "day_starts": minute_of(time(7, 30)), "day_ends": minute_of(time(15, 30)),
    }  # fmt: skip
    return Frame(**(values | changes))


def closed(first: date, last: date | None = None, name: str = "Winter break") -> Block:
    return Block(BlockKind.BREAK, name, first, last or first)


def want(key: int, *people: int, **changes: Any) -> Want:
    """Thursdays at 3:30 PM, 90 minutes."""
    values = {
        "key": key, "is_ilt": False, "weekday": 3, "starts": minute_of(time(15, 30)), "minutes": 90,
        "has_usual": True, "people": frozenset(people), "place": "",
    }  # fmt: skip
    return Want(**(values | changes))


def standing(of: Frame, meeting: Want, day: date, clock: time = time(15, 30)) -> Booking:
    return booked(of, meeting, day, minute_of(clock), is_soft=False)


def slot(day: date, clock: time = time(15, 30), minutes: int = 90) -> Slot:
    return Slot(day, clock, minutes)
