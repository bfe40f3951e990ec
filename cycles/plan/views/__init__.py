"""Pages of the calendar: the planner, a session's schedule, its packet, its calendar file."""

from .cycles import cycle, cycle_close, cycle_open
from .packets import packet, packet_freeze, packet_state
from .sessions import (
    guest_invite,
    invitation_reply,
    schedule,
    session_calendar,
    session_cancel,
    session_schedule,
)

__all__ = [
    "cycle",
    "cycle_close",
    "cycle_open",
    "guest_invite",
    "invitation_reply",
    "packet",
    "packet_freeze",
    "packet_state",
    "schedule",
    "session_calendar",
    "session_cancel",
    "session_schedule",
]
