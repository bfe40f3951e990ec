"""When a session could meet: the team's usual slot, half as long again, in the weeks around the term's close.

Pure but for `days`: a `Frame` (the school), `Want`s (meetings without a time) and `Booking`s (what stands) go in, slots
and what stood in the way of the usual one come out. `search` is greedy with repair; the leader has the last word.
"""

from .days import Block, SchoolDays, Slot, blocks_at, extended_minutes, school_days
from .diary import Booking, Diary, room_key
from .frame import TESTING, USUAL_TIME, WEEKS_AROUND, Frame, Want, basis_of, clock, minute_of, moment, time_of
from .reasons import Reason, is_allowed, sentence, why
from .renewal import Proposed, Stored, renewed
from .search import booked, place

__all__ = [
    "TESTING",
    "USUAL_TIME",
    "WEEKS_AROUND",
    "Block",
    "Booking",
    "Diary",
    "Frame",
    "Proposed",
    "Reason",
    "SchoolDays",
    "Slot",
    "Stored",
    "Want",
    "basis_of",
    "blocks_at",
    "booked",
    "clock",
    "extended_minutes",
    "is_allowed",
    "minute_of",
    "moment",
    "place",
    "renewed",
    "room_key",
    "school_days",
    "sentence",
    "time_of",
    "why",
]
