"""Uploads, students without names, results, LEAP ratings, survey findings, packets."""

from .figures import PublicFigure
from .leap import LeapFramework, LeapRating
from .mappings import LeapMean, Mapping, SectionTeam, StaffAlias
from .packets import CellNote, Packet, PacketVersion
from .results import Measure, Result, Scale
from .students import Roster, Student, StudentId
from .surveys import SurveyFinding
from .uploads import Former, Upload, UploadProblem, UploadShare

__all__ = [
    "CellNote",
    "Former",
    "LeapFramework",
    "LeapMean",
    "LeapRating",
    "Mapping",
    "Measure",
    "Packet",
    "PacketVersion",
    "PublicFigure",
    "Result",
    "Roster",
    "Scale",
    "SectionTeam",
    "StaffAlias",
    "Student",
    "StudentId",
    "SurveyFinding",
    "Upload",
    "UploadProblem",
    "UploadShare",
]
