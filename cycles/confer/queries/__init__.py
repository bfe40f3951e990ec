"""What is there two by two."""

from .clashes import clashes
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

__all__ = [
    "Arrange",
    "CheckInPage",
    "Line",
    "MyCheckIns",
    "OwnNote",
    "Pane",
    "Panes",
    "check_in_page",
    "clashes",
    "fits",
    "my_check_ins",
    "own_notes",
    "panes",
    "sessions_around",
    "words_of",
]
