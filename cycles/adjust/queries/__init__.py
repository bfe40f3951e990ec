"""What is there of steps, adjustments, earlier commitments and the agreed record."""

from .adjustments import AdjustmentPage, adjustment_page, adjustments_for
from .commitments import Commitment, commitment, commitments_progress, has_commitments, open_commitments
from .record import Record, record
from .revalidation import Finding, RevalidationPage, checks, revalidation, thing
from .steps import StepBoard, StepLine, scope_label, step_board, step_lines, steps_of

__all__ = [
    "AdjustmentPage",
    "Commitment",
    "Finding",
    "Record",
    "RevalidationPage",
    "StepBoard",
    "StepLine",
    "adjustment_page",
    "adjustments_for",
    "checks",
    "commitment",
    "commitments_progress",
    "has_commitments",
    "open_commitments",
    "record",
    "revalidation",
    "scope_label",
    "step_board",
    "step_lines",
    "steps_of",
    "thing",
]
