"""The models of the five verbs, gathered for Django; callers import them from their verb."""

from .adjust.models import ActionStep, Adjustment, Advice, Disposition
from .meet.models import Card, Cause, Finished, GoalRevisit, Meeting, Phase, PhaseRun, Protocol, Reveal, Topic, Vote
from .plan.models import (
    CalendarChoice,
    Cycle,
    HeldChart,
    HeldCheckIn,
    Invitation,
    Milestone,
    MilestoneDefault,
    Prediction,
    ReflectionSession,
)
from .prepare.models import Answer, Prompt, Reflection, Template
from .share.models import Review, Summary

__all__ = [
    "ActionStep",
    "Adjustment",
    "Advice",
    "Answer",
    "CalendarChoice",
    "Card",
    "Cause",
    "Cycle",
    "Disposition",
    "Finished",
    "GoalRevisit",
    "HeldChart",
    "HeldCheckIn",
    "Invitation",
    "Meeting",
    "Milestone",
    "MilestoneDefault",
    "Phase",
    "PhaseRun",
    "Prediction",
    "Prompt",
    "Protocol",
    "Reflection",
    "ReflectionSession",
    "Reveal",
    "Review",
    "Summary",
    "Template",
    "Topic",
    "Vote",
]
