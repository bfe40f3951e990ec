"""What people and the clock do with cycles, sessions and invitations."""

from .cycles import close_cycle, near_terms, open_cycle, open_near_cycles, school_term
from .invitations import invite_guest, reply_to_invitation
from .packets import ask_for_packet, freeze_asked_packets, freeze_packet, packet_profile
from .passes import ask_for_feedback, renew_link, revoke_pass
from .refusals import (
    AlreadyInvited,
    AskedAlready,
    CycleIsClosed,
    FeedbackClosed,
    FeedbackSent,
    NoReflectionAtClose,
    NothingWritten,
    PassOver,
    PlanRefused,
    SessionMoved,
    SessionOver,
    UnnamedNotOffered,
    VoiceChanged,
)
from .sessions import cancel_session, schedule_session
from .sharing import PredictedAlready, hold_chart, note_export, release_chart
from .voices import save_voice, send_feedback, take_back_feedback

__all__ = [
    "AlreadyInvited",
    "AskedAlready",
    "CycleIsClosed",
    "FeedbackClosed",
    "FeedbackSent",
    "NoReflectionAtClose",
    "NothingWritten",
    "PassOver",
    "PlanRefused",
    "PredictedAlready",
    "SessionMoved",
    "SessionOver",
    "UnnamedNotOffered",
    "VoiceChanged",
    "ask_for_feedback",
    "ask_for_packet",
    "cancel_session",
    "close_cycle",
    "freeze_asked_packets",
    "freeze_packet",
    "hold_chart",
    "invite_guest",
    "near_terms",
    "note_export",
    "open_cycle",
    "open_near_cycles",
    "packet_profile",
    "release_chart",
    "renew_link",
    "reply_to_invitation",
    "revoke_pass",
    "save_voice",
    "schedule_session",
    "school_term",
    "send_feedback",
    "take_back_feedback",
]
