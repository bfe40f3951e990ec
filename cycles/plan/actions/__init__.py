"""What people and the clock do with cycles, sessions and invitations."""

from .cycles import close_cycle, near_terms, open_cycle, open_cycles, open_near_cycles, school_term
from .invitations import invite_guest, reply_to_invitation
from .packets import ask_for_packet, freeze_asked_packets, freeze_packet, packet_profile
from .polls import PollOver, PollRunning, answer_poll, cancel_poll, close_due_polls, open_poll, settle_poll
from .proposals import (
    Outcome,
    clear_choices,
    confirm_proposals,
    move_session,
    postpone_sessions,
    renew_open_proposals,
    renew_proposals,
    set_contract_day,
)
from .refusals import (
    AlreadyInvited,
    BeyondContractDay,
    CycleIsClosed,
    NoReflectionAtClose,
    PlanRefused,
    ProposalChanged,
    SessionMoved,
    SessionOver,
)
from .sessions import cancel_session, schedule_session
from .sharing import PredictedAlready, hold_chart, note_export, release_chart

__all__ = [
    "AlreadyInvited",
    "BeyondContractDay",
    "CycleIsClosed",
    "NoReflectionAtClose",
    "Outcome",
    "PlanRefused",
    "PollOver",
    "PollRunning",
    "PredictedAlready",
    "ProposalChanged",
    "SessionMoved",
    "SessionOver",
    "answer_poll",
    "ask_for_packet",
    "cancel_poll",
    "cancel_session",
    "clear_choices",
    "close_cycle",
    "close_due_polls",
    "confirm_proposals",
    "freeze_asked_packets",
    "freeze_packet",
    "hold_chart",
    "invite_guest",
    "move_session",
    "near_terms",
    "note_export",
    "open_cycle",
    "open_cycles",
    "open_near_cycles",
    "open_poll",
    "packet_profile",
    "postpone_sessions",
    "release_chart",
    "renew_open_proposals",
    "renew_proposals",
    "reply_to_invitation",
    "schedule_session",
    "school_term",
    "set_contract_day",
    "settle_poll",
]
