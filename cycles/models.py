"""The models of the five verbs, gathered for Django; callers import them from their verb."""

from .adjust.models import ActionStep, Adjustment, Advice, Disposition
from .meet.models import (
    Card,
    Cause,
    Finished,
    GoalRevisit,
    Meeting,
    Phase,
    PhaseRun,
    Protocol,
    Reveal,
    Topic,
    Vote,
)
from .plan.models import (
    Confirmation,
    Cycle,
    GoAhead,
    HeldChart,
    Invitation,
    Pass,
    Prediction,
    ReflectionSession,
    Substitution,
    Voice,
)
from .prepare.models import Answer, Prompt, Reflection, Template
from .share.models import Review, Summary

__all__ = [
    "ActionStep",
    "Adjustment",
    "Advice",
    "Answer",
    "Card",
    "Cause",
    "Confirmation",
    "Cycle",
    "Disposition",
    "Finished",
    "GoAhead",
    "GoalRevisit",
    "HeldChart",
    "Invitation",
    "Meeting",
    "Pass",
    "Phase",
    "PhaseRun",
    "Prediction",
    "Prompt",
    "Protocol",
    "Reflection",
    "ReflectionSession",
    "Reveal",
    "Review",
    "Substitution",
    "Summary",
    "Template",
    "Topic",
    "Voice",
    "Vote",
]
