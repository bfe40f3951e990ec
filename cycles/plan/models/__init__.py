"""The calendar: cycles, their sessions, who is invited, what is held back."""

from .around import HeldCheckIn, Milestone, MilestoneDefault
from .feeds import CalendarChoice
from .holding import HeldChart, Prediction
from .sessions import Cycle, Invitation, ReflectionSession

__all__ = [
    "CalendarChoice",
    "Cycle",
    "HeldChart",
    "HeldCheckIn",
    "Invitation",
    "Milestone",
    "MilestoneDefault",
    "Prediction",
    "ReflectionSession",
]
