"""What is there of steps, adjustments, earlier commitments and the agreed record."""

from .adjustments import AdjustmentPage, adjustment_page, adjustments_for
from .commitments import Commitment, commitment, commitments_progress, has_commitments, open_commitments
from .record import Record, record
from .steps import StepBoard, StepLine, scope_label, step_board, step_lines, steps_of

__all__ = [
    "AdjustmentPage",
    "Commitment",
    "Record",
    "StepBoard",
    "StepLine",
    "adjustment_page",
    "adjustments_for",
    "commitment",
    "commitments_progress",
    "has_commitments",
    "open_commitments",
    "record",
    "scope_label",
    "step_board",
    "step_lines",
    "steps_of",
]
