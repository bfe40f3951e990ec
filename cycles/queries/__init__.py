"""What is there for the pages that join the five verbs: today, the coverage board, the session."""

from .board import SchoolBoard, SchoolsBoard, columns, school_board, schools_board
from .session import SessionPage, session_page
from .today import Today, today

__all__ = [
    "SchoolBoard",
    "SchoolsBoard",
    "SessionPage",
    "Today",
    "columns",
    "school_board",
    "schools_board",
    "session_page",
    "today",
]
