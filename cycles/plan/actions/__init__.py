"""What people and the clock do with cycles, sessions and invitations."""

from .around import MeetingNotHeld, choose_usual_days, finish_milestone, mark_check_ins, move_milestones, plan_around
from .attendance import is_the_day, reply_to_invitation, tick_attendance
from .cycles import close_cycle, near_terms, open_cycle, open_near_cycles, school_term
from .feeds import close_feed, make_feed
from .going_ahead import go_ahead
from .invitations import follow_teams, invite_guest
from .keeping import keep_plans
from .nudges import NothingWaits, nudge, nudge_leader
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
    "MeetingNotHeld",
    "NoReflectionAtClose",
    "NotTheDay",
    "NothingWaits",
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
    "choose_usual_days",
    "claim_meeting",
    "close_cycle",
    "close_feed",
    "confirm_claim",
    "finish_milestone",
    "follow_teams",
    "freeze_asked_packets",
    "freeze_packet",
    "go_ahead",
    "hand_back",
    "hold_chart",
    "invite_guest",
    "is_the_day",
    "keep_plans",
    "make_feed",
    "mark_check_ins",
    "move_milestones",
    "name_substitute",
    "near_terms",
    "note_export",
    "nudge",
    "nudge_leader",
    "open_cycle",
    "open_near_cycles",
    "packet_profile",
    "plan_around",
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
