"""Pages of two."""

from .check_ins import (
    check_in,
    check_in_arrange,
    check_in_cancel,
    check_in_hold,
    check_in_move,
    check_in_new,
    check_in_tick,
    check_in_time,
    check_ins,
)
from .focus import focus_agree, focus_save
from .leap import leap_dates_set, leap_lines, leap_talks
from .notes import check_in_note_save, my_notes
from .raising import raise_agree, raise_decline, raise_line, raise_write

__all__ = [
    "check_in",
    "check_in_arrange",
    "check_in_cancel",
    "check_in_hold",
    "check_in_move",
    "check_in_new",
    "check_in_note_save",
    "check_in_tick",
    "check_in_time",
    "check_ins",
    "focus_agree",
    "focus_save",
    "leap_dates_set",
    "leap_lines",
    "leap_talks",
    "my_notes",
    "raise_agree",
    "raise_decline",
    "raise_line",
    "raise_write",
]
