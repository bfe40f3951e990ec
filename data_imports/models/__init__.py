"""Uploads, students without names, results, LEAP ratings, survey findings, packets."""

from .leap import LeapFramework, LeapRating
from .packets import CellNote, Packet, PacketVersion
from .results import Measure, Result, Scale
from .students import Roster, Student
from .surveys import SurveyFinding
from .uploads import Upload, UploadProblem

__all__ = [
    "CellNote",
    "LeapFramework",
    "LeapRating",
    "Measure",
    "Packet",
    "PacketVersion",
    "Result",
    "Roster",
    "Scale",
    "Student",
    "SurveyFinding",
    "Upload",
    "UploadProblem",
]
