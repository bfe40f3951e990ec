"""Pages of the calendar: the planner, a session's schedule, its packet, its calendar file."""

from .cycles import cycle, cycle_close, cycle_new, cycle_open
from .notes import note_change, note_pin, note_remove
from .packets import (
    chart_hold,
    chart_release,
    packet,
    packet_difference,
    packet_download,
    packet_freeze,
    packet_print,
    packet_state,
)
from .planner import (
    choices_clear,
    contract_day_set,
    proposals_confirm,
    session_move,
    sessions_postpone,
    slot,
    slot_clashes,
)
from .polls import poll, poll_answer, poll_cancel, poll_new, poll_open, poll_settle
from .sessions import (
    guest_invite,
    invitation_reply,
    schedule,
    session_calendar,
    session_cancel,
    session_schedule,
)

__all__ = [
    "chart_hold",
    "chart_release",
    "choices_clear",
    "contract_day_set",
    "cycle",
    "cycle_close",
    "cycle_new",
    "cycle_open",
    "guest_invite",
    "invitation_reply",
    "note_change",
    "note_pin",
    "note_remove",
    "packet",
    "packet_difference",
    "packet_download",
    "packet_freeze",
    "packet_print",
    "packet_state",
    "poll",
    "poll_answer",
    "poll_cancel",
    "poll_new",
    "poll_open",
    "poll_settle",
    "proposals_confirm",
    "schedule",
    "session_calendar",
    "session_cancel",
    "session_move",
    "session_schedule",
    "sessions_postpone",
    "slot",
    "slot_clashes",
]
