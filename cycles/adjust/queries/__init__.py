"""What is there of steps, adjustments, earlier commitments and the agreed record."""

from .adjustments import AdjustmentPage, adjustment_page, adjustments_for
from .checking import (
    CheckShown,
    MendableLine,
    check_of,
    check_shown,
    line_label,
    line_row,
    mendable,
    present_people,
    record_body,
    waiting_checks,
)
from .commitments import Commitment, commitment, commitments_progress, has_commitments, open_commitments
from .record import Record, record
from .revalidation import Finding, RevalidationPage, checks, revalidation, thing
from .steps import StepBoard, StepLine, scope_label, step_board, step_lines, steps_of

__all__ = [
    "AdjustmentPage",
    "CheckShown",
    "Commitment",
    "Finding",
    "MendableLine",
    "Record",
    "RevalidationPage",
    "StepBoard",
    "StepLine",
    "adjustment_page",
    "adjustments_for",
    "check_of",
    "check_shown",
    "checks",
    "commitment",
    "commitments_progress",
    "has_commitments",
    "line_label",
    "line_row",
    "mendable",
    "open_commitments",
    "present_people",
    "record",
    "record_body",
    "revalidation",
    "scope_label",
    "step_board",
    "step_lines",
    "steps_of",
    "thing",
    "waiting_checks",
]
