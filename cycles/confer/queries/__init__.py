"""What is there two by two."""

from .clashes import clashes
from .focus import AgreedArea, Cell, FocusBoard, agreed_areas, citable_cells, focus_board, has_opened
from .leap import LeapPage, LeapTalk, current_year, leap_page
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
from .raising import (
    OVER,
    LineOnPage,
    RaisePage,
    Target,
    WaitingLine,
    is_large,
    raise_page,
    raised_lines,
    released_for,
    target,
    waiting_lines,
)
from .today import Missing, Talks, missing, talks

__all__ = [
    "OVER",
    "AgreedArea",
    "Arrange",
    "Cell",
    "CheckInPage",
    "FocusBoard",
    "LeapPage",
    "LeapTalk",
    "Line",
    "LineOnPage",
    "Missing",
    "MyCheckIns",
    "OwnNote",
    "Pane",
    "Panes",
    "RaisePage",
    "Talks",
    "Target",
    "WaitingLine",
    "agreed_areas",
    "check_in_page",
    "citable_cells",
    "clashes",
    "current_year",
    "fits",
    "focus_board",
    "has_opened",
    "is_large",
    "leap_page",
    "missing",
    "my_check_ins",
    "own_notes",
    "panes",
    "raise_page",
    "raised_lines",
    "released_for",
    "sessions_around",
    "talks",
    "target",
    "waiting_lines",
    "words_of",
]
