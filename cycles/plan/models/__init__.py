"""The calendar: cycles, their sessions, who is invited, what is held back."""

from .holding import HeldChart, Prediction
from .sessions import Cycle, Invitation, ReflectionSession

__all__ = ["Cycle", "HeldChart", "Invitation", "Prediction", "ReflectionSession"]
