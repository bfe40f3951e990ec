"""Pages and changes of adjusting: action steps, the agreed record, adjustments and advice."""

from .adjustments import (
    adjustment,
    adjustment_ask,
    adjustment_decide,
    adjustment_new,
    adjustment_propose,
    adjustment_reopen,
    adjustments,
    advice_give,
)
from .checking import record_confirm, record_mend, record_remark, remark_answer
from .revalidations import revalidation, revalidation_record
from .steps import commitments, disposition_record, record, step_new, step_settle, step_take

__all__ = [
    "adjustment",
    "adjustment_ask",
    "adjustment_decide",
    "adjustment_new",
    "adjustment_propose",
    "adjustment_reopen",
    "adjustments",
    "advice_give",
    "commitments",
    "disposition_record",
    "record",
    "record_confirm",
    "record_mend",
    "record_remark",
    "remark_answer",
    "revalidation",
    "revalidation_record",
    "step_new",
    "step_settle",
    "step_take",
]
