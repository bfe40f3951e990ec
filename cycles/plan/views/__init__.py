"""Pages of the calendar: the planner, a session's schedule, its packet, its calendar file."""

from .attendance import attendance, attendance_tick
from .cycles import cycle, cycle_close, cycle_open
from .feedback import feedback, feedback_back, feedback_save, feedback_send, link, link_back, link_save, link_send
from .feeds import feed, feed_close, feed_make, my_calendar
from .guests import feedback_ask, guest_invite, guests, pass_renew, pass_revoke
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
from .sessions import invitation_reply, schedule, session_calendar, session_cancel, session_schedule
from .substitutes import (
    facilitator_claim,
    facilitator_confirm,
    facilitator_hand_back,
    facilitator_name,
    facilitator_step_in,
    facilitator_unclaim,
)

__all__ = [
    "around",
    "around_save",
    "attendance",
    "attendance_tick",
    "chart_hold",
    "chart_release",
    "cycle",
    "cycle_close",
    "cycle_nudge",
    "cycle_open",
    "facilitator_claim",
    "facilitator_confirm",
    "facilitator_hand_back",
    "facilitator_name",
    "facilitator_step_in",
    "facilitator_unclaim",
    "feed",
    "feed_close",
    "feed_make",
    "feedback",
    "feedback_ask",
    "feedback_back",
    "feedback_save",
    "feedback_send",
    "guest_invite",
    "guests",
    "invitation_reply",
    "link",
    "link_back",
    "link_save",
    "link_send",
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
    "pass_renew",
    "pass_revoke",
    "schedule",
    "session_calendar",
    "session_cancel",
    "session_nudge",
    "session_schedule",
    "usual_days",
    "usual_days_save",
]
