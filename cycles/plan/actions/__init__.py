"""What people and the clock do with cycles, sessions and invitations."""

from .around import MeetingNotHeld, choose_usual_days, finish_milestone, mark_check_ins, move_milestones, plan_around
from .cycles import close_cycle, near_terms, open_cycle, open_near_cycles, school_term
from .feeds import close_feed, make_feed
from .invitations import follow_teams, invite_guest, reply_to_invitation
from .keeping import keep_plans
from .nudges import NothingWaits, nudge, nudge_leader
from .packets import ask_for_packet, freeze_asked_packets, freeze_packet, packet_profile
from .refusals import AlreadyInvited, CycleIsClosed, NoReflectionAtClose, PlanRefused, SessionMoved, SessionOver
from .sessions import cancel_session, schedule_session
from .sharing import PredictedAlready, hold_chart, note_export, release_chart

__all__ = [
    "AlreadyInvited",
    "CycleIsClosed",
    "MeetingNotHeld",
    "NoReflectionAtClose",
    "NothingWaits",
    "PlanRefused",
    "PredictedAlready",
    "SessionMoved",
    "SessionOver",
    "ask_for_packet",
    "cancel_session",
    "choose_usual_days",
    "close_cycle",
    "close_feed",
    "finish_milestone",
    "follow_teams",
    "freeze_asked_packets",
    "freeze_packet",
    "hold_chart",
    "invite_guest",
    "keep_plans",
    "make_feed",
    "mark_check_ins",
    "move_milestones",
    "near_terms",
    "note_export",
    "nudge",
    "nudge_leader",
    "open_cycle",
    "open_near_cycles",
    "packet_profile",
    "plan_around",
    "release_chart",
    "reply_to_invitation",
    "schedule_session",
    "school_term",
]
