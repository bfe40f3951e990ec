"""What people and the clock do with cycles, sessions and invitations."""

from .attendance import is_the_day, reply_to_invitation, tick_attendance
from .cycles import close_cycle, near_terms, open_cycle, open_near_cycles, school_term
from .going_ahead import go_ahead
from .invitations import invite_guest
from .packets import ask_for_packet, freeze_asked_packets, freeze_packet, packet_profile
from .passes import ask_for_feedback, renew_link, revoke_pass
from .refusals import (
    AlreadyInvited,
    AskedAlready,
    ClaimedAlready,
    ClaimOver,
    CycleIsClosed,
    FacilitatorStays,
    FeedbackClosed,
    FeedbackSent,
    NoReflectionAtClose,
    NothingWritten,
    NotTheDay,
    PassOver,
    PlanRefused,
    SessionMoved,
    SessionOver,
    SomebodySteppedIn,
    UnnamedNotOffered,
    VoiceChanged,
)
from .sessions import cancel_session, schedule_session
from .sharing import PredictedAlready, hold_chart, note_export, release_chart
from .substitutes import claim_meeting, confirm_claim, hand_back, name_substitute, step_in, take_back_claim
from .voices import save_voice, send_feedback, take_back_feedback

__all__ = [
    "AlreadyInvited",
    "AskedAlready",
    "ClaimOver",
    "ClaimedAlready",
    "CycleIsClosed",
    "FacilitatorStays",
    "FeedbackClosed",
    "FeedbackSent",
    "NoReflectionAtClose",
    "NotTheDay",
    "NothingWritten",
    "PassOver",
    "PlanRefused",
    "PredictedAlready",
    "SessionMoved",
    "SessionOver",
    "SomebodySteppedIn",
    "UnnamedNotOffered",
    "VoiceChanged",
    "ask_for_feedback",
    "ask_for_packet",
    "cancel_session",
    "claim_meeting",
    "close_cycle",
    "confirm_claim",
    "freeze_asked_packets",
    "freeze_packet",
    "go_ahead",
    "hand_back",
    "hold_chart",
    "invite_guest",
    "is_the_day",
    "name_substitute",
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
    "step_in",
    "take_back_claim",
    "take_back_feedback",
    "tick_attendance",
]
