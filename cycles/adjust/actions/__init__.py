"""What was done: steps taken and settled, adjustments proposed and decided, advice, what became of it all."""

from .adjustments import ask_advice, decide_adjustment, give_advice, propose_adjustment
from .dispositions import record_disposition
from .refusals import (
    AdviceAsked,
    AdviserNotHere,
    AlreadySettled,
    CauseMissing,
    OverrideNotYours,
    OwnerNotHere,
    ReasonMissing,
    Refusal,
    ThreadBroken,
)
from .revalidations import revalidate
from .steps import hand_over_step, settle_action_step, take_action_step

__all__ = [
    "AdviceAsked",
    "AdviserNotHere",
    "AlreadySettled",
    "CauseMissing",
    "OverrideNotYours",
    "OwnerNotHere",
    "ReasonMissing",
    "Refusal",
    "ThreadBroken",
    "ask_advice",
    "decide_adjustment",
    "give_advice",
    "hand_over_step",
    "propose_adjustment",
    "record_disposition",
    "revalidate",
    "settle_action_step",
    "take_action_step",
]
