"""The coverage board: how far each team, or each school, has come. States only, never contents."""

from .parts import Cell, Late, Row, SchoolBoard, SchoolLate, SchoolsBoard, columns
from .school import school_board
from .schools import schools_board

__all__ = [
    "Cell",
    "Late",
    "Row",
    "SchoolBoard",
    "SchoolLate",
    "SchoolsBoard",
    "columns",
    "school_board",
    "schools_board",
]
