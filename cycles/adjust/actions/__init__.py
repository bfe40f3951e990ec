"""What was done: steps taken and settled, adjustments proposed and decided, advice, what became of it all."""

from .adjustments import ask_advice, decide_adjustment, give_advice, propose_adjustment
from .checking import answer_remark, ask_to_mend, confirm_record, finish_due_checks, mend_line, open_check
from .dispositions import record_disposition
from .refusals import (
    AdviceAsked,
    AdviserNotHere,
    AlreadySettled,
    CauseMissing,
    OverrideNotYours,
    OwnerNotHere,
    ReasonMissing,
    RecordFinal,
    RecordLineChanged,
    RecordWordsMissing,
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
    "RecordFinal",
    "RecordLineChanged",
    "RecordWordsMissing",
    "Refusal",
    "ThreadBroken",
    "answer_remark",
    "ask_advice",
    "ask_to_mend",
    "confirm_record",
    "decide_adjustment",
    "finish_due_checks",
    "give_advice",
    "hand_over_step",
    "mend_line",
    "open_check",
    "propose_adjustment",
    "record_disposition",
    "revalidate",
    "settle_action_step",
    "take_action_step",
]
