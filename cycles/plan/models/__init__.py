"""The calendar: cycles, their sessions, who is invited, what is held back, slots and polls."""

from .holding import HeldChart, Prediction
from .sessions import Cycle, Invitation, ReflectionSession
from .slots import ContractDay, CycleAim, PollAnswer, PollSlot, SlotPoll, SlotProposal

__all__ = [
    "ContractDay",
    "Cycle",
    "CycleAim",
    "HeldChart",
    "Invitation",
    "PollAnswer",
    "PollSlot",
    "Prediction",
    "ReflectionSession",
    "SlotPoll",
    "SlotProposal",
]
