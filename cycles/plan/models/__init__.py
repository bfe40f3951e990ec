"""The calendar: cycles, their sessions, who is invited, what is held back, who steps in."""

from .around import HeldCheckIn, Milestone, MilestoneDefault
from .feeds import CalendarChoice
from .holding import HeldChart, Prediction
from .passes import Pass, Voice
from .sessions import Cycle, Invitation, ReflectionSession
from .substitutes import Confirmation, GoAhead, Substitution

__all__ = [
    "CalendarChoice",
    "Confirmation",
    "Cycle",
    "GoAhead",
    "HeldChart",
    "HeldCheckIn",
    "Invitation",
    "Milestone",
    "MilestoneDefault",
    "Pass",
    "Prediction",
    "ReflectionSession",
    "Substitution",
    "Voice",
]
