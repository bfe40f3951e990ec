"""Pages of the calendar: the planner, a session's schedule, its packet, its calendar file."""

from .cycles import cycle, cycle_close, cycle_open
from .feeds import feed, feed_close, feed_make, my_calendar
from .milestones import around, around_save, cycle_nudge, milestone_finish, session_nudge, usual_days, usual_days_save
from .notes import note_change, note_pin, note_remove
from .packets import (
    chart_hold,
    chart_release,
    packet,
    packet_difference,
    packet_download,
    packet_freeze,
    packet_notes,
    packet_print,
    packet_state,
)
from .sessions import guest_invite, invitation_reply, schedule, session_calendar, session_cancel, session_schedule

__all__ = [
    "around",
    "around_save",
    "chart_hold",
    "chart_release",
    "cycle",
    "cycle_close",
    "cycle_nudge",
    "cycle_open",
    "feed",
    "feed_close",
    "feed_make",
    "guest_invite",
    "invitation_reply",
    "milestone_finish",
    "my_calendar",
    "note_change",
    "note_pin",
    "note_remove",
    "packet",
    "packet_difference",
    "packet_download",
    "packet_freeze",
    "packet_notes",
    "packet_print",
    "packet_state",
    "schedule",
    "session_calendar",
    "session_cancel",
    "session_nudge",
    "session_schedule",
    "usual_days",
    "usual_days_save",
]
