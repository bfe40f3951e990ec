"""The calendar: cycles, their sessions, who is invited, what is held back, who steps in."""

from .holding import HeldChart, Prediction
from .passes import Pass, Voice
from .sessions import Cycle, Invitation, ReflectionSession
from .substitutes import Confirmation, GoAhead, Substitution

__all__ = [
    "Confirmation",
    "Cycle",
    "GoAhead",
    "HeldChart",
    "Invitation",
    "Pass",
    "Prediction",
    "ReflectionSession",
    "Substitution",
    "Voice",
]
