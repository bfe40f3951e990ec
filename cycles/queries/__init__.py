"""What is there for the pages that join the verbs: today, the coverage board, the session."""

from .board import SchoolBoard, SchoolsBoard, columns, school_board, schools_board
from .news import Newspaper, news
from .session import SessionPage, SessionPlan, session_page, session_plan
from .today import Today, today

__all__ = [
    "Newspaper",
    "SchoolBoard",
    "SchoolsBoard",
    "SessionPage",
    "SessionPlan",
    "Today",
    "columns",
    "news",
    "school_board",
    "schools_board",
    "session_page",
    "session_plan",
    "today",
]
