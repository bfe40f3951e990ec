"""The calendar: cycles, their sessions, who is invited, what is held back, slots and polls."""

from .around import HeldCheckIn, Milestone, MilestoneDefault
from .feeds import CalendarChoice
from .holding import HeldChart, Prediction
from .letters import LinkLetter
from .passes import Pass, Voice
from .resources import Resource
from .sessions import Cycle, Invitation, ReflectionSession
from .slots import ContractDay, CycleAim, PollAnswer, PollSlot, SlotPoll, SlotProposal
from .substitutes import Confirmation, GoAhead, Substitution

__all__ = [
    "CalendarChoice",
    "Confirmation",
    "ContractDay",
    "Cycle",
    "CycleAim",
    "GoAhead",
    "HeldChart",
    "HeldCheckIn",
    "Invitation",
    "LinkLetter",
    "Milestone",
    "MilestoneDefault",
    "Pass",
    "PollAnswer",
    "PollSlot",
    "Prediction",
    "ReflectionSession",
    "Resource",
    "SlotPoll",
    "SlotProposal",
    "Substitution",
    "Voice",
]
