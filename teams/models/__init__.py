"""Who belongs where, what they have promised, what they were told."""

from .audit import AuditEntry
from .calendar import CalendarBlock, SchoolYear, Term
from .goals import (
    Challenge,
    Checkpoint,
    ImplementationBenchmark,
    InterimMeasure,
    RootCause,
    Slo,
    Strategy,
    UipGoal,
)
from .holds import LegalHold
from .notices import Notice, NoticeHours, NoticePreference
from .people import Appointment, Person, SupervisionLink
from .places import Network, School
from .staging import StagedFile
from .teams import Expectation, Membership, Team

__all__ = [
    "Appointment",
    "AuditEntry",
    "CalendarBlock",
    "Challenge",
    "Checkpoint",
    "Expectation",
    "ImplementationBenchmark",
    "InterimMeasure",
    "LegalHold",
    "Membership",
    "Network",
    "Notice",
    "NoticeHours",
    "NoticePreference",
    "Person",
    "RootCause",
    "School",
    "SchoolYear",
    "Slo",
    "StagedFile",
    "Strategy",
    "SupervisionLink",
    "Team",
    "Term",
    "UipGoal",
]
