"""What people and the clock do with cycles, sessions and invitations."""

from .cycles import close_cycle, near_terms, open_cycle, open_near_cycles, school_term
from .feeds import close_feed, make_feed
from .invitations import follow_teams, invite_guest, reply_to_invitation
from .packets import ask_for_packet, freeze_asked_packets, freeze_packet, packet_profile
from .refusals import AlreadyInvited, CycleIsClosed, NoReflectionAtClose, PlanRefused, SessionMoved, SessionOver
from .sessions import cancel_session, schedule_session
from .sharing import PredictedAlready, hold_chart, note_export, release_chart

__all__ = [
    "AlreadyInvited",
    "CycleIsClosed",
    "NoReflectionAtClose",
    "PlanRefused",
    "PredictedAlready",
    "SessionMoved",
    "SessionOver",
    "ask_for_packet",
    "cancel_session",
    "close_cycle",
    "close_feed",
    "follow_teams",
    "freeze_asked_packets",
    "freeze_packet",
    "hold_chart",
    "invite_guest",
    "make_feed",
    "near_terms",
    "note_export",
    "open_cycle",
    "open_near_cycles",
    "packet_profile",
    "release_chart",
    "reply_to_invitation",
    "schedule_session",
    "school_term",
]
