"""The calendar: cycles, their sessions, who is invited, what is held back, what is done around a meeting."""

from .around import HeldCheckIn, Milestone, MilestoneDefault
from .holding import HeldChart, Prediction
from .sessions import Cycle, Invitation, ReflectionSession

__all__ = [
    "Cycle",
    "HeldChart",
    "HeldCheckIn",
    "Invitation",
    "Milestone",
    "MilestoneDefault",
    "Prediction",
    "ReflectionSession",
]
