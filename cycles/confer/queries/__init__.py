"""What is there two by two."""

from .clashes import clashes
from .focus import AgreedArea, Cell, FocusBoard, agreed_areas, citable_cells, focus_board, has_opened
from .notes import OwnNote, Pane, Panes, own_notes, panes, words_of
from .pages import (
    Arrange,
    CheckInPage,
    Line,
    MyCheckIns,
    check_in_page,
    fits,
    my_check_ins,
    sessions_around,
)
from .today import Missing, Talks, talks

__all__ = [
    "AgreedArea",
    "Arrange",
    "Cell",
    "CheckInPage",
    "FocusBoard",
    "Line",
    "Missing",
    "MyCheckIns",
    "OwnNote",
    "Pane",
    "Panes",
    "Talks",
    "agreed_areas",
    "check_in_page",
    "citable_cells",
    "clashes",
    "fits",
    "focus_board",
    "has_opened",
    "my_check_ins",
    "own_notes",
    "panes",
    "sessions_around",
    "talks",
    "words_of",
]
