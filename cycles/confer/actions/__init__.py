"""What was done two by two."""

from .check_ins import arrange_again, arrange_check_in, cancel_check_in, hold_check_in, move_check_in, tick_point
from .focus import Draft, agree_areas, save_areas
from .leap import set_leap_dates
from .notes import purge_notes, record_reading, save_note
from .raising import agree_line, ask_line, decline_line, drop_old_lines, release_lines, word_line
from .refusals import (
    AlreadyWaiting,
    AreasBegun,
    AreasChanged,
    CheckInMoved,
    CheckInOver,
    ConferRefused,
    LineChanged,
    LineNotOffered,
    MeetingBegun,
    NoAreas,
    NoteChanged,
    NothingSaid,
)

__all__ = [
    "AlreadyWaiting",
    "AreasBegun",
    "AreasChanged",
    "CheckInMoved",
    "CheckInOver",
    "ConferRefused",
    "Draft",
    "LineChanged",
    "LineNotOffered",
    "MeetingBegun",
    "NoAreas",
    "NoteChanged",
    "NothingSaid",
    "agree_areas",
    "agree_line",
    "arrange_again",
    "arrange_check_in",
    "ask_line",
    "cancel_check_in",
    "decline_line",
    "drop_old_lines",
    "hold_check_in",
    "move_check_in",
    "purge_notes",
    "record_reading",
    "release_lines",
    "save_areas",
    "save_note",
    "set_leap_dates",
    "tick_point",
    "word_line",
]
