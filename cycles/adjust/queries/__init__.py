"""What is there of steps, adjustments, earlier commitments and the agreed record."""

from .adjustments import AdjustmentPage, adjustment_page, adjustments_for
from .commitments import Commitment, commitments_progress, open_commitments
from .record import Record, record
from .steps import StepBoard, StepLine, step_board, step_lines

__all__ = [
    "AdjustmentPage",
    "Commitment",
    "Record",
    "StepBoard",
    "StepLine",
    "adjustment_page",
    "adjustments_for",
    "commitments_progress",
    "open_commitments",
    "record",
    "step_board",
    "step_lines",
]
